// Deleting a link and all that is remembered of it, without pulling the rug from under a run.

import type { Clock } from '../run/ports';
import type { Database } from './database';
import { linkIdentifier } from './identifier';
import { lockLeases, resourcesOf } from './lease';
import { readLink } from './link-rows';
import { guarded } from './store-failure';
import { inTransaction, type Transaction } from './transaction';

export type DeletionAnswer =
  | { readonly status: 'supprimee' }
  /** A run is at work: it was asked to stop, and the link goes when it has. */
  | { readonly status: 'apres_execution'; readonly runId: string };

/**
 * Call it again once the run has ended (`linksToDelete` lists them): it then deletes the link, what is known of its
 * dossiers, its runs and their events, and the credentials that no other link uses, nor any draft of one. A run whose process is dead is not
 * waited for, and what it might still write is refused: its leases are gone. Throws LIAISON_INCONNUE.
 */
export function deleteLink(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  linkId: string,
  by: string | null,
): Promise<DeletionAnswer> {
  const id = linkIdentifier(linkId);
  return inTransaction(database, async (tx) => {
    const resources = resourcesOf(id, await readLink(tx, id));
    const leases = await lockLeases(tx, resources);
    const now = clock.now();
    const at = new Date(now);
    await tx.$executeRaw`
      UPDATE run SET
        cancel_requested_at = coalesce(cancel_requested_at, ${at}::timestamptz),
        cancel_requested_by = coalesce(cancel_requested_by, ${by}::uuid),
        ended_at = CASE WHEN status = 'en_attente' THEN ${at}::timestamptz END,
        status = CASE WHEN status = 'en_attente' THEN 'annule' ELSE status END
      WHERE link_id = ${id}::uuid AND ended_at IS NULL`;
    const open = await tx.run.findFirst({ where: { linkId: id, endedAt: null }, select: { id: true } });
    const isAlive = leases.some(
      ({ holder, expiresAt }) =>
        open !== null && holder === open.id && expiresAt !== null && expiresAt.getTime() > now,
    );
    if (open !== null && isAlive) {
      await tx.$executeRaw`
        UPDATE link SET deletion_requested_at = coalesce(deletion_requested_at, ${at}::timestamptz),
          next_due_at = NULL, resume_at = NULL WHERE id = ${id}::uuid`;
      return { status: 'apres_execution', runId: open.id };
    }
    await forget(tx, id);
    return { status: 'supprimee' };
  });
}

async function forget(tx: Transaction, id: string): Promise<void> {
  const { sourceCredentialId, destinationCredentialId } = await tx.link.findUniqueOrThrow({
    where: { id },
    select: { sourceCredentialId: true, destinationCredentialId: true },
  });
  await tx.$executeRaw`
    UPDATE lease SET holder = NULL, expires_at = NULL
    WHERE holder IN (SELECT id FROM run WHERE link_id = ${id}::uuid)`;
  await tx.$executeRaw`DELETE FROM lease WHERE resource = ${`link:${id}`}`;
  await tx.$executeRaw`DELETE FROM link WHERE id = ${id}::uuid`;
  const used = [sourceCredentialId, destinationCredentialId].filter((one) => one !== null);
  await forgetUnused(tx, used);
}

/** Of these secrets, deletes those that nothing needs any more. */
export async function forgetUnused(tx: Transaction, used: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM credential WHERE id = ANY(${used}::uuid[]) AND NOT EXISTS (
      SELECT 1 FROM link WHERE credential.id IN (link.source_credential_id, link.destination_credential_id)
    ) AND NOT EXISTS (
      SELECT 1 FROM link_draft AS draft
      WHERE credential.id IN (draft.source_credential_id, draft.destination_credential_id)
    )`;
}

/** Links whose deletion waits for a run to end. */
export async function linksToDelete(database: Database): Promise<readonly string[]> {
  const rows = await guarded(() =>
    database.client.link.findMany({ where: { deletionRequestedAt: { not: null } }, select: { id: true } }),
  );
  return rows.map(({ id }) => id);
}
