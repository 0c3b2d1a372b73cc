// Runs that their engine lost: begun and silent, or never begun. The clock of one machine is not believed at first sight.

import type { Clock } from '../run/ports';
import type { Database } from './database';
import { LEASE_MS, lockLeases, resourcesOf } from './lease';
import { readLink } from './link-rows';
import { drawFence } from './run-rows';
import { guarded } from './store-failure';
import { inTransaction } from './transaction';

type Context = { readonly database: Database; readonly clock: Clock };

export type LostRun = { readonly runId: string; readonly linkId: string };

/** A run that let its lease expire looks dead: it missed three heartbeats, and another one may take over already. */
export const SILENCE_MS = LEASE_MS;

/** It is dead when it still looks so after this, longer than a heartbeat: a machine that slept beats again by then. */
export const CONFIRM_MS = 40_000;

/**
 * From its last sign of life, how long a dead run stays unnoticed when somebody looks every `everyMs`: it looks dead at
 * the first look after the silence, and is recorded at the first one after the confirmation. Pure.
 */
export function noticedWithin(everyMs: number): number {
  return SILENCE_MS + everyMs + Math.ceil(CONFIRM_MS / everyMs) * everyMs;
}

/** How far in the future a lease may end before the clock that wrote it is thought to have jumped back. */
const AHEAD_MS = LEASE_MS + 60_000;

/** A run that nobody began is announced again after this, twice this, four times this. */
export const UNCLAIMED_MS = 5 * 60_000;
export const MAX_NUDGES = 4;

/**
 * First sight: notes which runs look dead, forgives those that beat again, and lists those that have looked dead long
 * enough. Call it at least every minute: a dead run is then known within `noticedWithin(60_000)`, three minutes and a half.
 */
export async function silentRuns({ database, clock }: Context): Promise<readonly string[]> {
  const now = clock.now();
  const [at, old, ahead, confirmed] = [0, -SILENCE_MS, AHEAD_MS, -CONFIRM_MS].map(
    (shift) => new Date(now + shift),
  );
  return guarded(async () => {
    // A lease of the run that was renewed lately, or by a clock that agrees with ours.
    await database.client.$executeRaw`
      WITH looked AS (
        SELECT run.id, (run.alive_at < ${old}::timestamptz OR run.alive_at > ${ahead}::timestamptz) AS silent
        FROM run WHERE run.ended_at IS NULL AND run.status = 'en_cours'
      )
      UPDATE run SET suspected_at = CASE WHEN looked.silent THEN coalesce(suspected_at, ${at}::timestamptz) END
      FROM looked WHERE looked.id = run.id AND looked.silent <> (suspected_at IS NOT NULL)`;
    const rows = await database.client.$queryRaw<{ id: string }[]>`
      SELECT id::text AS id FROM run
      WHERE ended_at IS NULL AND status = 'en_cours'
        AND (suspected_at <= ${confirmed}::timestamptz OR suspected_at > ${ahead}::timestamptz)`;
    return rows.map(({ id }) => id);
  });
}

/**
 * Records a silent run as what it is: interrupted at its last sign of life (now, when that was written by a clock that
 * jumped back since), or cancelled when that was asked. Its leases
 * are free at once, and it can write nothing more: its fence is not its own any longer. Null when it came back meanwhile.
 */
export async function recordLost({ database, clock }: Context, runId: string): Promise<LostRun | null> {
  return inTransaction(database, async (tx) => {
    const known = await tx.run.findUnique({ where: { id: runId }, select: { linkId: true } });
    if (known === null) return null;
    await lockLeases(tx, resourcesOf(known.linkId, await readLink(tx, known.linkId)));
    const old = new Date(clock.now() - SILENCE_MS);
    const ahead = new Date(clock.now() + AHEAD_MS);
    const fence = await drawFence(tx);
    const lost = await tx.$executeRaw`
      UPDATE run SET ended_at = least(alive_at, ${new Date(clock.now())}::timestamptz), fence = ${fence},
        status = CASE WHEN cancel_requested_at IS NULL THEN 'interrompu' ELSE 'annule' END::run_status,
        code = CASE WHEN cancel_requested_at IS NULL THEN 'EXECUTION_PERDUE' END
      WHERE id = ${runId}::uuid AND ended_at IS NULL AND status = 'en_cours' AND suspected_at IS NOT NULL
        AND (alive_at < ${old}::timestamptz OR alive_at > ${ahead}::timestamptz)`;
    if (lost === 0) return null;
    await tx.$executeRaw`UPDATE lease SET holder = NULL, expires_at = NULL WHERE holder = ${runId}::uuid`;
    return { runId, linkId: known.linkId };
  });
}

/** Runs that nobody began though their time has come, to be announced again: rarer each time. */
export async function unclaimedRuns({ database, clock }: Context): Promise<readonly LostRun[]> {
  const at = new Date(clock.now());
  const ahead = new Date(clock.now() + AHEAD_MS);
  return guarded(
    () => database.client.$queryRaw<LostRun[]>`
      UPDATE run SET nudges = nudges + 1, alive_at = ${at}::timestamptz
      WHERE ended_at IS NULL AND status = 'en_attente' AND nudges < ${MAX_NUDGES} AND (
        alive_at < ${at}::timestamptz - (interval '1 millisecond' * ${UNCLAIMED_MS} * power(2, nudges))
        OR alive_at > ${ahead}::timestamptz)
      RETURNING id::text AS "runId", link_id::text AS "linkId"`,
  );
}

/** Runs that were announced again and again, and that no engine ever took: recorded as such, and no longer in the way. */
export async function abandonUnclaimed({ database, clock }: Context): Promise<readonly LostRun[]> {
  const at = new Date(clock.now());
  return guarded(
    () => database.client.$queryRaw<LostRun[]>`
      UPDATE run SET status = 'interrompu', code = 'EXECUTION_NON_PRISE', ended_at = ${at}::timestamptz
      WHERE ended_at IS NULL AND status = 'en_attente' AND nudges >= ${MAX_NUDGES}
        AND alive_at < ${at}::timestamptz - (interval '1 millisecond' * ${UNCLAIMED_MS} * power(2, ${MAX_NUDGES}::int))
      RETURNING id::text AS "runId", link_id::text AS "linkId"`,
  );
}
