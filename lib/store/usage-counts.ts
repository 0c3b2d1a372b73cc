// How much the service is used, all links together: numbers that anybody may read.

import type { Database } from './database';
import { guarded } from './store-failure';

export type UsageCounts = {
  readonly links: number;
  readonly demarches: number;
  /** Synchronisations that ended since `since`. */
  readonly runs: number;
  /** Of those, the ones that went to their end, with or without failures. */
  readonly complete: number;
  readonly written: number;
};

/** Reads every run since `since` once: for a page that keeps its answer. */
export async function usageCounts({ client }: Database, since: Date): Promise<UsageCounts> {
  const [row] = await guarded(
    () => client.$queryRaw<UsageCounts[]>`
      SELECT links.*, runs.* FROM
        (SELECT count(*)::int AS links, count(DISTINCT (source_url, demarche))::int AS demarches
         FROM link WHERE deletion_requested_at IS NULL) AS links,
        (SELECT count(*)::int AS runs,
           (count(*) FILTER (WHERE status IN ('reussi', 'avec_echecs')))::int AS complete,
           coalesce(sum(added + updated), 0)::float8 AS written
         FROM run WHERE kind = 'sync' AND ended_at >= ${since}::timestamptz AND status <> 'annule') AS runs`,
  );
  if (row === undefined) throw new Error('counts without a row');
  return row;
}
