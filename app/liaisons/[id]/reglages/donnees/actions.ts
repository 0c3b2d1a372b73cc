'use server';
// Saving what of a démarche goes to its document, for a link that exists.

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import type { FormState } from '../../../../../components/form/state';
import { readDataForm } from '../../../../../components/link-settings/read-data';
import { siteDatabase } from '../../../../../lib/access/service';
import { saveSettings } from '../../../../../lib/links/save-settings';
import { readSettings } from '../../../../../lib/links/settings';
import { readManagedLink } from '../../../../../lib/store/managed-links';
import { SYSTEM_CLOCK } from '../../../../../lib/wiring';
import { actOnLink } from '../../../../act';

export async function changeData(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ right: 'gerer', page: '/reglages/donnees', act: 'reglages-modifies' },
    schema: z.looseObject({}),
    work: async ({ linkId }) => {
      const database = await siteDatabase();
      const before = readSettings((await readManagedLink(database, linkId)).settings);
      const read = readDataForm(form, before);
      if ('problems' in read) return read.problems;
      await saveSettings({ database, clock: SYSTEM_CLOCK }, linkId, read.settings);
      revalidatePath(`/liaisons/${linkId}`, 'layout');
      return 'Vos choix sont enregistrés. La prochaine synchronisation relira tous les dossiers.';
    },
  });
}
