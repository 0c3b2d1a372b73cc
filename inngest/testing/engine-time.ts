// The crons of the engine, for tests that do not wait for their hour.

import type { Sql } from '../../lib/engine/testing/time';
import { APP } from '../service';

/** The next tick of this function's cron is in a moment. */
export async function tickSoon(sql: Sql, functionId: string): Promise<void> {
  await sql(`UPDATE engine_cron SET next_at = now() + interval '100 milliseconds' WHERE function_id = $1`, [
    `${APP}-${functionId}`,
  ]);
}

/** Executions of a function that a tick of its cron began, by instant of the tick. */
export async function ticksOf(sql: Sql, functionId: string): Promise<readonly { readonly runs: number }[]> {
  const rows = await sql(
    `SELECT count(*)::int AS runs FROM engine_run
     WHERE function_id = $1 AND event->>'name' = 'inngest/scheduled.timer' AND ended_at IS NOT NULL
     GROUP BY event->>'id'`,
    [`${APP}-${functionId}`],
  );
  return rows.map(({ runs }) => ({ runs: Number(runs) }));
}
