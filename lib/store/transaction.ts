// One transaction of the Ledger, with the limits that keep a stuck process from blocking the others.

import type { Database } from './database';
import type { Prisma } from './generated/client';
import { guarded } from './store-failure';

export type Transaction = Prisma.TransactionClient;

/** The longest: a batch of ten thousand dossiers on a slow disk. */
const LONGEST_MS = 60_000;

/**
 * Runs `work` in one transaction (read committed). Throws what `work` throws; the database's troubles as `Failure`.
 *
 * A process may be frozen while it holds the row of a lease: the server itself then ends its transaction after a
 * minute, so that the next one can take over; and nobody waits for a row longer than fifteen seconds.
 */
export function inTransaction<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return guarded(() =>
    database.client.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT set_config('lock_timeout', '15s', true), set_config('idle_in_transaction_session_timeout', '60s', true)`;
        return work(tx);
      },
      { maxWait: 10_000, timeout: LONGEST_MS },
    ),
  );
}
