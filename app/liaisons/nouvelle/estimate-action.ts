'use server';
// Step « données »: what the files chosen would weigh, before anything is saved.

import { z } from 'zod';
import type { Estimated, EstimateState } from '../../../components/link-settings/estimate-state';
import { readDataForm } from '../../../components/link-settings/read-data';
import { estimateLink } from '../../../lib/links/files/estimate';
import { readSettings } from '../../../lib/links/settings';
import { FILES_CEILING } from '../../../lib/sync/model/file-copy';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { actOnDraft, atField } from './on-draft';

/** Of the choices that the form holds, which it does not save. Counts as a try: it asks Démarche numérique. */
export async function estimateData(_before: EstimateState, form: FormData): Promise<EstimateState> {
  let found: Estimated | null = null;
  const state = await actOnDraft(form, {
    ...{ step: 'donnees', act: 'taille-estimee', schema: z.looseObject({}), tries: true },
    work: async ({ draft, probes }) => {
      const read = readDataForm(form, readSettings(draft.settings));
      if ('problems' in read) return read.problems;
      const { settings } = read;
      const looked = await atField(
        () => null,
        () => estimateLink({ probes, clock: SYSTEM_CLOCK }, draft, settings),
      );
      if ('problems' in looked) return looked.problems;
      found = {
        estimate: looked.done,
        chosen: settings.options.fichiersCopies,
        ceiling: settings.filesCeiling ?? FILES_CEILING,
      };
      return 'La taille est estimée.';
    },
  });
  return { ...state, found };
}
