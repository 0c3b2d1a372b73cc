// The clock of the database may go back: by an hour, when somebody sets a machine right. Everything that the engine dated
// would then wait for that hour to pass again, and nothing would move.

import type { Connection, Tx } from './connection';
import { nextTick } from './cron';
import { type Definitions, holdsDispatchLock } from './dispatch';

/** Less than this is a clock that is kept right, and waits a little longer. */
const TOLERANCE_MS = 10_000;

/** How old the latest instant seen may be: a write each time, and what a correction falls short of. */
const FRESH_MS = 5_000;

/** What is compared with the clock, but for crons: their next tick is an instant of the calendar. */
const DUE: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ['engine_event', ['received_at', 'due_at']],
  ['engine_run', ['deadline']],
  ['engine_job', ['due_at']],
  ['engine_wait', ['created_at', 'due_at']],
  ['engine_once', ['expires_at']],
];

/** For the log: whoever looks at dates afterwards must know. */
export class ClockWentBack extends Error {
  override readonly name = 'ClockWentBack';
}

/**
 * Notes what time it is; when the clock went back since it was last noted, all that is due goes back as much: what was to
 * happen in a minute still does. Returns true in that case. One process at a time; it costs a look otherwise.
 */
export async function followClock(connection: Connection, definitions: Definitions): Promise<boolean> {
  return connection.transact(async (tx) => {
    if (!(await holdsDispatchLock(tx))) return false;
    const [row] = await tx.query<{ now: number; seen: number | null }>(
      `SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now,
              (SELECT extract(epoch FROM seen_at)::float8 * 1000 FROM engine_clock WHERE id = 1) AS seen`,
    );
    if (row === undefined) throw new Error('the database did not tell the time');
    const { now, seen } = row;
    const isBack = seen !== null && seen - now > TOLERANCE_MS;
    if (isBack) await goBack(tx, definitions, now, seen - now);
    if (isBack || seen === null || now - seen > FRESH_MS) {
      await tx.query(
        `INSERT INTO engine_clock (id, seen_at) VALUES (1, clock_timestamp())
         ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
      );
    }
    return isBack;
  });
}

async function goBack(tx: Tx, definitions: Definitions, now: number, ms: number): Promise<void> {
  for (const [table, columns] of DUE) {
    const set = columns.map((column) => `${column} = ${column} - $1 * interval '1 millisecond'`).join(', ');
    const still = table === 'engine_event' ? 'WHERE dispatched_at IS NULL' : '';
    await tx.query(`UPDATE ${table} SET ${set} ${still}`, [ms]);
  }
  for (const fn of definitions.values()) {
    for (const { text, cron } of fn.crons) {
      await tx.query(
        `UPDATE engine_cron SET next_at = coalesce(to_timestamp($3 / 1000.0), 'infinity'), last_at = least(last_at, now())
         WHERE function_id = $1 AND cron = $2`,
        [fn.id, text, nextTick(cron, now)],
      );
    }
  }
}
