'use server';
// Saving what of a démarche goes to its document, for a link that exists, and what the files chosen would weigh.

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { asksForEstimate, type DataState } from '../../../../../components/link-settings/data-state';
import { readDataForm } from '../../../../../components/link-settings/read-data';
import { siteDatabase } from '../../../../../lib/access/service';
import { type Estimated, estimateLink } from '../../../../../lib/links/files/estimate';
import { saveSettings } from '../../../../../lib/links/save-settings';
import { readSettings } from '../../../../../lib/links/settings';
import { readManagedLink } from '../../../../../lib/store/managed-links';
import { SYSTEM_CLOCK } from '../../../../../lib/wiring';
import { actOnLink } from '../../../../act';
import { connecting } from '../../../nouvelle/on-draft';

export async function changeData(_before: DataState, form: FormData): Promise<DataState> {
  if (asksForEstimate(form)) return estimateData(form);
  const state = await actOnLink(form, {
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
  return { ...state, found: null };
}

/** Of the choices that the form holds, which it does not save. Counts as a try: it asks Démarche numérique. */
async function estimateData(form: FormData): Promise<DataState> {
  let found: Estimated | null = null;
  const state = await actOnLink(form, {
    ...{ right: 'gerer', page: '/reglages/donnees', act: 'taille-estimee', tries: true },
    schema: z.looseObject({}),
    work: async ({ linkId }) => {
      const link = await readManagedLink(await siteDatabase(), linkId);
      const read = readDataForm(form, readSettings(link.settings));
      if ('problems' in read) return read.problems;
      const { probes } = await connecting();
      found = await estimateLink({ probes, clock: SYSTEM_CLOCK }, link, read.settings);
      return 'La taille est estimée.';
    },
  });
  return { ...state, found };
}
