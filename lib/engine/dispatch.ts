// An event meets the functions: it cancels runs, ends waits, starts runs. One process at a time, in the order of arrival.

import type { Connection, Tx } from './connection';
import type { Definition } from './definition';
import { type EngineEvent, FUNCTION_FINISHED, FUNCTION_INVOKED } from './event';
import { compile, holds } from './expression';
import { DISPATCH_LOCK, LOCK_CLASS } from './locks';
import { stepData } from './memory';
import { begin, end } from './run';
import { endWait } from './wait';

export type Definitions = ReadonlyMap<string, Definition>;

/** Events a transaction: a crash repeats the whole of it, and nothing of it. */
const AT_ONCE = 20;

type Pending = { seq: string; batch: string; payload: EngineEvent; received_at: string };

/** Dispatches the events that are due. Returns false when there was none, or another process is at it. */
export async function dispatch(connection: Connection, definitions: Definitions): Promise<boolean> {
  return connection.transact(async (tx) => {
    if (!(await holdsDispatchLock(tx))) return false;
    const events = await tx.query<Pending>(
      `SELECT seq, batch, payload, received_at::text FROM engine_event
       WHERE dispatched_at IS NULL AND due_at <= clock_timestamp() ORDER BY due_at, seq LIMIT $1 FOR UPDATE`,
      [AT_ONCE],
    );
    for (const one of events) await meet(tx, definitions, one);
    if (events.length > 0) {
      await tx.query('UPDATE engine_event SET dispatched_at = clock_timestamp() WHERE seq = ANY($1)', [
        events.map(({ seq }) => seq),
      ]);
    }
    return events.length > 0;
  });
}

/** Until the end of the transaction. Whoever does not get it leaves the work to the holder. */
export async function holdsDispatchLock(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1, $2) AS held', [
    LOCK_CLASS,
    DISPATCH_LOCK,
  ]);
  return row?.held ?? false;
}

async function meet(tx: Tx, definitions: Definitions, pending: Pending): Promise<void> {
  const event = pending.payload;
  // Before the triggers: an event never cancels the run that it starts.
  for (const fn of definitions.values()) await cancelRuns(tx, fn, event);
  await endEventWaits(tx, event, pending.received_at);
  if (event.name === FUNCTION_FINISHED) await endInvocation(tx, event);
  if (event.name === FUNCTION_INVOKED) {
    const fn = definitions.get(String(Object(event.data._inngest).fn_id));
    if (fn !== undefined) await begin(tx, fn, event, pending.batch);
    return;
  }
  for (const fn of definitions.values()) {
    const triggered = fn.triggers.some(
      (trigger) => trigger.event === event.name && holds(trigger.condition, { event }),
    );
    if (triggered) await begin(tx, fn, event, pending.batch);
  }
}

async function cancelRuns(tx: Tx, fn: Definition, event: EngineEvent): Promise<void> {
  const cancellations = fn.cancellations.filter((one) => one.event === event.name);
  if (cancellations.length === 0) return;
  const runs = await tx.query<{ id: string; event: EngineEvent }>(
    `SELECT id, event FROM engine_run WHERE function_id = $1 AND state IN ('queued', 'running') ORDER BY id`,
    [fn.id],
  );
  for (const run of runs) {
    const scope = { event: run.event, async: event };
    if (cancellations.some(({ condition }) => holds(condition, scope))) {
      await end(tx, run.id, { state: 'cancelled' });
    }
  }
}

/** Only waits that were there when the event came (facts/inngest.md §10). */
async function endEventWaits(tx: Tx, event: EngineEvent, receivedAt: string): Promise<void> {
  const waits = await tx.query<{
    run_id: string;
    step: string;
    condition: string | null;
    event: EngineEvent;
  }>(
    `SELECT w.run_id, w.step, w.condition, r.event FROM engine_wait w JOIN engine_run r ON r.id = w.run_id
     WHERE w.kind = 'event' AND w.event_name = $1 AND w.created_at <= $2::timestamptz ORDER BY w.run_id, w.step`,
    [event.name, receivedAt],
  );
  for (const wait of waits) {
    const condition = wait.condition === null ? null : compile(wait.condition);
    if (holds(condition, { event: wait.event, async: event })) {
      await endWait(tx, wait.run_id, wait.step, stepData(event));
    }
  }
}

/** What the parent gets: the child's error, its result, or, of a cancelled child, the event that tells of its end. */
async function endInvocation(tx: Tx, event: EngineEvent): Promise<void> {
  const { correlation_id, error, result } = event.data;
  if (typeof correlation_id !== 'string') return;
  const dot = correlation_id.indexOf('.');
  const answer =
    error !== undefined ? JSON.stringify({ error }) : stepData(result === undefined ? event : result);
  await endWait(tx, correlation_id.slice(0, dot), correlation_id.slice(dot + 1), answer);
}
