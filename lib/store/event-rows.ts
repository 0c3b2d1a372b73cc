// Rows of `run_event`: what was told while a run went on. Appended in order, read from where one left, never changed.

import type { RunCounts } from '../run/ports';
import type { Database } from './database';
import { isIdentifier } from './identifier';
import { guarded } from './store-failure';
import { inTransaction } from './transaction';

/** The channel on which every append is told; the payload is the id of the run. */
export const EVENT_CHANNEL = 'run_event';

export type EventType = 'phase' | 'progression' | 'information' | 'echec' | 'fin';

export type NewEvent = {
  readonly at: Date;
  readonly type: EventType;
  readonly sentence: string;
  /** Ids, codes and counters. */
  readonly data: Readonly<Record<string, unknown>>;
};

export type EventRow = {
  /** Grows with each event of a run; what one resumes from. */
  readonly id: number;
  readonly at: Date;
  readonly type: string;
  readonly sentence: string;
  readonly data: unknown;
};

/**
 * Appends events of a run and tells who listens. Ids are drawn one after the other even when two processes append to the
 * same run (one conducts, another cancels): whoever reads up to an id will never see a smaller one appear.
 */
export async function appendEvents(
  database: Database,
  runId: string,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await inTransaction(database, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${runId}, 7))`;
    await tx.$executeRaw`
      INSERT INTO run_event (run_id, at, type, sentence, data)
      SELECT ${runId}::uuid, at, type, sentence, data::jsonb FROM unnest(
        ${events.map(({ at }) => at)}::timestamptz[],
        ${events.map(({ type }) => type)}::text[],
        ${events.map(({ sentence }) => sentence)}::text[],
        ${events.map(({ data }) => JSON.stringify(data))}::text[]
      ) WITH ORDINALITY AS told(at, type, sentence, data, rank)
      WHERE EXISTS (SELECT 1 FROM run WHERE id = ${runId}::uuid) ORDER BY rank`;
    await tx.$executeRaw`SELECT pg_notify(${EVENT_CHANNEL}, ${runId})`;
  });
}

/** The events after one, oldest first: by the index (run, id). */
export async function eventsAfter(
  database: Database,
  runId: string,
  after: number,
  limit: number,
): Promise<readonly EventRow[]> {
  if (!isIdentifier(runId)) return [];
  const rows = await guarded(
    () => database.client.$queryRaw<(Omit<EventRow, 'id'> & { readonly id: bigint })[]>`
      SELECT id, at, type, sentence, data FROM run_event
      WHERE run_id = ${runId}::uuid AND id > ${after}::bigint ORDER BY id LIMIT ${limit}`,
  );
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** The last events of a run, oldest first. */
export async function lastEvents(
  database: Database,
  runId: string,
  limit: number,
): Promise<readonly EventRow[]> {
  if (!isIdentifier(runId)) return [];
  const rows = await guarded(
    () => database.client.$queryRaw<(Omit<EventRow, 'id'> & { readonly id: bigint })[]>`
      SELECT id, at, type, sentence, data FROM run_event
      WHERE run_id = ${runId}::uuid ORDER BY id DESC LIMIT ${limit}`,
  );
  return rows.map((row) => ({ ...row, id: Number(row.id) })).reverse();
}

/** Id of the last event of a run; 0 when it has none. */
export async function lastEventId(database: Database, runId: string): Promise<number> {
  return (await lastEvents(database, runId, 1))[0]?.id ?? 0;
}

/** What the run has told so far: its last phase, and its counts. What a new writer goes on from. */
export async function toldSoFar(
  database: Database,
  runId: string,
): Promise<{ readonly phase: string | null; readonly counts: RunCounts }> {
  const [row] = await guarded(
    () => database.client.$queryRaw<(RunCounts & { phase: string | null })[]>`
      SELECT read, added, updated, unchanged, removed, out_of_scope AS "outOfScope", failed, warnings, (
        SELECT data->>'phase' FROM run_event WHERE run_id = run.id AND type = 'phase' ORDER BY id DESC LIMIT 1
      ) AS phase
      FROM run WHERE id = ${runId}::uuid`,
  );
  const { phase = null, ...counts } = row ?? { ...EMPTY, phase: null };
  return { phase, counts };
}

const EMPTY: RunCounts = {
  ...{ read: 0, added: 0, updated: 0, unchanged: 0 },
  ...{ removed: 0, outOfScope: 0, failed: 0, warnings: 0 },
};

/** Of the progress told before this instant, keeps one every ten seconds: a long run keeps its shape in few rows. */
export async function thinProgress(database: Database, runId: string, before: Date): Promise<number> {
  return guarded(
    () => database.client.$executeRaw`
      DELETE FROM run_event USING (
        SELECT id, row_number() OVER (PARTITION BY floor(extract(epoch FROM at) / 10) ORDER BY id DESC) AS rank
        FROM run_event WHERE run_id = ${runId}::uuid AND type = 'progression' AND at < ${before}::timestamptz
      ) AS told
      WHERE run_event.id = told.id AND told.rank > 1`,
  );
}
