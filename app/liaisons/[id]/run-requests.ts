// Asking for runs from a link's pages: the request is kept, then announced; what is not announced is found a moment later.

import { announceRun } from '../../../inngest/events';
import { inngestClient, runs } from '../../../inngest/running';
import type { FailureCode } from '../../../lib/errors/catalogue';
import { type Demand, requestRun } from '../../../lib/links/runs/request';
import { historyRow } from '../../../lib/store/history-rows';
import { storedCode } from '../../../lib/store/stored-json';

/** Null: a run of the link is open already, and this one was not made. */
export async function askForRun(demand: Omit<Demand, 'trigger'>): Promise<string | null> {
  const { works } = await runs();
  const { status, runId } = await requestRun(works.service, { ...demand, trigger: 'manuel' });
  if (status === 'already') return null;
  await announceRun(await inngestClient(), demand.kind ?? 'sync', { runId, linkId: demand.linkId });
  return runId;
}

export const BUSY =
  'Une synchronisation ou une vérification est déjà en cours pour cette liaison. Attendez sa fin, puis recommencez.';

export type Ended =
  | { readonly status: 'done' }
  | { readonly status: 'failed'; readonly code: FailureCode; readonly reason: string | null }
  /** It goes on: the page tells how to follow it. */
  | { readonly status: 'going-on' };

const PATIENCE_MS = 8_000;
const LOOK_MS = 150;

/** Waits for a short run, no longer than a page may. */
export async function shortRunEnd(runId: string): Promise<Ended> {
  const { works } = await runs();
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const row = await historyRow(works.service.database, runId);
    if (row.endedAt !== null && row.status === 'reussi') return { status: 'done' };
    // What a run that could not do it noted is with it once it is concluded, a moment after its end.
    const isTold = row.statement !== null || Date.now() - (row.endedAt?.getTime() ?? Date.now()) > 2_000;
    if (row.endedAt !== null && isTold) {
      const reason = Object(row.statement).reason;
      const code = row.code === null ? 'ERREUR_INATTENDUE' : storedCode(row.code);
      return { status: 'failed', code, reason: typeof reason === 'string' ? reason : null };
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return { status: 'going-on' };
}
