// The links of a page with what their status needs, in one query: an index look-up a link for each of its two runs.

import type { Database } from './database';
import { guarded } from './store-failure';

export type ListedRun = {
  readonly runId: string;
  readonly status: string;
  readonly code: string | null;
  readonly endedAt: Date | null;
  readonly read: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly failed: number;
  readonly warnings: number;
};

export type ListedLink = {
  readonly id: string;
  readonly sourceUrl: string;
  readonly demarche: number;
  readonly destinationUrl: string;
  readonly document: string;
  /** What its people call it, else the démarche's title. */
  readonly title: string | null;
  readonly documentName: string | null;
  readonly schedule: unknown;
  readonly nextDueAt: Date | null;
  readonly pausedAt: Date | null;
  readonly freshAt: Date | null;
  readonly consecutiveFailures: number;
  readonly decisionsAwaited: number;
  readonly openRunId: string | null;
  /** The last synchronisation that ended otherwise than by being cancelled. */
  readonly last: ListedRun | null;
};

/** `ids` null: every link. Links that are being deleted are not listed. By title, then number. */
export async function listLinkRows(
  database: Database,
  ids: readonly string[] | null,
): Promise<readonly ListedLink[]> {
  const rows = await guarded(
    () => database.client.$queryRaw<Row[]>`
      SELECT link.id::text AS id, source_url AS "sourceUrl", demarche, destination_url AS "destinationUrl", document,
        coalesce(name, title) AS title, document_name AS "documentName", schedule, next_due_at AS "nextDueAt", paused_at AS "pausedAt",
        fresh_at AS "freshAt", consecutive_failures AS "consecutiveFailures", decisions_awaited AS "decisionsAwaited",
        open.id::text AS "openRunId",
        last.id::text AS "lastRunId", last.status::text AS "lastStatus", last.code AS "lastCode",
        last.ended_at AS "lastEndedAt", last.read, last.added, last.updated, last.unchanged, last.removed,
        last.failed, last.warnings
      FROM link
      LEFT JOIN run AS open ON open.link_id = link.id AND open.ended_at IS NULL
      LEFT JOIN LATERAL (
        SELECT * FROM run WHERE run.link_id = link.id AND run.ended_at IS NOT NULL AND run.status <> 'annule'
          AND run.kind = 'sync'
        ORDER BY fence DESC LIMIT 1
      ) AS last ON true
      WHERE deletion_requested_at IS NULL AND (${ids === null} OR link.id = ANY(${ids ?? []}::uuid[]))
      ORDER BY title NULLS LAST, demarche, link.id`,
  );
  return rows.map(toListed);
}

type Row = Omit<ListedLink, 'last'> & {
  readonly lastRunId: string | null;
  readonly lastStatus: string | null;
  readonly lastCode: string | null;
  readonly lastEndedAt: Date | null;
} & Omit<ListedRun, 'runId' | 'status' | 'code' | 'endedAt'>;

function toListed(row: Row): ListedLink {
  const { lastRunId, lastStatus, lastCode, lastEndedAt, ...rest } = row;
  const { read, added, updated, unchanged, removed, failed, warnings, ...link } = rest;
  if (lastRunId === null || lastStatus === null) return { ...link, last: null };
  const counts = { read, added, updated, unchanged, removed, failed, warnings };
  return {
    ...link,
    last: { runId: lastRunId, status: lastStatus, code: lastCode, endedAt: lastEndedAt, ...counts },
  };
}
