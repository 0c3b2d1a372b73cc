// Which tables of which documents belong to which link: the bindings themselves, and the ownership that keeps two links apart.

import { Failure } from '../errors/failure';
import type { Ledger, LinkIdentity } from '../run/ports';
import type { Bindings } from '../sync/model/table';
import type { Database } from './database';
import { linkIdentifier } from './identifier';
import { readLink } from './link-rows';
import { guarded } from './store-failure';
import type { Transaction } from './transaction';

/** Ref of a table that was deleted in Grist (`TableBinding` of lib/sync/model/table.ts): nobody owns it. */
const DELETED = 0;

/**
 * Keeps the bindings and declares their tables as the link's. Throws GRIST_TABLES_DEJA_LIEES when another link of the
 * same document owns one of them: whoever asked `otherOwners` first may have been overtaken.
 */
export async function saveBindings(tx: Transaction, linkId: string, bindings: Bindings): Promise<void> {
  const { destinationUrl, document } = await readLink(tx, linkId);
  await tx.link.update({ where: { id: linkId }, data: { bindings }, select: { id: true } });
  await tx.boundTable.deleteMany({ where: { linkId } });
  const wanted = bindings.tables
    .filter(({ ref }) => ref !== DELETED)
    .map(({ key, ref }) => ({ destinationUrl, document, tableRef: ref, linkId, tableKey: key }));
  const { count } = await tx.boundTable.createMany({ data: wanted, skipDuplicates: true });
  if (count !== wanted.length) throw new Failure('GRIST_TABLES_DEJA_LIEES');
}

/**
 * Tables of this link's document that other links own no longer. Their own bindings are theirs to mend: what they know
 * of the table no longer matches it.
 */
export async function releaseTables(
  tx: Transaction,
  linkId: string,
  owned: readonly { readonly linkId: string; readonly tableRef: number }[],
): Promise<void> {
  const { destinationUrl, document } = await readLink(tx, linkId);
  for (const owner of owned) {
    await tx.boundTable.deleteMany({
      where: { destinationUrl, document, linkId: owner.linkId, tableRef: owner.tableRef },
    });
  }
}

/** Links other than this one that own one of these tables of its document. One query. */
export async function otherOwners(
  database: Database,
  linkId: string,
  tableRefs: readonly number[],
): ReturnType<Ledger['otherOwners']> {
  const id = linkIdentifier(linkId);
  return guarded(
    () => database.client.$queryRaw<{ linkId: string; demarche: number; tableRef: number }[]>`
      SELECT owner.id::text AS "linkId", owner.demarche, bound_table.table_ref AS "tableRef"
      FROM link AS me
      JOIN bound_table USING (destination_url, document)
      JOIN link AS owner ON owner.id = bound_table.link_id
      WHERE me.id = ${id}::uuid AND owner.id <> me.id AND bound_table.table_ref = ANY(${tableRefs}::int[])
      ORDER BY bound_table.table_ref`,
  );
}

/** The same, for a document that no link of ours is tied to yet. */
export function ownersIn(
  database: Database,
  { destinationUrl, document }: Pick<LinkIdentity, 'destinationUrl' | 'document'>,
  tableRefs: readonly number[],
): ReturnType<Ledger['otherOwners']> {
  return guarded(
    () => database.client.$queryRaw<{ linkId: string; demarche: number; tableRef: number }[]>`
      SELECT owner.id::text AS "linkId", owner.demarche, bound_table.table_ref AS "tableRef"
      FROM bound_table JOIN link AS owner ON owner.id = bound_table.link_id
      WHERE bound_table.destination_url = ${destinationUrl} AND bound_table.document = ${document}
        AND bound_table.table_ref = ANY(${tableRefs}::int[])
      ORDER BY bound_table.table_ref`,
  );
}
