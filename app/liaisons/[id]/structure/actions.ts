'use server';
// Decisions about changes of the structure, taking one back, and doing now what was accepted.

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { FormState } from '../../../../components/form/state';
import { siteDatabase } from '../../../../lib/access/service';
import { Failure } from '../../../../lib/errors/failure';
import { decideOnChanges } from '../../../../lib/links/structure/decide';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { actOnLink, inWords } from '../../../act';
import { askForRun, BUSY, shortRunEnd } from '../run-requests';

const WORD = /^(acceptee|refusee):(tout|\d{1,9})$/;

const decision = z.object({
  decision: z.string().regex(WORD, 'Choisissez un changement de la liste.'),
});

/** The button's value says which word, and on which change: `acceptee:12`, `acceptee:tout`. */
export async function decide(_before: FormState, form: FormData): Promise<FormState> {
  const isAccepted = String(form.get('decision')).startsWith('acceptee');
  return actOnLink(form, {
    ...{ page: '/structure', right: 'gerer', schema: decision },
    act: isAccepted ? 'changement-accepte' : 'changement-refuse',
    async work({ linkId, input }) {
      const [, which = ''] = input.decision.split(':');
      const numbers = which === 'tout' ? which : [Number(which)];
      const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
      const word = isAccepted ? 'acceptee' : 'refusee';
      const decided = await decideOnChanges(service, linkId, numbers, word);
      refresh(linkId);
      const [one, ...others] = decided;
      if (one === undefined) return 'Rien n’attendait votre accord.';
      if (!isAccepted) return 'C’est noté : rien ne changera dans le document pour ce changement.';
      return others.length === 0
        ? 'C’est noté : la prochaine synchronisation fera ce changement.'
        : `C’est noté : la prochaine synchronisation fera ces ${decided.length} changements.`;
    },
  });
}

const number = z.object({
  changement: z.string().regex(/^\d{1,9}$/, 'Choisissez un changement de la liste.'),
});

/** Writes in Grist: carried by the engine, and waited for a moment. */
export async function takeBack(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: '/structure', right: 'gerer', schema: number, act: 'changement-annule', runs: true },
    async work({ linkId, userId, input }) {
      const runId = await askForRun({
        ...{ linkId, by: userId, kind: 'decision' },
        scope: { mode: 'annulation', change: Number(input.changement) },
      });
      if (runId === null) return [{ field: null, text: BUSY }];
      const ended = await shortRunEnd(runId);
      refresh(linkId);
      switch (ended.status) {
        case 'done':
          return 'Le changement est annulé dans le document.';
        case 'going-on':
          return 'L’annulation est en cours. Rechargez cette page dans un instant pour voir où elle en est.';
        case 'failed':
          return [{ field: null, text: inWords(new Failure(ended.code, { detail: ended.reason })) }];
      }
    },
  });
}

export async function synchroniseNow(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{
      page: '/structure',
      right: 'gerer',
      schema: z.object({}),
      act: 'synchronisation-demandee',
      runs: true,
    },
    async work({ linkId, userId, audit }) {
      const runId = await askForRun({ linkId, by: userId });
      if (runId === null) return [{ field: null, text: BUSY }];
      await audit();
      redirect(`/executions/${runId}`);
    },
  });
}

function refresh(linkId: string): void {
  revalidatePath(`/liaisons/${linkId}`, 'layout');
}
