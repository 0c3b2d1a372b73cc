'use server';

// Saving how often a link synchronises by itself.

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import type { FormState } from '../../../../../components/form/state';
import { readScheduleForm } from '../../../../../components/link-settings/read-schedule';
import { siteDatabase } from '../../../../../lib/access/service';
import { saveSchedule } from '../../../../../lib/links/save-schedule';
import { SYSTEM_CLOCK } from '../../../../../lib/wiring';
import { actOnLink } from '../../../../act';
import { inFull } from '../../../../dates';
import { atField } from '../../../nouvelle/on-draft';

export async function changeSchedule(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ right: 'gerer', page: '/reglages/planification', act: 'planification-modifiee' },
    schema: z.looseObject({}),
    work: async ({ linkId }) => {
      const read = readScheduleForm(form);
      if ('problems' in read) return read.problems;
      const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
      const saved = await atField(
        (code) => (code === 'PLANIFICATION_INVALIDE' ? 'expression' : null),
        () => saveSchedule(service, linkId, read.schedule),
      );
      if ('problems' in saved) return saved.problems;
      revalidatePath(`/liaisons/${linkId}`, 'layout');
      return saved.done === null
        ? 'La planification est enregistrée : plus aucune synchronisation automatique.'
        : `La planification est enregistrée. Prochaine synchronisation le ${inFull(saved.done)}.`;
    },
  });
}
