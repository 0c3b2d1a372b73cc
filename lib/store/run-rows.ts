// Rows of `run` and `run_note`: the history of what was done, and the results that stages leave there.

import { randomUUID } from 'node:crypto';
import type { RunCounts, RunEnd, RunHandle, RunRequest } from '../run/ports';
import type { Database } from './database';
import { guarded } from './store-failure';
import type { Transaction } from './transaction';

/** A run that nobody began for this long does not keep one of another kind from starting. */
const FORGOTTEN_MS = 5 * 60_000;

/**
 * The run that starts now, under the link's leases: the one that already waits, when it is of the same kind, else a new
 * one. Answers the waiting run that must go first, when there is one.
 */
export async function takeRun(
  tx: Transaction,
  { linkId, kind, trigger }: RunRequest,
  now: number,
): Promise<{ readonly runId: string; readonly fence: bigint } | { readonly behind: string }> {
  const at = new Date(now);
  for (;;) {
    const fence = await drawFence(tx);
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO run (id, fence, link_id, kind, trigger, status, requested_at, started_at, alive_at)
      VALUES (${randomUUID()}::uuid, ${fence}, ${linkId}::uuid, ${kind}::run_kind, ${trigger}, 'en_cours',
        ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz)
      ON CONFLICT DO NOTHING RETURNING id::text AS id`;
    if (made !== undefined) return { runId: made.id, fence };
    const [open] = await tx.$queryRaw<{ id: string; kind: string; status: string; aliveAt: Date }[]>`
      SELECT id::text AS id, kind::text AS kind, status::text AS status, alive_at AS "aliveAt"
      FROM run WHERE link_id = ${linkId}::uuid AND ended_at IS NULL FOR UPDATE`;
    // None: it ended between the two statements.
    if (open === undefined) continue;
    if (open.status === 'en_attente' && open.kind === kind) {
      // One that only wanted failed dossiers gets all that changed with them.
      await tx.$executeRaw`
        UPDATE run SET status = 'en_cours', fence = ${fence}, started_at = ${at}::timestamptz,
          alive_at = ${at}::timestamptz, scope = CASE WHEN scope->>'mode' = 'echecs' THEN NULL ELSE scope END
        WHERE id = ${open.id}::uuid`;
      return { runId: open.id, fence };
    }
    if (open.status === 'en_attente' && now - open.aliveAt.getTime() < FORGOTTEN_MS)
      return { behind: open.id };
    // Begun, and holding no lease that lives (the caller looked); or waiting for nobody.
    await tx.$executeRaw`
      UPDATE run SET status = 'interrompu', ended_at = alive_at,
        code = CASE WHEN status = 'en_attente' THEN 'EXECUTION_NON_PRISE' ELSE 'BAIL_PERDU' END
      WHERE id = ${open.id}::uuid`;
  }
}

/** Drawn under the lock of the leases, it can only grow. */
export async function drawFence(tx: Transaction): Promise<bigint> {
  const [drawn] = await tx.$queryRaw<{ fence: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence('run', 'fence')) AS fence`;
  if (drawn === undefined) throw new Error('no fence was drawn');
  return drawn.fence;
}

/** Runs whose lease was taken over ended with their last sign of life, and that is what history says. */
export async function markInterrupted(tx: Transaction, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE run SET status = 'interrompu', code = 'BAIL_PERDU', ended_at = alive_at
    WHERE id = ANY(${runIds}::uuid[]) AND status = 'en_cours'`;
}

export async function markAlive(tx: Transaction, { runId }: RunHandle, now: number): Promise<void> {
  await tx.$executeRaw`UPDATE run SET alive_at = ${new Date(now)}::timestamptz WHERE id = ${runId}::uuid`;
}

/** Adds a batch's counts to the run's. */
export async function addToRun(
  tx: Transaction,
  { runId }: RunHandle,
  counts: RunCounts,
  now: number,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE run SET alive_at = ${new Date(now)}::timestamptz,
      read = read + ${counts.read}, added = added + ${counts.added}, updated = updated + ${counts.updated},
      unchanged = unchanged + ${counts.unchanged}, removed = removed + ${counts.removed},
      out_of_scope = out_of_scope + ${counts.outOfScope}, failed = failed + ${counts.failed},
      warnings = warnings + ${counts.warnings}
    WHERE id = ${runId}::uuid`;
}

/**
 * An interruption that somebody asked for is a cancellation. What batches added up is never counted down: a run whose
 * process was killed knows only what its finished stages answered, and its batches are all here.
 */
export async function endRun(tx: Transaction, { runId }: RunHandle, end: RunEnd, now: number): Promise<void> {
  const at = new Date(now);
  const { code, counts, traffic } = end;
  const asked = await tx.run.findUnique({
    where: { id: runId },
    select: { cancelRequestedAt: true, ...ADDED },
  });
  const isCancelled = end.status === 'interrompu' && asked !== null && asked.cancelRequestedAt !== null;
  const status = isCancelled ? 'annule' : end.status;
  await tx.run.update({
    where: { id: runId },
    data: { ...counts, ...greatest(counts, asked), status, code, traffic, aliveAt: at, endedAt: at },
    select: { id: true },
  });
}

/** What only grows. Failures do not: one may be healed before the end. */
const ADDED = {
  ...{ read: true, added: true, updated: true, unchanged: true },
  ...{ removed: true, outOfScope: true, warnings: true },
} as const;

type Added = Pick<RunCounts, keyof typeof ADDED>;

function greatest(told: Added, row: Added | null): Added {
  const most = (name: keyof Added) => Math.max(told[name], row?.[name] ?? 0);
  return {
    ...{ read: most('read'), added: most('added'), updated: most('updated'), unchanged: most('unchanged') },
    ...{ removed: most('removed'), outOfScope: most('outOfScope'), warnings: most('warnings') },
  };
}

/** Did this very end already happen? A step whose answer was lost is played again. */
export async function endedSo(tx: Transaction, handle: RunHandle, end: RunEnd): Promise<boolean> {
  const row = await ended(tx, handle);
  if (row === null) return false;
  const isSame = row.status === end.status || (row.status === 'annule' && end.status === 'interrompu');
  return isSame && row.code === end.code;
}

/**
 * Was this run ended by whoever holds this handle? A step that is played again after the end was recorded has nothing
 * left to say; a run that others recorded as lost is another matter.
 */
export async function endedByItself(tx: Transaction, handle: RunHandle): Promise<boolean> {
  const row = await ended(tx, handle);
  return row !== null && !(row.status === 'interrompu' && row.code !== null);
}

async function ended(tx: Transaction, { runId, fence }: RunHandle) {
  const row = await tx.run.findUnique({
    where: { id: runId },
    select: { fence: true, status: true, code: true, endedAt: true },
  });
  return row === null || row.endedAt === null || row.fence !== BigInt(fence) ? null : row;
}

/** Keeps a result under a name; the same name again replaces it, so that a stage can be run twice. */
export async function writeNote(
  tx: Transaction,
  { runId }: RunHandle,
  name: string,
  value: unknown,
  now: number,
): Promise<void> {
  const json = JSON.stringify(value) ?? 'null';
  await tx.$executeRaw`
    INSERT INTO run_note (run_id, name, value, written_at)
    VALUES (${runId}::uuid, ${name}, ${json}::jsonb, ${new Date(now)}::timestamptz)
    ON CONFLICT (run_id, name) DO UPDATE SET value = excluded.value, written_at = excluded.written_at`;
}

/** What `writeNote` kept; undefined when nothing. */
export async function readNote(database: Database, { runId }: RunHandle, name: string): Promise<unknown> {
  const note = await guarded(() =>
    database.client.runNote.findUnique({ where: { runId_name: { runId, name } }, select: { value: true } }),
  );
  return note?.value;
}
