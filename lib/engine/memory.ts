// What a run remembers: the results of its steps, and when their arrival asks for another discovery call.

import type { Connection, Tx } from './connection';
import type { Job } from './job';
import { RUN_STATE_BYTES, type RunError, STEPS_A_RUN, TOO_MANY_STEPS, TOO_MUCH_STATE } from './limits';
import type { Operation } from './protocol';
import { end } from './run';

/** JSON of a step's result, as calls carry it. */
export const stepData = (data: unknown): string => JSON.stringify({ data: data ?? null });
export const stepError = (error: RunError): string => JSON.stringify({ error });

export type LivingRun = {
  readonly id: string;
  readonly function_id: string;
  readonly steps: number;
  readonly bytes: number;
  readonly lanes: readonly string[];
  readonly lane_limits: readonly number[];
};

/** Locks a run that lives for the rest of the transaction; null when it is over. */
export async function lockRun(tx: Tx, runId: string): Promise<LivingRun | null> {
  const [run] = await tx.query<LivingRun>(
    `SELECT id, function_id, steps, bytes, lanes, lane_limits FROM engine_run
     WHERE id = $1 AND state IN ('queued', 'running') FOR UPDATE`,
    [runId],
  );
  return run ?? null;
}

/**
 * Remembers the result of a step, then queues a discovery: at once for a step on its own or in a race, otherwise when all
 * of its group are over. Ends the run when it holds more than a run may. The run is locked.
 */
export async function remember(
  tx: Tx,
  run: LivingRun,
  step: string,
  result: string,
  race: boolean,
): Promise<void> {
  const size = Buffer.byteLength(result);
  if (run.bytes + size > RUN_STATE_BYTES) return end(tx, run.id, { state: 'failed', error: TOO_MUCH_STATE });
  if (run.steps + 1 > STEPS_A_RUN) return end(tx, run.id, { state: 'failed', error: TOO_MANY_STEPS });
  const stored = await tx.query(
    `INSERT INTO engine_step (run_id, id, position, result) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [run.id, step, run.steps, result],
  );
  if (stored.length > 0) {
    await tx.query('UPDATE engine_run SET steps = steps + 1, bytes = bytes + $2 WHERE id = $1', [
      run.id,
      size,
    ]);
  }
  await discover(tx, run, race);
}

async function discover(tx: Tx, run: LivingRun, race: boolean): Promise<void> {
  const [pending] = await tx.query<{ grouped: boolean; calls: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM engine_job WHERE run_id = $1 AND grouped)
         OR EXISTS (SELECT 1 FROM engine_wait WHERE run_id = $1 AND grouped) AS grouped,
            EXISTS (SELECT 1 FROM engine_job WHERE run_id = $1 AND step <> 'step') AS calls`,
    [run.id],
  );
  if (pending?.grouped && !race) return;
  // While planned steps are still to be called, a discovery only reports: it could run one of them a second time.
  await tx.query(
    `INSERT INTO engine_job (run_id, function_id, planned, lanes, lane_limits)
     SELECT $1, $2, $3, $4, $5
     WHERE NOT EXISTS (SELECT 1 FROM engine_job WHERE run_id = $1 AND step = 'step' AND worker IS NULL)`,
    [run.id, run.function_id, pending?.calls ?? false, run.lanes, run.lane_limits],
  );
  tx.signal('jobs');
}

/**
 * What nearly every call comes to, in one exchange with the server: the step is remembered, its job becomes the next
 * discovery. False, and nothing done, when it is not so simple: the run is over or full, has other jobs or waits, or the job
 * is not ours any more.
 */
export async function rememberLoneStep(
  connection: Connection,
  job: Job,
  { id, data }: Operation,
): Promise<boolean> {
  const result = stepData(data);
  const size = Buffer.byteLength(result);
  const rows = await connection.statement(
    `WITH run AS (
       SELECT id, steps FROM engine_run
       WHERE id = $1 AND state = 'running' AND steps < $7 AND bytes + $6 <= $8
         AND NOT EXISTS (SELECT 1 FROM engine_job WHERE run_id = $1 AND id <> $2)
         AND NOT EXISTS (SELECT 1 FROM engine_wait WHERE run_id = $1)
       FOR UPDATE),
     next AS (
       UPDATE engine_job SET step = 'step', attempt = 0, planned = false, claims = claims + 1, due_at = clock_timestamp(), worker = NULL
       FROM run WHERE engine_job.id = $2 AND claims = $3 RETURNING engine_job.id),
     kept AS (
       INSERT INTO engine_step (run_id, id, position, result)
       SELECT run.id, $4, run.steps, $5 FROM run, next RETURNING 1)
     UPDATE engine_run SET steps = engine_run.steps + 1, bytes = bytes + $6 FROM kept
     WHERE engine_run.id = $1 RETURNING 1`,
    [job.run_id, job.id, job.claims, id, result, size, STEPS_A_RUN, RUN_STATE_BYTES],
  );
  return rows.length > 0;
}
