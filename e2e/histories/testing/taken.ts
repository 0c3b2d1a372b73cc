// What the user took away or changed among managed tables and columns: it is theirs to decide, and must stay so.

import type { ColumnKey, TableKey } from '../../../lib/sync/model/table';

/** How a column looks to the user: options and alignment that they set. */
export type Look = { readonly type: string; readonly choice: string | null; readonly alignment: string };

export type Taken = ReturnType<typeof taken>;

const place = (table: TableKey, column: ColumnKey) => `${table} ${column}`;

/** Columns are remembered by key where the product knows them by key, by ref where Grist shows them. */
export function taken() {
  const tables = new Set<TableKey>();
  const columns = new Map<string, { readonly table: TableKey; readonly column: ColumnKey }>();
  const formulas = new Set<number>();
  const types = new Map<number, string>();
  const looks = new Map<number, Look>();
  const refs = new Set<number>();
  let isBlocked = false;
  let edits = 0;
  return {
    /** Keys of the tables deleted in Grist. */
    tables,
    /** Managed columns deleted in Grist. */
    columns: () => [...columns.values()],
    /** Refs of managed columns made into formulas. */
    formulas,
    /** Types given by the user, by column ref. */
    types,
    looks,
    /** Refs of the tables and columns that the user deleted. */
    deletedRefs: refs,
    /** How many managed cells the user has edited so far. */
    edits: () => edits,
    edit: () => {
      edits += 1;
    },
    hasColumn: (table: TableKey, column: ColumnKey) => columns.has(place(table, column)),
    /** Without the table of dossiers or its numbers nothing can be kept equal: a run says so, and writes nothing. */
    isBlocked: () => isBlocked,
    block: () => {
      isBlocked = true;
    },
    deleteTable(key: TableKey, ref: number) {
      tables.add(key);
      refs.add(ref);
      if (key === 'dossiers') isBlocked = true;
    },
    deleteColumn(table: TableKey, column: ColumnKey, ref: number) {
      columns.set(place(table, column), { table, column });
      for (const known of [formulas, types, looks]) known.delete(ref);
      refs.add(ref);
      if (table === 'dossiers' && column === 'meta:number') isBlocked = true;
    },
  };
}
