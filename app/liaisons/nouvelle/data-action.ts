'use server';
// Step « données »: what is chosen is saved, or what its files would weigh is told, by the button that was pressed.

import { z } from 'zod';
import { asksForEstimate, type DataState } from '../../../components/link-settings/data-state';
import { readDataForm } from '../../../components/link-settings/read-data';
import { type Estimated, estimateLink } from '../../../lib/links/files/estimate';
import { readSettings } from '../../../lib/links/settings';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { saveData } from './actions';
import { actOnDraft, atField } from './on-draft';

export async function chooseData(before: DataState, form: FormData): Promise<DataState> {
  if (asksForEstimate(form)) return estimateData(form);
  return { ...(await saveData(before, form)), found: null };
}

/** Of the choices that the form holds, which it does not save. Counts as a try: it asks Démarche numérique. */
async function estimateData(form: FormData): Promise<DataState> {
  let found: Estimated | null = null;
  const state = await actOnDraft(form, {
    ...{ step: 'donnees', act: 'taille-estimee', schema: z.looseObject({}), tries: true },
    work: async ({ draft, probes }) => {
      const read = readDataForm(form, readSettings(draft.settings));
      if ('problems' in read) return read.problems;
      const looked = await atField(
        () => null,
        () => estimateLink({ probes, clock: SYSTEM_CLOCK }, draft, read.settings),
      );
      if ('problems' in looked) return looked.problems;
      found = looked.done;
      return 'La taille est estimée.';
    },
  });
  return { ...state, found };
}
