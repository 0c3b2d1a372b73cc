// Starting a run that was asked for: by one execution of the engine at a time, and by the same one as often as it likes.

import { Failure } from '../errors/failure';
import type { Clock, RunHandle, RunRequest } from '../run/ports';
import type { Database } from './database';
import { isIdentifier } from './identifier';
import { giveLeases, lockLeases, resourcesOf } from './lease';
import { readLink } from './link-rows';
import { type RunScope, storedRunScope } from './run-requests';
import { drawFence, markInterrupted } from './run-rows';
import { inTransaction, type Transaction } from './transaction';

export type StartAnswer =
  | {
      readonly status: 'started';
      readonly handle: RunHandle;
      readonly scope: RunScope;
      readonly kind: RunRequest['kind'];
    }
  /** Another link writes in the same document: the run keeps its place, ask again in a moment. */
  | { readonly status: 'waiting'; readonly behind: string }
  /** Another execution of the engine is at work on this very run: leave it alone. */
  | { readonly status: 'taken' }
  /** It ended, was cancelled before it began, or its link was deleted: nothing to do. */
  | { readonly status: 'over' };

/**
 * Starts a waiting run. `executor` names the execution of the engine that asks (the id of its function run): asked
 * again by the same one, after a lost answer, it is its own run, under a new fence; another one is refused as long as
 * the lease lives, and takes over once it has expired.
 */
export function startRun(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { runId, executor }: { readonly runId: string; readonly executor: string },
): Promise<StartAnswer> {
  return inTransaction(database, async (tx): Promise<StartAnswer> => {
    const linkId = isIdentifier(runId) ? await linkOf(tx, runId) : null;
    if (linkId === null) return { status: 'over' };
    const resources = resourcesOf(linkId, await readLink(tx, linkId));
    // Leases first, then the run: the order of every transaction here, so that none waits for another in a circle.
    const leases = await lockLeases(tx, resources);
    const run = await lockRun(tx, runId);
    if (run === null || run.endedAt !== null) return { status: 'over' };
    const now = clock.now();
    const alive = leases.filter(({ expiresAt }) => expiresAt !== null && expiresAt.getTime() > now);
    const other = alive.find(({ holder }) => holder !== null && holder !== runId);
    if (other?.holder) {
      await tx.$executeRaw`UPDATE run SET alive_at = ${new Date(now)}::timestamptz WHERE id = ${runId}::uuid`;
      return { status: 'waiting', behind: other.holder };
    }
    const isMine = run.status === 'en_attente' || run.executor === executor;
    if (!isMine && alive.some(({ holder }) => holder === runId)) return { status: 'taken' };
    const dead = leases.flatMap(({ holder }) => (holder === null || holder === runId ? [] : [holder]));
    await markInterrupted(tx, dead);
    const fence = await drawFence(tx);
    const at = new Date(now);
    await tx.$executeRaw`
      UPDATE run SET status = 'en_cours', executor = ${executor}, fence = ${fence}, suspected_at = NULL,
        started_at = coalesce(started_at, ${at}::timestamptz), alive_at = ${at}::timestamptz
      WHERE id = ${runId}::uuid`;
    await giveLeases(tx, resources, { runId, fence }, now);
    const handle = { runId, linkId, fence: Number(fence) };
    return { status: 'started', handle, scope: storedRunScope.parse(run.scope), kind: run.kind };
  }).catch((error: unknown) => {
    // Its link was deleted meanwhile, and the run with it.
    if (error instanceof Failure && error.code === 'LIAISON_INCONNUE') return { status: 'over' };
    throw error;
  });
}

async function linkOf(tx: Transaction, runId: string): Promise<string | null> {
  const run = await tx.run.findUnique({ where: { id: runId }, select: { linkId: true } });
  return run?.linkId ?? null;
}

type LockedRun = {
  readonly status: string;
  readonly kind: RunRequest['kind'];
  readonly executor: string | null;
  readonly endedAt: Date | null;
  readonly scope: unknown;
};

async function lockRun(tx: Transaction, runId: string): Promise<LockedRun | null> {
  const [run] = await tx.$queryRaw<LockedRun[]>`
    SELECT status::text AS status, kind::text AS kind, executor, ended_at AS "endedAt", scope
    FROM run WHERE id = ${runId}::uuid FOR UPDATE`;
  return run ?? null;
}
