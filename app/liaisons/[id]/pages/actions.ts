'use server';
// Making a ready-made page in the document, and taking it away. Both write in Grist: carried by the engine, and waited for
// a moment.

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import type { FormState } from '../../../../components/form/state';
import { Failure } from '../../../../lib/errors/failure';
import { PAGE_NAMES } from '../../../../lib/sync/model/ready-page';
import { actOnLink, inWords } from '../../../act';
import { askForRun, BUSY, shortRunEnd } from '../run-requests';

const wish = z.object({
  page: z.enum(['suivi', 'delais', 'groupes', 'zones'], 'Choisissez une page de la liste.'),
  mot: z.enum(['creer', 'retirer'], 'Choisissez de créer ou de retirer la page.'),
});

export async function turnPage(_before: FormState, form: FormData): Promise<FormState> {
  const isMade = form.get('mot') !== 'retirer';
  return actOnLink(form, {
    ...{ page: '/pages', right: 'gerer', schema: wish, runs: true },
    act: isMade ? 'page-creee' : 'page-retiree',
    async work({ linkId, userId, input }) {
      const { page, mot } = input;
      const runId = await askForRun({
        ...{ linkId, by: userId, kind: 'decision' },
        scope: { mode: 'page', page, word: mot },
      });
      if (runId === null) return [{ field: null, text: BUSY }];
      const ended = await shortRunEnd(runId);
      revalidatePath(`/liaisons/${linkId}`, 'layout');
      const name = `« ${PAGE_NAMES[page]} »`;
      switch (ended.status) {
        case 'done':
          return isMade
            ? `La page ${name} est dans le document.`
            : `La page ${name} n’est plus dans le document.`;
        case 'going-on':
          return 'C’est en cours. Rechargez cette page dans un instant pour voir où cela en est.';
        case 'failed':
          return [{ field: null, text: inWords(new Failure(ended.code, { detail: ended.reason })) }];
      }
    },
  });
}
