'use server';
// Asking for a verification, or for a repair.

import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { FormState } from '../../../../components/form/state';
import { actOnLink } from '../../../act';
import { askForRun, BUSY } from '../run-requests';

const PAGE = '/preuve';

export async function verifyNow(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'gerer', act: 'verification-demandee', runs: true },
    schema: z.object({
      profondeur: z.enum(['complete', 'legere', 'comptes'], 'Choisissez ce qui est à vérifier.'),
    }),
    async work({ linkId, userId, input, audit }) {
      const scope = { mode: 'preuve', depth: input.profondeur, repair: null } as const;
      const runId = await askForRun({ linkId, by: userId, kind: 'verify', scope });
      if (runId === null) return [{ field: null, text: BUSY }];
      await audit();
      redirect(`/executions/${runId}`);
    },
  });
}

/** Always whole: what is repaired is what was just compared, cell by cell. */
export async function repairNow(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'gerer', act: 'reparation-demandee', runs: true },
    schema: z.object({ en_trop: z.string().optional() }),
    async work({ linkId, userId, input, audit }) {
      const repair = { doubles: true, orphans: input.en_trop === 'oui' };
      const scope = { mode: 'preuve', depth: 'complete', repair } as const;
      const runId = await askForRun({ linkId, by: userId, kind: 'verify', scope });
      if (runId === null) return [{ field: null, text: BUSY }];
      await audit();
      redirect(`/executions/${runId}`);
    },
  });
}
