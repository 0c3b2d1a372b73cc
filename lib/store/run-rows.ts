// Rows of `run` and `run_note`: the history of what was done, and the results that stages leave there.

import type { RunCounts, RunEnd, RunHandle, RunRequest } from '../run/ports';
import type { Transaction } from './transaction';

export async function createRun(
  tx: Transaction,
  { linkId, kind, trigger }: RunRequest,
  now: number,
): Promise<{ readonly runId: string; readonly fence: bigint }> {
  const at = new Date(now);
  const { id, fence } = await tx.run.create({
    data: { linkId, kind, trigger, startedAt: at, aliveAt: at },
    select: { id: true, fence: true },
  });
  return { runId: id, fence };
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

export async function endRun(tx: Transaction, { runId }: RunHandle, end: RunEnd, now: number): Promise<void> {
  const at = new Date(now);
  const { status, code, counts, traffic } = end;
  await tx.run.update({
    where: { id: runId },
    data: { ...counts, status, code, traffic, aliveAt: at, endedAt: at },
    select: { id: true },
  });
}

/** Did this very end already happen? A step whose answer was lost is played again. */
export async function endedSo(tx: Transaction, { runId, fence }: RunHandle, end: RunEnd): Promise<boolean> {
  const row = await tx.run.findUnique({
    where: { id: runId },
    select: { fence: true, status: true, code: true, endedAt: true },
  });
  if (row === null || row.endedAt === null || row.fence !== BigInt(fence)) return false;
  return row.status === end.status && row.code === end.code;
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
