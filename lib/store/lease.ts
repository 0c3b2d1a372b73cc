// Who may write: a lease on the link and one on its document, taken together, guarded by one fencing number.

import { Failure } from '../errors/failure';
import type { LinkIdentity, RunHandle } from '../run/ports';
import type { Transaction } from './transaction';

/** A lease whose holder gave no sign of life for this long may be taken over. */
export const LEASE_MS = 90_000;

/** The link's and the document's: two links may share a document, never at the same time. */
const LEASES_OF_A_RUN = 2;

/**
 * Names of what a run of this link holds. Every statement here locks rows in the order of their names, which is what
 * keeps two runs that share a document from waiting for each other.
 */
export function resourcesOf(linkId: string, link: LinkIdentity): readonly string[] {
  return [`document:${link.destinationUrl}/${link.document}`, `link:${linkId}`];
}

export type LeaseRow = { readonly holder: string | null; readonly expiresAt: Date | null };

/** Locks the rows of these resources until the transaction ends, making the missing ones first. */
export async function lockLeases(
  tx: Transaction,
  resources: readonly string[],
): Promise<readonly LeaseRow[]> {
  await tx.$executeRaw`
    INSERT INTO lease (resource) SELECT resource FROM unnest(${resources}::text[]) AS wanted(resource)
    ORDER BY resource ON CONFLICT DO NOTHING`;
  return tx.$queryRaw<LeaseRow[]>`
    SELECT holder::text AS "holder", expires_at AS "expiresAt" FROM lease
    WHERE resource = ANY(${resources}::text[]) ORDER BY resource FOR UPDATE`;
}

/** Gives locked leases to a run. `fence` must come from a sequence read under that lock: it can then only grow. */
export async function giveLeases(
  tx: Transaction,
  resources: readonly string[],
  holder: { readonly runId: string; readonly fence: bigint },
  now: number,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE lease SET holder = ${holder.runId}::uuid, fence = ${holder.fence}, expires_at = ${expiry(now)}
    WHERE resource = ANY(${resources}::text[])`;
}

/**
 * The gate of every write: locks both leases of the run, renews them, and throws BAIL_PERDU unless the run still holds
 * both. Until the transaction ends nobody can take them over, so what is written under the gate is written by the only
 * holder. A lease that expired but that nobody took is still held.
 */
export async function holdLeases(tx: Transaction, handle: RunHandle, now: number): Promise<void> {
  const held = await tx.$executeRaw`
    WITH held AS (
      SELECT resource FROM lease WHERE holder = ${handle.runId}::uuid AND fence = ${handle.fence}
      ORDER BY resource FOR UPDATE
    )
    UPDATE lease SET expires_at = ${expiry(now)} FROM held WHERE lease.resource = held.resource`;
  if (held !== LEASES_OF_A_RUN) throw new Failure('BAIL_PERDU', { facts: { held } });
}

/** Frees what the run holds. The rows stay, and with them the last fence. */
export async function freeLeases(tx: Transaction, handle: RunHandle): Promise<void> {
  await tx.$executeRaw`
    UPDATE lease SET holder = NULL, expires_at = NULL
    WHERE holder = ${handle.runId}::uuid AND fence = ${handle.fence}`;
}

function expiry(now: number): Date {
  return new Date(now + LEASE_MS);
}
