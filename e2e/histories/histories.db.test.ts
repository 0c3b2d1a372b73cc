// Random histories over a real Postgres: its leases, its transactions and its way to remember, under the same promises.

import { describe, it } from 'vitest';
import { openLedger } from '../../lib/store/ledger';
import { testDatabase } from '../../lib/store/testing/database';
import { drawHistory } from './testing/history';
import { AVOIDED_STEPS } from './testing/known-bugs';
import type { Memory } from './testing/scene';
import { holds, LONGEST } from './testing/suite';

/** Other seeds than those played in memory. */
const SEEDS = Array.from({ length: 12 }, (_, rank) => 10_001 + rank);

const store = testDatabase();

const inPostgres = (): Memory => ({
  open: (clock) => openLedger(store.database(), clock),
  expireLeases: async () => {
    await store.sql("UPDATE lease SET expires_at = 'epoch' WHERE holder IS NOT NULL");
  },
});

describe('random histories', () => {
  it.each(SEEDS)('HISTORY_SEED=%d', (seed) => holds(drawHistory(seed, AVOIDED_STEPS), inPostgres), LONGEST);
});
