// The history of a link: its runs page by page, by the index (link, fence), and one run with what it left.

import type { RunRequest } from '../run/ports';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { linkIdentifier, runIdentifier, unknownRun } from './identifier';
import { guarded } from './store-failure';

export type HistoryRow = {
  readonly id: string;
  /** Its fence: orders the runs of a link, whatever the clocks said. */
  readonly rank: number;
  readonly linkId: string;
  readonly kind: RunRequest['kind'];
  readonly trigger: string;
  readonly status: string;
  readonly code: string | null;
  readonly requestedAt: Date;
  readonly requestedBy: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly cancelRequestedAt: Date | null;
  readonly cancelRequestedBy: string | null;
  readonly scope: unknown;
  readonly read: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly outOfScope: number;
  readonly failed: number;
  readonly warnings: number;
  readonly traffic: unknown;
  readonly phases: unknown;
  readonly statement: unknown;
};

const COLUMNS = Prisma.sql`
  id::text AS id, fence::float8 AS rank, link_id::text AS "linkId", kind::text AS kind, trigger, status::text AS status, code,
  requested_at AS "requestedAt", requested_by::text AS "requestedBy", started_at AS "startedAt", ended_at AS "endedAt",
  cancel_requested_at AS "cancelRequestedAt", cancel_requested_by::text AS "cancelRequestedBy", scope, read, added, updated, unchanged, removed,
  out_of_scope AS "outOfScope", failed, warnings, traffic, phases, statement`;

/** Which runs are wanted; null: all of them. Instants are those of the request: `since` inclusive, `until` exclusive. */
export type HistoryFilter = {
  readonly statuses: readonly string[] | null;
  readonly kind: string | null;
  readonly trigger: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
};

export const NO_FILTER: HistoryFilter = {
  ...{ statuses: null, kind: null, trigger: null },
  ...{ since: null, until: null },
};

/**
 * The statement of a page, shared with the bench that explains it. `before`: rank of the last run of the page before.
 * The index gives the order; filters are looked at row by row, and a link has a few thousand runs a year at most.
 */
export function historyQuery(
  linkId: string,
  before: number | null,
  limit: number,
  filter: HistoryFilter = NO_FILTER,
): Prisma.Sql {
  const { statuses, kind, trigger, since, until } = filter;
  const conditions = [
    Prisma.sql`link_id = ${linkId}::uuid`,
    ...(before === null ? [] : [Prisma.sql`fence < ${before}::bigint`]),
    ...(statuses === null ? [] : [Prisma.sql`status::text = ANY(${statuses})`]),
    ...(kind === null ? [] : [Prisma.sql`kind::text = ${kind}`]),
    ...(trigger === null ? [] : [Prisma.sql`trigger = ${trigger}`]),
    ...(since === null ? [] : [Prisma.sql`requested_at >= ${since}::timestamptz`]),
    ...(until === null ? [] : [Prisma.sql`requested_at < ${until}::timestamptz`]),
  ];
  return Prisma.sql`
    SELECT ${COLUMNS} FROM run WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY fence DESC LIMIT ${limit}`;
}

/** Runs of a link, the latest first. Throws LIAISON_INCONNUE for what cannot be one. */
export async function historyRows(
  database: Database,
  linkId: string,
  before: number | null,
  limit: number,
  filter: HistoryFilter = NO_FILTER,
): Promise<readonly HistoryRow[]> {
  const query = historyQuery(linkIdentifier(linkId), before, limit, filter);
  return guarded(() => database.client.$queryRaw<HistoryRow[]>(query));
}

/** Throws EXECUTION_INCONNUE. */
export async function historyRow(database: Database, runId: string): Promise<HistoryRow> {
  const id = runIdentifier(runId);
  const [row] = await guarded(
    () => database.client.$queryRaw<HistoryRow[]>`SELECT ${COLUMNS} FROM run WHERE id = ${id}::uuid`,
  );
  if (row === undefined) throw unknownRun();
  return row;
}

/** Dossiers that this run could not write, one line each, from its journal: kept 90 days. */
export async function runFailures(
  database: Database,
  runId: string,
  limit: number,
): Promise<readonly { readonly dossier: number | null; readonly code: string }[]> {
  const id = runIdentifier(runId);
  return guarded(
    () => database.client.$queryRaw<{ dossier: number | null; code: string }[]>`
      SELECT dossier, code FROM (
        SELECT DISTINCT ON (data->>'dossier', data->>'code') (data->>'dossier')::int AS dossier, data->>'code' AS code, id
        FROM run_event WHERE run_id = ${id}::uuid AND type = 'echec' ORDER BY data->>'dossier', data->>'code', id
      ) AS told ORDER BY id LIMIT ${limit}`,
  );
}

/** Failures of the link that are still open, and were asked to be tried again: first at the next run. Returns how many. */
export async function askRetry(
  database: Database,
  linkId: string,
  numbers: readonly number[] | null,
  at: Date,
): Promise<number> {
  const id = linkIdentifier(linkId);
  return guarded(
    () => database.client.$executeRaw`
      UPDATE dossier_failure SET retry_asked_at = ${at}::timestamptz
      WHERE link_id = ${id}::uuid AND number IS NOT NULL
        AND (${numbers === null} OR number = ANY(${numbers ?? []}::int[]))`,
  );
}
