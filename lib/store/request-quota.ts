// The share of Démarche numérique's limit that the processes of the service draw together for one token: whatever their
// number, DN never sees more of it than one process would send (promise 9).

import type { Database } from './database';
import { guarded } from './store-failure';

/**
 * DN refuses the 401st request of a minute. Any minute touches seven slots at most, 315 requests, and what each process
 * drew at the end of the slot before: there may be seventeen of them.
 */
const SLOT_SECONDS = 10;
const PER_SLOT = 45;

/** Drawn at a time: one statement for so many requests. */
const SLICE = 5;

export type RequestQuota = {
  draw(): Promise<{ readonly granted: number; readonly waitMs: number }>;
  block(ms: number): Promise<void>;
};

/** By Postgres's clock, which every process shares. */
export function openRequestQuota({ client }: Database): (tokenHash: string) => RequestQuota {
  return (tokenHash) => ({
    async draw() {
      const [row] = await guarded(
        () => client.$queryRaw<{ granted: boolean; waitMs: number }[]>`
          WITH at AS (
            SELECT clock_timestamp() AS now,
              to_timestamp(floor(extract(epoch FROM clock_timestamp()) / ${SLOT_SECONDS}::int) * ${SLOT_SECONDS}::int) AS slot
          ), drawn AS (
            INSERT INTO request_quota AS quota (token_hash, slot, drawn)
              SELECT ${tokenHash}, slot, ${SLICE}::int FROM at
            ON CONFLICT (token_hash) DO UPDATE SET slot = excluded.slot,
              drawn = CASE WHEN quota.slot = excluded.slot THEN quota.drawn + ${SLICE}::int ELSE ${SLICE}::int END
            WHERE (quota.slot <> excluded.slot OR quota.drawn + ${SLICE}::int <= ${PER_SLOT}::int)
              AND (quota.blocked_until IS NULL OR quota.blocked_until <= clock_timestamp())
            RETURNING true AS granted
          )
          SELECT EXISTS (SELECT 1 FROM drawn) AS granted,
            greatest(
              extract(epoch FROM slot + interval '1 second' * ${SLOT_SECONDS}::int - now),
              coalesce((SELECT extract(epoch FROM blocked_until - now) FROM request_quota
                WHERE token_hash = ${tokenHash}), 0)
            )::float8 * 1000 AS "waitMs"
          FROM at`,
      );
      if (row === undefined) throw new Error('a quota without a row');
      return { granted: row.granted ? SLICE : 0, waitMs: Math.max(1, Math.ceil(row.waitMs)) };
    },

    async block(ms) {
      await guarded(
        () => client.$executeRaw`
          UPDATE request_quota SET blocked_until = greatest(
            blocked_until, clock_timestamp() + interval '1 millisecond' * ${Math.ceil(ms)}::int)
          WHERE token_hash = ${tokenHash}`,
      );
    },
  });
}

/** Tokens that nobody used for a day. */
export async function deleteOldQuotas({ client }: Database): Promise<number> {
  return guarded(
    () => client.$executeRaw`DELETE FROM request_quota WHERE slot < clock_timestamp() - interval '1 day'`,
  );
}
