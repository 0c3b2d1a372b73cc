// Time, for tests: the engine's clock is the database's, so it is the engine's dates that are moved.

export type Sql = (
  statement: string,
  values?: readonly unknown[],
) => Promise<readonly Record<string, unknown>[]>;

/** Everything the engine dates becomes older by so much: its clock seems to have jumped forward; back, when negative. */
export async function letTimePass(sql: Sql, interval: string): Promise<void> {
  for (const [table, columns] of DATES) {
    const set = columns.map((column) => `${column} = ${column} - $1::interval`).join(', ');
    await despiteDeadlocks(() => sql(`UPDATE ${table} SET ${set}`, [interval]));
  }
}

/** A whole table at once crosses the engine's own transactions, which take rows in their own order. */
async function despiteDeadlocks(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (Object(error).code !== '40P01') throw error;
    }
  }
}

const DATES: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ['engine_event', ['received_at', 'due_at', 'dispatched_at']],
  ['engine_run', ['created_at', 'started_at', 'ended_at', 'deadline']],
  ['engine_job', ['due_at', 'claimed_at']],
  ['engine_wait', ['created_at', 'due_at']],
  ['engine_once', ['expires_at']],
  ['engine_cron', ['next_at', 'last_at']],
  // Last: a jump back is noticed by it, once everything has jumped.
  ['engine_clock', ['seen_at']],
];
