// Jobs: calls to make. Taken by one worker at a time, given back when it stops, taken over when it dies.

import { escapeLiteral } from 'pg';
import type { Connection, Tx } from './connection';
import { CLAIM_LOCK, LIVING_WORKERS, LOCK_CLASS } from './locks';

/** A taken job, with what its call needs. `claims` tells this taking from any later one. */
export type Job = {
  readonly id: string;
  readonly run_id: string;
  readonly function_id: string;
  readonly step: string;
  readonly attempt: number;
  readonly planned: boolean;
  readonly grouped: boolean;
  readonly race: boolean;
  readonly claims: number;
  /** Has its run made no call yet? */
  readonly first: boolean;
  /** JSON texts of the event and of the memory (`Call` of protocol.ts). */
  readonly event: string;
  readonly steps: string;
  readonly stack: string;
  readonly depth: number;
  /** Was there another due job, lanes left aside? */
  readonly more: boolean;
};

/**
 * Takes the job that has been due for longest among those whose lanes have room; null when there is none. Only functions
 * that this process knows: during a deployment, another one may know more. One exchange with the server: it is made for
 * each step.
 */
export async function claim(
  connection: Connection,
  worker: number,
  functions: readonly string[],
): Promise<Job | null> {
  const known = functions.map(escapeLiteral).join(', ');
  // The lock first, in a statement of its own: two claims that counted at once would both find room in the same lane.
  const [job] = await connection.script<Job>(
    `SELECT pg_advisory_xact_lock(${LOCK_CLASS}, ${CLAIM_LOCK});
     WITH busy AS (
       SELECT lane, count(*) AS calls FROM engine_job, unnest(lanes) AS lane
       WHERE worker IS NOT NULL GROUP BY lane),
     taken AS (
       UPDATE engine_job SET worker = ${Number(worker)}, claims = claims + 1, claimed_at = clock_timestamp()
       WHERE id = (
         SELECT id FROM engine_job j
         WHERE worker IS NULL AND due_at <= clock_timestamp() AND function_id IN (${known})
           AND NOT EXISTS (
             SELECT 1 FROM unnest(j.lanes, j.lane_limits) AS own(lane, most)
             JOIN busy ON busy.lane = own.lane WHERE busy.calls >= own.most)
         ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, run_id, function_id, step, attempt, planned, grouped, race, claims)
     SELECT taken.*, run.state = 'queued' AS first, run.event::text, memory.*,
            EXISTS (SELECT 1 FROM engine_job WHERE worker IS NULL AND due_at <= clock_timestamp()
                    AND id <> taken.id) AS more
     FROM taken JOIN engine_run run ON run.id = taken.run_id
     CROSS JOIN LATERAL (
       SELECT coalesce(string_agg(to_json(id)::text || ':' || result::text, ',' ORDER BY position, id), '') AS steps,
              coalesce(string_agg(to_json(id)::text, ',' ORDER BY position, id), '') AS stack,
              count(*)::int AS depth
       FROM engine_step WHERE run_id = taken.run_id) AS memory`,
  );
  return job ?? null;
}

/** Removes a job that was called; false when it is not ours any more (cancelled, timed out, taken over): hands off. */
export async function finish(tx: Tx, job: Job): Promise<boolean> {
  const rows = await tx.query('DELETE FROM engine_job WHERE id = $1 AND claims = $2 RETURNING 1', [
    job.id,
    job.claims,
  ]);
  return rows.length > 0;
}

/** Queues the next attempt of a job that failed; false when it is not ours any more. */
export async function retryIn(tx: Tx, job: Job, ms: number): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE engine_job SET attempt = attempt + 1, worker = NULL, due_at = now() + $3 * interval '1 millisecond'
     WHERE id = $1 AND claims = $2 RETURNING 1`,
    [job.id, job.claims, ms],
  );
  tx.signal('jobs'); // its lane is free
  tx.signalAfter(ms);
  return rows.length > 0;
}

/** Gives back what a stopping worker still holds, at the same attempt; its late results are refused. */
export async function giveBack(connection: Connection, worker: number, patienceMs: number): Promise<number> {
  return connection.transact(async (tx) => {
    const rows = await tx.query(
      'UPDATE engine_job SET worker = NULL, claims = claims + 1 WHERE worker = $1 RETURNING 1',
      [worker],
    );
    if (rows.length > 0) tx.signal('jobs');
    return rows.length;
  }, patienceMs);
}

/** After a restart of Postgres every session is gone: their owners get this long to come back before they count as dead. */
const GRACE_SECONDS = 5;

/** Frees the jobs of workers that died, at the same attempt: their step is run again at once, by whoever is alive. */
export async function freeOrphans(connection: Connection): Promise<number> {
  return connection.transact(async (tx) => {
    const rows = await tx.query(
      `UPDATE engine_job SET worker = NULL, claims = claims + 1
       WHERE worker IS NOT NULL AND worker NOT IN (${LIVING_WORKERS})
         AND now() - pg_postmaster_start_time() > $1 * interval '1 second' RETURNING 1`,
      [GRACE_SECONDS],
    );
    if (rows.length > 0) tx.signal('jobs');
    return rows.length;
  });
}
