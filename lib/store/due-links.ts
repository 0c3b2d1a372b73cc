// Links whose schedule asks for a run, and lost runs that are to be taken up again: one query, answered by two indexes.

import type { Database } from './database';
import { RANK } from './managed-links';
import { guarded } from './store-failure';

export type DueLink = {
  readonly linkId: string;
  readonly trigger: 'planification' | 'reprise';
  readonly due: Date;
  readonly schedule: unknown;
  readonly rank: number;
  readonly consecutiveFailures: number;
};

/** The longest due first. A link that is both due and to be taken up again comes twice: it has one run anyway. */
export async function dueLinks(database: Database, now: number, limit: number): Promise<readonly DueLink[]> {
  const at = new Date(now);
  return guarded(
    () => database.client.$queryRaw<DueLink[]>`
      SELECT me.id::text AS "linkId", wanted.trigger, wanted.due, me.schedule, ${RANK} AS rank,
        me.consecutive_failures AS "consecutiveFailures"
      FROM (
        SELECT id, 'reprise' AS trigger, resume_at AS due FROM link WHERE resume_at <= ${at}::timestamptz
        UNION ALL
        SELECT id, 'planification', next_due_at FROM link WHERE next_due_at <= ${at}::timestamptz
      ) AS wanted
      JOIN link AS me USING (id)
      WHERE me.paused_at IS NULL AND me.deletion_requested_at IS NULL
      ORDER BY wanted.due, me.id LIMIT ${limit}`,
  );
}

export type Served = Pick<DueLink, 'linkId' | 'trigger' | 'due'> & { readonly next: Date | null };

/** The runs were asked for: on to the next time, unless somebody set another one meanwhile. One statement. */
export async function markServed(database: Database, served: readonly Served[]): Promise<void> {
  await guarded(
    () => database.client.$executeRaw`
      UPDATE link SET
        next_due_at = CASE WHEN next_due_at = slot.scheduled THEN slot.next ELSE next_due_at END,
        resume_at = CASE WHEN resume_at = slot.resumed THEN NULL ELSE resume_at END
      FROM (
        SELECT id, max(due) FILTER (WHERE trigger = 'planification') AS scheduled,
          max(next) FILTER (WHERE trigger = 'planification') AS next,
          max(due) FILTER (WHERE trigger = 'reprise') AS resumed
        FROM unnest(
          ${served.map(({ linkId }) => linkId)}::uuid[],
          ${served.map(({ trigger }) => trigger)}::text[],
          ${served.map(({ due }) => due)}::timestamptz[],
          ${served.map(({ next }) => next)}::timestamptz[]
        ) AS one(id, trigger, due, next)
        GROUP BY id
      ) AS slot
      WHERE link.id = slot.id`,
  );
}

/** The run that already stands for each of these requests: the open one of its link, or the one of its key. */
export async function standingRuns(
  database: Database,
  wanted: readonly { readonly linkId: string; readonly key: string }[],
): Promise<
  readonly {
    readonly linkId: string;
    readonly key: string;
    readonly runId: string;
    readonly waiting: boolean;
  }[]
> {
  return guarded(
    () => database.client.$queryRaw<{ linkId: string; key: string; runId: string; waiting: boolean }[]>`
      SELECT wanted.link_id::text AS "linkId", wanted.key, run.id::text AS "runId", run.status = 'en_attente' AS waiting
      FROM unnest(${wanted.map(({ linkId }) => linkId)}::uuid[], ${wanted.map(({ key }) => key)}::text[])
        AS wanted(link_id, key)
      JOIN LATERAL (
        SELECT id, status FROM run WHERE run.link_id = wanted.link_id AND ended_at IS NULL
        UNION ALL SELECT id, status FROM run WHERE request_key = wanted.key
        LIMIT 1
      ) AS run ON true`,
  );
}
