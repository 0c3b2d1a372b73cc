// Which secrets a link works with, and giving it another one: at once for the next thing that opens it, even within a run.

import type { Database } from './database';
import { linkIdentifier, unknownLink } from './identifier';
import { forgetUnused } from './link-deletion';
import { guarded } from './store-failure';
import { inTransaction } from './transaction';

export type Side = 'source' | 'destination';

/** Other links, among these, that work with this very secret. */
export async function linksSharing(
  database: Database,
  credentialId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const rows = await guarded(() =>
    database.client.link.findMany({
      where: {
        id: { in: [...ids] },
        deletionRequestedAt: null,
        OR: [{ sourceCredentialId: credentialId }, { destinationCredentialId: credentialId }],
      },
      select: { id: true },
    }),
  );
  return rows.map(({ id }) => id);
}

/**
 * Gives the link another secret, and with it those of `others` that have the same one now. The former secret is deleted
 * when no link needs it any more. Throws LIAISON_INCONNUE. Returns how many links have it.
 */
export function giveSecret(
  database: Database,
  given: {
    readonly linkId: string;
    readonly side: Side;
    readonly credentialId: string;
    readonly others: readonly string[];
  },
): Promise<number> {
  const id = linkIdentifier(given.linkId);
  const { side, credentialId } = given;
  return inTransaction(database, async (tx) => {
    const [link] = await tx.$queryRaw<{ source: string | null; destination: string | null }[]>`
      SELECT source_credential_id::text AS source, destination_credential_id::text AS destination
      FROM link WHERE id = ${id}::uuid AND deletion_requested_at IS NULL FOR UPDATE`;
    if (link === undefined) throw unknownLink();
    const former = link[side];
    const column = side === 'source' ? 'sourceCredentialId' : 'destinationCredentialId';
    const { count } = await tx.link.updateMany({
      where: {
        OR: [{ id }, ...(former === null ? [] : [{ id: { in: [...given.others] }, [column]: former }])],
      },
      data: { [column]: credentialId },
    });
    if (former !== null) await forgetUnused(tx, [former]);
    return count;
  });
}
