// What processes share of one token's limit.

import { describe, expect, it } from 'vitest';
import { deleteOldQuotas, openRequestQuota } from './request-quota';
import { testDatabase } from './testing/database';

const store = testDatabase();

describe('the quota of a token', () => {
  it('promise 9: whatever the number of processes, forty-five requests in ten seconds and no more', async () => {
    const answers = await withinOneSlot(async (attempt) => {
      const quotas = Array.from({ length: 12 }, () => openRequestQuota(store.database())(`jeton ${attempt}`));
      return Promise.all(quotas.map((quota) => quota.draw()));
    });
    expect(answers.reduce((sum, { granted }) => sum + granted, 0)).toBe(45);
    for (const { granted, waitMs } of answers) {
      if (granted > 0) continue;
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(10_000);
    }
  });

  it('of one token is not that of another', async () => {
    const quotaOf = openRequestQuota(store.database());
    expect((await quotaOf('un').draw()).granted).toBe(5);
    expect((await quotaOf('autre').draw()).granted).toBe(5);
  });

  it('opens again with the next ten seconds, also when the clock went back', async () => {
    const quota = openRequestQuota(store.database())('retour');
    for (const away of ['1 hour', '-1 hour']) {
      await store.database().client.$executeRawUnsafe(
        `INSERT INTO request_quota (token_hash, slot, drawn) VALUES ('retour', clock_timestamp() - interval '${away}', 45)
         ON CONFLICT (token_hash) DO UPDATE SET slot = excluded.slot, drawn = 45`,
      );
      expect((await quota.draw()).granted).toBe(5);
    }
  });

  it('is closed to every process while DN refuses', async () => {
    const quotaOf = openRequestQuota(store.database());
    await quotaOf('bloque').draw();
    await quotaOf('bloque').block(30_000);
    const { granted, waitMs } = await quotaOf('bloque').draw();
    expect(granted).toBe(0);
    expect(waitMs).toBeGreaterThan(20_000);
    await quotaOf('bloque').block(1_000);
    expect((await quotaOf('bloque').draw()).waitMs).toBeGreaterThan(20_000);
  });

  it('of a token that nobody uses any more is forgotten', async () => {
    await store
      .database()
      .client.$executeRawUnsafe(
        `INSERT INTO request_quota (token_hash, slot, drawn) VALUES ('vieux', clock_timestamp() - interval '2 days', 10)`,
      );
    expect(await deleteOldQuotas(store.database())).toBe(1);
  });
});

/** Does it again when ten seconds of Postgres's clock ended on the way. */
async function withinOneSlot<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await currentSlot();
    const done = await work(attempt);
    if ((await currentSlot()) === before) return done;
  }
}

async function currentSlot(): Promise<number> {
  const [row] = await store.database().client.$queryRaw<{ slot: number }[]>`
    SELECT floor(extract(epoch FROM clock_timestamp()) / 10)::int AS slot`;
  return row?.slot ?? Number.NaN;
}
