// What the engine is doing, for the health route: read-only, cheap, and true for all processes together.

import type { Connection } from './connection';
import { LIVING_WORKERS } from './locks';

export type EngineHealth = {
  /** Is this process connected, and taking work? */
  readonly connected: boolean;
  /** Processes that are alive, this one included. */
  readonly processes: number;
  /** Calls that are due and not taken. */
  readonly queued: number;
  /** Since when the oldest of them has been due, in milliseconds; null when there is none. */
  readonly oldestWaitMs: number | null;
  /** Calls under way. */
  readonly running: number;
  /** Calls planned for later: retries. */
  readonly delayed: number;
  /** Steps asleep or waiting for something. */
  readonly waiting: number;
  /** What this process does not get written because the disk of Postgres is full; it waits for room. */
  readonly roomless: number;
  /** Events that have not met the functions yet. */
  readonly events: number;
  /** ISO 8601; null before the first. */
  readonly lastCron: string | null;
};

export async function readHealth(
  connection: Connection,
  connected: boolean,
  patienceMs: number,
): Promise<EngineHealth> {
  return connection.transact(async (tx) => {
    const [row] = await tx.query<
      Omit<EngineHealth, 'connected' | 'lastCron' | 'roomless'> & { lastCron: Date | null }
    >(
      `SELECT (SELECT count(*) FROM (${LIVING_WORKERS}) AS living)::int AS processes,
              count(*) FILTER (WHERE worker IS NULL AND due_at <= now())::int AS queued,
              extract(epoch FROM now() - min(due_at) FILTER (WHERE worker IS NULL AND due_at <= now()))::float8 * 1000
                AS "oldestWaitMs",
              count(*) FILTER (WHERE worker IS NOT NULL)::int AS running,
              count(*) FILTER (WHERE worker IS NULL AND due_at > now())::int AS delayed,
              (SELECT count(*) FROM engine_wait)::int AS waiting,
              (SELECT count(*) FROM engine_event WHERE dispatched_at IS NULL AND due_at <= now())::int AS events,
              (SELECT max(last_at) FROM engine_cron) AS "lastCron"
       FROM engine_job`,
    );
    if (row === undefined) throw new Error('the database told nothing of the engine');
    return {
      ...row,
      connected,
      roomless: connection.roomless(),
      lastCron: row.lastCron?.toISOString() ?? null,
    };
  }, patienceMs);
}
