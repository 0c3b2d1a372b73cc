// Knowing ours again: Grist gives the ref of a deleted last column (or table) to the next one created, so a ref alone
// proves nothing (observed on grist-core 1.7.17). Something that we wrote must still be there.

import type { ColumnBinding, ColumnKey, FoundColumn, FoundTable, TableBinding } from './model/table';

/** What ends the description of every managed column: by it a column is known again, even without the Ledger. */
export function columnMark(key: ColumnKey): string {
  return `Champ DN : ${key.replace(/^meta:/, '')}`;
}

export function isMarked(found: FoundColumn, key: ColumnKey): boolean {
  return found.description.split('\n').includes(columnMark(key));
}

/** The found column that a tie names: same ref, and its mark, its id or its label as we knew them. */
export function tiedColumn(table: FoundTable, tie: ColumnBinding | undefined): FoundColumn | undefined {
  const found = table.columns.find(({ ref }) => ref === tie?.ref);
  if (found === undefined || tie === undefined) return undefined;
  return isMarked(found, tie.key) || found.id === tie.id || found.label === tie.label ? found : undefined;
}

/** The found table that a tie names: same ref, and its id as we knew it or one of its own columns. */
export function tiedTable(
  found: readonly FoundTable[],
  tie: TableBinding | undefined,
): FoundTable | undefined {
  const table = found.find(({ ref }) => ref === tie?.ref);
  if (table === undefined || tie === undefined) return undefined;
  const own = tie.columns.filter(({ key }) => !SHARED.has(key));
  return table.id === tie.id || own.some((column) => tiedColumn(table, column) !== undefined)
    ? table
    : undefined;
}

/** Columns that several of our tables have: they do not tell one from another. */
const SHARED: ReadonlySet<ColumnKey> = new Set(['meta:dossier', 'meta:dossier_number']);

/** A tie to something that is gone: kept, so that it is never created again without the user's word. */
export const GONE = 0;
