// Crons: each tick starts its function once, whatever the number of processes. Ticks missed while nobody was there are lost.

import type { Connection, Tx } from './connection';
import { nextTick } from './cron';
import type { Definition } from './definition';
import { type Definitions, holdsDispatchLock } from './dispatch';
import { SCHEDULED_TIMER } from './event';
import { LIVING_WORKERS } from './locks';
import { begin } from './run';

/** Announces the crons of this process. A tick that passed while no process was alive is not fired late. */
export async function armCrons(
  connection: Connection,
  definitions: Definitions,
  worker: number,
): Promise<void> {
  await connection.transact(async (tx) => {
    const now = await databaseNow(tx);
    for (const fn of definitions.values()) {
      for (const { text, cron } of fn.crons) {
        const next = nextTick(cron, now);
        if (next === null) continue;
        await tx.query(
          `INSERT INTO engine_cron (function_id, cron, next_at) VALUES ($1, $2, to_timestamp($3 / 1000.0))
           ON CONFLICT (function_id, cron) DO UPDATE SET next_at = excluded.next_at
           WHERE NOT EXISTS (SELECT 1 FROM (${LIVING_WORKERS}) AS living(worker) WHERE worker <> $4)`,
          [fn.id, text, next, worker],
        );
      }
    }
  });
}

/** A process that hung (or a Postgres that restarted) for longer than this has missed the tick. */
const LATEST_MS = 60_000;

/** Fires the ticks that are due. Returns false when there was none, or another process is at it. */
export async function fireCrons(connection: Connection, definitions: Definitions): Promise<boolean> {
  return connection.transact(async (tx) => {
    if (!(await holdsDispatchLock(tx))) return false;
    const rows = await tx.query<{ function_id: string; cron: string; next_at: Date }>(
      'SELECT function_id, cron, next_at FROM engine_cron WHERE next_at <= now() ORDER BY next_at FOR UPDATE',
    );
    let fired = false;
    for (const row of rows) {
      const fn = definitions.get(row.function_id);
      const trigger = fn?.crons.find(({ text }) => text === row.cron);
      if (fn === undefined || trigger === undefined) continue;
      fired = true;
      await fire(tx, fn, trigger, row.next_at.getTime());
    }
    return fired;
  });
}

async function fire(
  tx: Tx,
  fn: Definition,
  { text, cron }: Definition['crons'][number],
  tick: number,
): Promise<void> {
  const now = await databaseNow(tx);
  await tx.query(
    `UPDATE engine_cron SET next_at = coalesce(to_timestamp($3 / 1000.0), 'infinity'),
            last_at = CASE WHEN $5 THEN to_timestamp($4 / 1000.0) ELSE last_at END
     WHERE function_id = $1 AND cron = $2`,
    [fn.id, text, nextTick(cron, now), tick, now - tick <= LATEST_MS],
  );
  if (now - tick > LATEST_MS) return;
  const at = new Date(tick).toISOString();
  await begin(
    tx,
    fn,
    {
      id: at,
      name: SCHEDULED_TIMER,
      data: { cron: text, fireAt: at, scheduledAt: at },
      ts: tick,
      user: {},
    },
    `${fn.id} ${at}`,
  );
}

async function databaseNow(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ ms: number }>('SELECT extract(epoch FROM now())::float8 * 1000 AS ms');
  if (row === undefined) throw new Error('the database did not tell the time');
  return row.ms;
}
