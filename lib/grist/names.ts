// Which Grist id each managed table and column has, or will have if Grist agrees.

import type { SchemaOperation } from '../sync/model/operation';
import type { ColumnKey, ColumnSpec, TableKey, WantedType } from '../sync/model/table';
import type { RawTable } from './structure';

/**
 * A table that exists already. `columns` and `dossierColumn` are those of a `BoundTable`, which may be given as it
 * is: they are needed only when a formula looks up a column that is not created at the same time.
 */
export type KnownTable = {
  readonly key: TableKey;
  readonly ref: number;
  readonly id: string;
  readonly columns?: readonly { readonly key: ColumnKey; readonly ref: number; readonly id: string }[];
  readonly dossierColumn?: ColumnKey | null;
};

export type Names = {
  /** Throws an ordinary Error for a table that neither exists nor is being created: the plan makes no sense. */
  tableId(table: TableKey): string;
  columnId(table: TableKey, column: ColumnKey): string | null;
  /** What Grist answered takes the place of what was proposed. */
  rename(table: TableKey, id: string): void;
  renameColumn(table: TableKey, column: ColumnKey, id: string): void;
};

/** Ids as known and as proposed. `base`: the document before, for columns of known tables given without theirs. */
export function openNames(
  operations: readonly SchemaOperation[],
  known: readonly KnownTable[],
  base: readonly RawTable[],
): Names {
  const tables = new Map<TableKey, { id: string; readonly columns: Map<ColumnKey, string> }>();
  for (const { key, id, ref, columns } of known) {
    const found = base.find((table) => table.ref === ref);
    const ids = new Map<ColumnKey, string>();
    for (const { id: columnId } of found?.columns ?? []) {
      for (const guess of guessedKeys(columnId)) ids.set(guess, columnId);
    }
    for (const column of columns ?? []) ids.set(column.key, column.id);
    tables.set(key, { id, columns: ids });
  }
  for (const operation of operations) {
    if (operation.type === 'create_table') {
      const { key, id, columns } = operation.table;
      tables.set(key, { id, columns: new Map(columns.map((column) => [column.key, column.id])) });
    }
    if (operation.type === 'add_column') {
      tables.get(operation.table)?.columns.set(operation.column.key, operation.column.id);
    }
  }
  const tableOf = (key: TableKey) => {
    const table = tables.get(key);
    if (table === undefined) throw new Error(`reshape: table ${key} is neither known nor created`);
    return table;
  };
  return {
    tableId: (key) => tableOf(key).id,
    columnId: (key, column) => tableOf(key).columns.get(column) ?? null,
    rename: (key, id) => {
      tableOf(key).id = id;
    },
    renameColumn: (key, column, id) => {
      tableOf(key).columns.set(column, id);
    },
  };
}

/** A column of metadata keeps its own name as id: `number`, or `dossier_number` in the original tool's documents. */
function guessedKeys(id: string): readonly ColumnKey[] {
  return id.startsWith('dossier_') ? [`meta:${id}`, `meta:${id.slice('dossier_'.length)}`] : [`meta:${id}`];
}

/** Does some formula name a column that only the document itself can tell? */
export function needsBase(operations: readonly SchemaOperation[], known: readonly KnownTable[]): boolean {
  const names = openNames(operations, known, []);
  return operations.some((operation) =>
    lookupsOf(operation).some(
      ({ table, lookup }) =>
        names.columnId(lookup.table, lookup.column) === null || names.columnId(table, lookup.by) === null,
    ),
  );
}

function lookupsOf(operation: SchemaOperation) {
  switch (operation.type) {
    case 'create_table':
      return operation.table.columns.flatMap((column) => lookupOf(operation.table.key, column));
    case 'add_column':
    case 'convert_column':
      return lookupOf(operation.table, operation.column);
    case 'describe_column':
    case 'set_widget':
    case 'hide_column':
    case 'show_column':
    case 'remove_column':
      return [];
  }
}

function lookupOf(table: TableKey, column: ColumnSpec) {
  return column.lookup === null ? [] : [{ table, lookup: column.lookup }];
}

/** Grist's type: a reference names its table's id. */
export function typeText(type: WantedType, names: Names): string {
  return typeof type === 'string' ? type : `Ref:${names.tableId(type.ref)}`;
}

/**
 * The formula of a column kept by us, empty for a column of data.
 * Throws an ordinary Error when a column it names is nowhere: give bound tables as `known`.
 */
export function formulaText(table: TableKey, column: ColumnSpec, names: Names): string {
  const { lookup } = column;
  if (lookup === null) return '';
  const looked = names.columnId(lookup.table, lookup.column);
  const by = names.columnId(table, lookup.by);
  if (looked === null || by === null) {
    throw new Error(`reshape: the formula of ${table} ${column.key} names a column that is not known`);
  }
  return `${names.tableId(lookup.table)}.lookupOne(${looked}=${lookup.asText ? `str($${by})` : `$${by}`})`;
}
