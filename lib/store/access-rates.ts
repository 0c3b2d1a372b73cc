// How often something was asked, counted in Postgres: every process of the service counts together.

import type { Database } from './database';
import { guarded } from './store-failure';

export type Rates = {
  /**
   * Counts one more under `key`. A window opens with the first request and lasts `windowMs`; the next one opens with the
   * first request after it. One statement, so that requests at the same time are all counted.
   */
  hit(key: string, windowMs: number, now: Date): Promise<{ readonly count: number; readonly openedAt: Date }>;
};

export function openRates({ client }: Database): Rates {
  return {
    async hit(key, windowMs, now) {
      const over = new Date(now.getTime() - windowMs);
      const [row] = await guarded(
        () => client.$queryRaw<{ count: number; openedAt: Date }[]>`
          INSERT INTO rate_count AS known (key, opened_at, count) VALUES (${key}, ${now}::timestamptz, 1)
          ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN known.opened_at <= ${over}::timestamptz THEN 1 ELSE known.count + 1 END,
            opened_at = CASE WHEN known.opened_at <= ${over}::timestamptz THEN excluded.opened_at ELSE known.opened_at END
          RETURNING count, opened_at AS "openedAt"`,
      );
      if (row === undefined) throw new Error('a count that was written did not come back');
      return row;
    },
  };
}
