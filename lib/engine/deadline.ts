// Runs that exceed `timeouts.start` or `timeouts.finish`: cancelled at their deadline (facts/inngest.md §6).

import type { Connection } from './connection';
import { end } from './run';

/** Returns false when no run was late. */
export async function cancelLateRuns(connection: Connection): Promise<boolean> {
  return connection.transact(async (tx) => {
    const rows = await tx.query<{ id: string }>(
      'SELECT id FROM engine_run WHERE deadline <= now() ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED',
    );
    for (const { id } of rows) await end(tx, id, { state: 'cancelled' });
    return rows.length > 0;
  });
}
