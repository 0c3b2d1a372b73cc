// A run begins and ends here: who may begin, and what the end tells the others.

import { randomUUID } from 'node:crypto';
import type { Tx } from './connection';
import type { Definition } from './definition';
import {
  type EngineEvent,
  emit,
  FUNCTION_CANCELLED,
  FUNCTION_FAILED,
  FUNCTION_FINISHED,
  FUNCTION_INVOKED,
  SCHEDULED_TIMER,
} from './event';
import type { RunError } from './limits';
import { isTaken, onceKey, take } from './once';

/** How a run ends. `output` is JSON. */
export type End =
  | { readonly state: 'completed'; readonly output: string }
  | { readonly state: 'failed'; readonly error: RunError }
  | { readonly state: 'cancelled' };

/**
 * Starts a run of a function for an event, unless its id or its singleton forbids it. The caller holds the dispatch lock:
 * nobody else begins a run meanwhile.
 * @param batch request that brought the event
 */
export async function begin(tx: Tx, fn: Definition, event: EngineEvent, batch: string): Promise<void> {
  const idempotency = fn.idempotency?.({ event });
  const once =
    idempotency === undefined
      ? onceKey(fn.id, 'event', event.id)
      : onceKey(fn.id, 'idempotency', idempotency);
  // A tick is unique by the row of its cron; after a clock went back, its instant is met again, and is another one.
  if (event.name !== SCHEDULED_TIMER && (await isTaken(tx, once))) return;

  const singleton = singletonKey(fn, event);
  if (singleton !== null) {
    const [holder] = await tx.query<{ id: string; batch: string }>(
      'SELECT id, batch FROM engine_run WHERE function_id = $1 AND singleton = $2 FOR UPDATE',
      [fn.id, singleton],
    );
    if (holder !== undefined) {
      // Of two events of one request, one runs and the other is dropped, even when the mode is to cancel.
      if (fn.singleton?.mode !== 'cancel' || holder.batch === batch) return;
      await end(tx, holder.id, { state: 'cancelled' });
    }
  }

  await take(tx, once);
  const id = randomUUID();
  const lanes = fn.concurrency.map(({ lane, key }) =>
    JSON.stringify([lane, key === null ? null : (key({ event }) ?? null)]),
  );
  const limits = fn.concurrency.map(({ limit }) => Math.min(limit, 2 ** 31 - 1));
  await tx.query(
    `INSERT INTO engine_run (id, function_id, event, batch, singleton, correlation, lanes, lane_limits, deadline)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9 * interval '1 millisecond')`,
    [
      id,
      fn.id,
      JSON.stringify(event),
      batch,
      singleton,
      correlationOf(event),
      lanes,
      limits,
      fn.startTimeout,
    ],
  );
  await tx.query('INSERT INTO engine_job (run_id, function_id, lanes, lane_limits) VALUES ($1, $2, $3, $4)', [
    id,
    fn.id,
    lanes,
    limits,
  ]);
  tx.signal('jobs');
  if (fn.startTimeout !== null) tx.signalAfter(fn.startTimeout);
}

/** No key: one for the function. A key that rests on something absent, or says `false`: not a singleton at all. */
function singletonKey(fn: Definition, event: EngineEvent): string | null {
  if (fn.singleton === null) return null;
  if (fn.singleton.key === null) return '';
  const value = fn.singleton.key({ event });
  return value === undefined || value === false ? null : JSON.stringify(value);
}

/**
 * Ends a run that lives: its jobs and waits are dropped, its locks released, its successors told. Does nothing to a run
 * that is over. A call still under way goes to its end in the app; its result is refused (facts/inngest.md §5).
 */
export async function end(tx: Tx, runId: string, how: End): Promise<void> {
  const [run] = await tx.query<{ function_id: string; event: EngineEvent; correlation: string | null }>(
    `UPDATE engine_run SET state = $2::engine_run_state, output = $3, error = $4, ended_at = clock_timestamp(),
            singleton = NULL, deadline = NULL
     WHERE id = $1 AND state IN ('queued', 'running') RETURNING function_id, event, correlation`,
    [
      runId,
      how.state,
      how.state === 'completed' ? how.output : null,
      how.state === 'failed' ? JSON.stringify(how.error) : null,
    ],
  );
  if (run === undefined) return;
  await tx.query('DELETE FROM engine_job WHERE run_id = $1', [runId]);
  await tx.query('DELETE FROM engine_wait WHERE run_id = $1', [runId]);
  tx.signal('jobs'); // a lane is free
  await tell(tx, runId, run, how);
}

/** Lifecycle events. A run that one of them started emits none, or it would start itself again (facts/inngest.md §5). */
async function tell(
  tx: Tx,
  runId: string,
  run: { readonly function_id: string; readonly event: EngineEvent; readonly correlation: string | null },
  how: End,
): Promise<void> {
  if (run.event.name === FUNCTION_FAILED || run.event.name === FUNCTION_FINISHED) return;
  const data = {
    function_id: run.function_id,
    run_id: runId,
    event: run.event,
    events: [run.event],
    ...(run.correlation === null ? {} : { correlation_id: run.correlation }),
  };
  switch (how.state) {
    case 'completed': {
      const result: unknown = JSON.parse(how.output);
      await emit(tx, {
        name: FUNCTION_FINISHED,
        data: { ...data, result, _inngest: { status: 'Completed' } },
      });
      return;
    }
    case 'failed': {
      const { name, message } = how.error;
      const error = { error: `${name}: ${message}`, ...how.error };
      const failed = { ...data, error, result: how.error, _inngest: { status: 'Failed' } };
      await emit(tx, { name: FUNCTION_FINISHED, data: failed });
      await emit(tx, { id: runId, name: FUNCTION_FAILED, data: failed });
      return;
    }
    case 'cancelled': {
      const cancelled = { ...data, _inngest: { status: 'Cancelled' } };
      await emit(tx, { name: FUNCTION_FINISHED, data: cancelled });
      await emit(tx, { id: runId, name: FUNCTION_CANCELLED, data: cancelled });
      return;
    }
  }
}

/** `<run>.<step>` of the step that invoked it, null when nobody did. */
function correlationOf(event: EngineEvent): string | null {
  if (event.name !== FUNCTION_INVOKED) return null;
  const { correlation_id } = Object(event.data._inngest);
  return typeof correlation_id === 'string' ? correlation_id : null;
}
