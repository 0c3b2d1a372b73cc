// What an operator watches, counted in one look at the database.

import type { Database } from './database';
import { guarded } from './store-failure';

export type MetricCounts = {
  readonly links: number;
  readonly paused: number;
  readonly scheduled: number;
  /** Due for more than an hour, and not running. */
  readonly late: number;
  /** Links whose last runs could not go to their end. */
  readonly failing: number;
  readonly openRuns: number;
  readonly dossierFailures: number;
  readonly unsentMessages: number;
  /** Runs that ended in the last hour, by status. */
  readonly ended: readonly { readonly status: string; readonly count: number }[];
};

const HOUR_MS = 3_600_000;

export async function metricCounts({ client }: Database, now: Date): Promise<MetricCounts> {
  const hourAgo = new Date(now.getTime() - HOUR_MS);
  const [counts, ended] = await guarded(() =>
    client.$transaction([
      client.$queryRaw<Omit<MetricCounts, 'ended'>[]>`
        SELECT count(*)::int AS links,
          (count(*) FILTER (WHERE paused_at IS NOT NULL))::int AS paused,
          (count(*) FILTER (WHERE next_due_at IS NOT NULL AND paused_at IS NULL))::int AS scheduled,
          (count(*) FILTER (WHERE paused_at IS NULL AND next_due_at < ${hourAgo}::timestamptz))::int AS late,
          (count(*) FILTER (WHERE consecutive_failures > 0))::int AS failing,
          (SELECT count(*)::int FROM run WHERE ended_at IS NULL) AS "openRuns",
          (SELECT count(*)::int FROM dossier_failure) AS "dossierFailures",
          (SELECT count(*)::int FROM outbox WHERE sent_at IS NULL) AS "unsentMessages"
        FROM link WHERE deletion_requested_at IS NULL`,
      client.$queryRaw<MetricCounts['ended'][number][]>`
        SELECT status::text AS status, count(*)::int AS count FROM run
        WHERE ended_at >= ${hourAgo}::timestamptz GROUP BY status`,
    ]),
  );
  const [row] = counts;
  if (row === undefined) throw new Error('counts without a row');
  return { ...row, ended };
}
