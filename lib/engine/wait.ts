// Steps that wait: asleep, for an event, for an invoked run. How they are set down, and how they end.

import type { Connection, Tx } from './connection';
import { type Due, due } from './duration';
import type { RunError } from './limits';
import { lockRun, remember, stepData, stepError } from './memory';

export type Wait =
  | { readonly kind: 'sleep'; readonly due: Due }
  | {
      readonly kind: 'event';
      readonly due: Due;
      readonly eventName: string;
      readonly condition: string | null;
    }
  | { readonly kind: 'invoke'; readonly due: Due };

/** How long `step.invoke` waits when it does not say (facts/inngest.md §0, 7). */
export const INVOKE_TIMEOUT: Due = due('365d');

const INVOKE_TIMED_OUT: RunError = {
  name: 'InngestInvokeTimeoutError',
  message: 'Timed out waiting for invoked function to complete',
};

/** The database's name of each kind of due date: from its own clock, or an instant. */
function dueColumns(at: Due): readonly [ms: number, iso: string | null] {
  return at.kind === 'after' ? [at.ms, null] : [0, at.iso];
}

/** A wait that is reported again is the same one; it may have joined a group meanwhile. */
export async function setWait(
  tx: Tx,
  runId: string,
  step: string,
  wait: Wait,
  { grouped, race }: { readonly grouped: boolean; readonly race: boolean },
): Promise<void> {
  const [ms, iso] = dueColumns(wait.due);
  const [row] = await tx.query<{ ms: number }>(
    `INSERT INTO engine_wait (run_id, step, kind, event_name, condition, grouped, race, created_at, due_at)
     VALUES ($1, $2, $3::engine_wait_kind, $4, $5, $6, $7, clock_timestamp(),
             coalesce($9::timestamptz, clock_timestamp() + $8 * interval '1 millisecond'))
     ON CONFLICT (run_id, step) DO UPDATE SET grouped = engine_wait.grouped OR excluded.grouped
     RETURNING extract(epoch FROM due_at - clock_timestamp())::float8 * 1000 AS ms`,
    [
      runId,
      step,
      wait.kind,
      wait.kind === 'event' ? wait.eventName : null,
      wait.kind === 'event' ? wait.condition : null,
      grouped,
      race,
      ms,
      iso,
    ],
  );
  tx.signalAfter(row?.ms ?? 0);
}

/** The wait is over and its step has a result (JSON). Does nothing when it is already over, or its run is. */
export async function endWait(tx: Tx, runId: string, step: string, result: string): Promise<void> {
  const run = await lockRun(tx, runId);
  if (run === null) return;
  const [wait] = await tx.query<{ race: boolean }>(
    'DELETE FROM engine_wait WHERE run_id = $1 AND step = $2 RETURNING race',
    [runId, step],
  );
  if (wait !== undefined) await remember(tx, run, step, result, wait.race);
}

/** Ends the waits whose time has come. Returns false when there was none. */
export async function endDueWaits(connection: Connection): Promise<boolean> {
  return connection.transact(async (tx) => {
    const rows = await tx.query<{ run_id: string; step: string; kind: Wait['kind'] }>(
      `SELECT w.run_id, w.step, w.kind FROM engine_wait w JOIN engine_run r ON r.id = w.run_id
       WHERE w.due_at <= now() ORDER BY w.run_id, w.due_at LIMIT 50 FOR UPDATE OF r SKIP LOCKED`,
    );
    for (const { run_id, step, kind } of rows) await endWait(tx, run_id, step, timedOut(kind));
    return rows.length > 0;
  });
}

function timedOut(kind: Wait['kind']): string {
  switch (kind) {
    case 'sleep':
    case 'event':
      return stepData(null);
    case 'invoke':
      return stepError(INVOKE_TIMED_OUT);
  }
}
