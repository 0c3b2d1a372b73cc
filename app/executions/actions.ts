'use server';
// Asking a run to stop.

import { refresh } from 'next/cache';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import type { FormState } from '../../components/form/state';
import { announceCancel } from '../../inngest/events';
import { inngestClient, runs } from '../../inngest/running';
import { authorise } from '../../lib/access/authorise';
import { visitor } from '../../lib/access/request';
import { access, siteDatabase } from '../../lib/access/service';
import { Failure } from '../../lib/errors/failure';
import { historyRow } from '../../lib/store/history-rows';
import { cancelRun } from '../../lib/store/run-cancel';
import { act } from '../act';

/** The run of the field `execution`, for those who may manage its link; for strangers it does not exist. */
export async function cancel(_state: FormState, form: FormData): Promise<FormState> {
  const runId = String(form.get('execution') ?? '').slice(0, 36);
  return act(form, {
    ...{ path: `/executions/${encodeURIComponent(runId)}`, act: 'synchronisation-annulee' },
    schema: z.object({}),
    gate: async (userId) => {
      const linkId = await linkOf(runId);
      if (linkId === null) return notFound();
      const allowed = await authorise(await access(), await visitor(), { userId, linkId, right: 'gerer' });
      if (allowed.ok) return { object: `liaison:${linkId}` };
      if (allowed.reason === 'introuvable') notFound();
      return { field: null, text: 'Votre rôle sur cette liaison ne permet pas d’annuler.' };
    },
    work: async ({ userId }) => {
      const { works } = await runs();
      const answer = await cancelRun(works.service, { runId, by: userId });
      const linkId = await linkOf(runId);
      if (answer !== 'deja_finie' && linkId !== null)
        await announceCancel(await inngestClient(), { runId, linkId });
      refresh();
      switch (answer) {
        case 'annulee':
          return 'L’annulation est faite : rien n’avait commencé.';
        case 'demandee':
          return 'L’annulation est demandée : ce qui est en main est terminé, puis tout s’arrête.';
        case 'deja_finie':
          return 'Elle était déjà terminée : il n’y avait plus rien à annuler.';
      }
    },
  });
}

async function linkOf(runId: string): Promise<string | null> {
  try {
    return (await historyRow(await siteDatabase(), runId)).linkId;
  } catch (error) {
    if (error instanceof Failure && error.code === 'EXECUTION_INCONNUE') return null;
    throw error;
  }
}
