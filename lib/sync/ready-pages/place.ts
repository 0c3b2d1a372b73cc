// What a page may be made of: the managed tables and columns that are in the document now, by key, whatever their names.

import type { Bindings, ColumnKey, FoundColumn, FoundTable, TableKey } from '../model/table';
import { tiedColumn, tiedTable } from '../ours';

export type PlacedTable = {
  readonly key: TableKey;
  readonly label: string | null;
  readonly found: FoundTable;
  /** In the order of the document; fields that left the form are not among them. */
  readonly columns: ReadonlyMap<ColumnKey, FoundColumn>;
};

export type Placed = ReadonlyMap<TableKey, PlacedTable>;

/** Pure. Deleted tables and columns are absent. */
export function placeTables(structure: readonly FoundTable[], { tables }: Bindings): Placed {
  const placed = new Map<TableKey, PlacedTable>();
  for (const tie of tables) {
    const found = tiedTable(structure, tie);
    if (found === undefined) continue;
    const columns = new Map<ColumnKey, FoundColumn>();
    for (const column of tie.columns) {
      const own = column.retired === undefined ? tiedColumn(found, column) : undefined;
      if (own !== undefined) columns.set(column.key, own);
    }
    placed.set(tie.key, { key: tie.key, label: tie.label ?? null, found, columns });
  }
  return placed;
}

export function columnRefs(table: PlacedTable, names: readonly string[]): readonly number[] {
  return names.flatMap((name) => table.columns.get(`meta:${name}`)?.ref ?? []);
}
