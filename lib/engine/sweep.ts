// Retention: runs that are over, their steps and their events are forgotten after a while. Called by the house-keeping function.

import type { Connection } from './connection';
import { end } from './run';

export type SweepOptions = {
  /** How long a run that is over, and a dispatched event, are kept. */
  readonly keepDays: number;
  /** A run whose function no process knows any more is cancelled after so long without moving. */
  readonly abandonDays: number;
};

export type Swept = { readonly runs: number; readonly events: number; readonly abandoned: number };

/** Rows a transaction, so that nobody waits for a long deletion. */
const AT_ONCE = 1_000;

/** @param functions ids that this process knows */
export async function sweep(
  connection: Connection,
  functions: readonly string[],
  { keepDays, abandonDays }: SweepOptions,
): Promise<Swept> {
  const old = `now() - ${days(keepDays)}`;
  const runs = await deleteOld(connection, 'engine_run', 'id', `ended_at < ${old}`);
  const events = await deleteOld(connection, 'engine_event', 'seq', `dispatched_at < ${old}`);
  await deleteOld(connection, 'engine_once', 'key', 'expires_at < now()');
  const abandoned = await connection.transact(async (tx) => {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM engine_run WHERE state IN ('queued', 'running') AND NOT function_id = ANY($1)
         AND created_at < now() - ${days(abandonDays)} ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`,
      [functions],
    );
    for (const { id } of rows) await end(tx, id, { state: 'cancelled' });
    await tx.query(
      `DELETE FROM engine_cron WHERE NOT function_id = ANY($1) AND next_at < now() - ${days(abandonDays)}`,
      [functions],
    );
    return rows.length;
  });
  return { runs, events, abandoned };
}

async function deleteOld(
  connection: Connection,
  table: string,
  key: string,
  condition: string,
): Promise<number> {
  for (let total = 0; ; ) {
    const deleted = await connection.transact(
      async (tx) =>
        (
          await tx.query(
            `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ${AT_ONCE})
             RETURNING 1`,
          )
        ).length,
    );
    total += deleted;
    if (deleted < AT_ONCE) return total;
  }
}

function days(count: number): string {
  return `${Number(count)} * interval '1 day'`;
}
