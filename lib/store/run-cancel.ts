// Cancelling a run: at once while it waits; once begun, by a flag that its heartbeat sees, so that it ends cleanly.

import type { Clock } from '../run/ports';
import type { Database } from './database';
import { runIdentifier, unknownRun } from './identifier';
import { guarded } from './store-failure';

export type CancelAnswer =
  /** It had not begun: it is over. */
  | 'annulee'
  /** It finishes the batch in hand, then ends. */
  | 'demandee'
  | 'deja_finie';

/** Throws EXECUTION_INCONNUE. Asking twice changes nothing: the first who asked is the one remembered. */
export async function cancelRun(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { runId, by }: { readonly runId: string; readonly by: string | null },
): Promise<CancelAnswer> {
  const id = runIdentifier(runId);
  const at = new Date(clock.now());
  const [asked] = await guarded(
    () => database.client.$queryRaw<{ status: string }[]>`
      UPDATE run SET
        cancel_requested_at = coalesce(cancel_requested_at, ${at}::timestamptz),
        cancel_requested_by = CASE WHEN cancel_requested_at IS NULL THEN ${by}::uuid ELSE cancel_requested_by END,
        ended_at = CASE WHEN status = 'en_attente' THEN ${at}::timestamptz END,
        status = CASE WHEN status = 'en_attente' THEN 'annule' ELSE status END
      WHERE id = ${id}::uuid AND ended_at IS NULL
      RETURNING status::text AS status`,
  );
  if (asked !== undefined) return asked.status === 'annule' ? 'annulee' : 'demandee';
  const known = await guarded(() => database.client.run.findUnique({ where: { id }, select: { id: true } }));
  if (known === null) throw unknownRun();
  return 'deja_finie';
}

/** Was this run asked to stop? One look-up by primary key: cheap enough to ask every other second. */
export async function isCancelAsked(database: Database, runId: string): Promise<boolean> {
  const run = await guarded(() =>
    database.client.run.findUnique({ where: { id: runId }, select: { cancelRequestedAt: true } }),
  );
  // A run whose row is gone belonged to a link that was deleted.
  return run === null || run.cancelRequestedAt !== null;
}
