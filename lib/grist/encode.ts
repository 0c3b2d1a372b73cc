// Row operations as the writer wants them: values in the order of the columns, weighed to the byte as JSON.

import { Failure } from '../errors/failure';
import { isDossiersTable } from '../sync/archive';
import type { ParentRef, RowGroup, RowOperation } from '../sync/model/operation';
import type { BoundColumn, BoundTable, Cell, ColumnKey, ListCell, TableKey } from '../sync/model/table';

/** A table as the writer sees it: its id already in JSON, and the columns that an added row fills. */
export type TableShape = {
  readonly key: TableKey;
  readonly idJson: string;
  readonly byKey: ReadonlyMap<ColumnKey, BoundColumn>;
  /** In the order of the columnar arrays. */
  readonly added: readonly BoundColumn[];
  /** What rows gathered in one user action have in common: the added ones, the removed ones. */
  readonly signatures: { readonly add: string; readonly remove: string };
};

export type Shapes = ReadonlyMap<TableKey, TableShape>;

/** Where the dossier's row id will stand. In JSON, a symbol of a list is written `null`: `weigh` counts on it. */
export const PARENT = Symbol('parent');

/** A cell as it is, or the place of the dossier's row id. JSON writes a number that it has no word for as null. */
export type EncodedValue = Cell | typeof PARENT;

/**
 * Values are not written one by one: a column of a request is written at once (batch.ts), natively. `bytes`: UTF-8
 * bytes of the values in JSON, parents and commas aside; `parents`: how many of them are `PARENT`.
 */
type Valued = {
  readonly columns: readonly BoundColumn[];
  readonly values: readonly EncodedValue[];
  readonly bytes: number;
  readonly parents: number;
};

export type EncodedRow = {
  readonly table: TableShape /** Rows of one user action. */;
  readonly signature: string;
} & (
  | (Valued & {
      readonly type: 'add';
      /** Rank among the `add` operations of its group. */
      readonly rank: number;
    })
  | (Valued & { readonly type: 'update'; readonly rowId: number })
  | { readonly type: 'remove'; readonly rowId: number }
);

export type EncodedGroup = {
  /** Its place in the list given to `write`. */
  readonly place: number;
  readonly dossier: number | null;
  /** The row of the dossiers table first, when the group adds it. */
  readonly rows: readonly EncodedRow[];
  readonly adds: number;
};

/**
 * An added row fills every bound column but formulas: a cell left out is null, whereas a column left out would take
 * Grist's default, 0 or an empty text (facts/grist.md §4). `formulas`: refs of formula columns.
 */
export function shapeOf(table: BoundTable, formulas: ReadonlySet<number>): TableShape {
  const idJson = JSON.stringify(table.id);
  return {
    key: table.key,
    idJson,
    signatures: { add: `a ${idJson}`, remove: `r ${idJson}` },
    byKey: new Map(table.columns.map((column) => [column.key, column])),
    added: table.columns.filter((column) => !formulas.has(column.ref)),
  };
}

/** Does some added row leave out a bound column, so that it matters which ones are formulas? */
export function leavesOutCells(tables: readonly BoundTable[], groups: readonly RowGroup[]): boolean {
  const width = new Map(tables.map((table) => [table.key, table.columns.length]));
  return groups.some((group) =>
    group.operations.some(
      (operation) => operation.type === 'add' && countKeys(operation.cells) !== width.get(operation.table),
    ),
  );
}

function countKeys(cells: object): number {
  let count = 0;
  for (const _ in cells) count += 1;
  return count;
}

/**
 * Throws GRIST_STRUCTURE_CHANGEE on a value whose column is not bound, or is a formula (now), and an ordinary Error
 * on a plan that makes no sense: a table not bound, a parent that the group does not add.
 */
export function encodeGroup(group: RowGroup, place: number, shapes: Shapes): EncodedGroup {
  const addsDossier = group.operations.some(isDossierAdd);
  const rows: EncodedRow[] = [];
  let adds = 0;
  for (const operation of group.operations) {
    const table = shapes.get(operation.table);
    if (table === undefined) throw new Error(`write: table ${operation.table} is not bound`);
    const row = encodeRow(operation, table, adds, addsDossier);
    if (row.type === 'add') adds += 1;
    if (isDossierAdd(operation)) rows.unshift(row);
    else rows.push(row);
  }
  return { place, dossier: group.dossier, rows, adds };
}

function isDossierAdd(operation: RowOperation): boolean {
  return operation.type === 'add' && isDossiersTable(operation.table);
}

function encodeRow(operation: RowOperation, table: TableShape, rank: number, hasParent: boolean): EncodedRow {
  switch (operation.type) {
    case 'remove':
      return { type: 'remove', table, signature: table.signatures.remove, rowId: operation.rowId };
    case 'update': {
      const columns: BoundColumn[] = [];
      const values: EncodedValue[] = [];
      for (const [key, cell] of Object.entries(operation.cells)) {
        columns.push(columnOf(table, key));
        values.push(encodeCell(cell, hasParent));
      }
      const signature = `u ${table.idJson} ${columns.map(({ ref }) => ref).join(' ')}`;
      return { type: 'update', table, signature, rowId: operation.rowId, columns, values, ...weigh(values) };
    }
    case 'add': {
      const { cells } = operation;
      let used = 0;
      const values = table.added.map((column) => {
        const cell = cells[column.key];
        if (cell === undefined) return null;
        used += 1;
        return encodeCell(cell, hasParent);
      });
      if (used !== countKeys(cells)) refuseStrays(table, cells);
      const signature = table.signatures.add;
      return { type: 'add', table, signature, rank, columns: table.added, values, ...weigh(values) };
    }
  }
}

function weigh(values: readonly EncodedValue[]): Pick<Valued, 'bytes' | 'parents'> {
  let parents = 0;
  for (const value of values) if (value === PARENT) parents += 1;
  const commas = Math.max(0, values.length - 1);
  const written = Buffer.byteLength(JSON.stringify(values));
  return { bytes: written - '[]'.length - commas - parents * 'null'.length, parents };
}

/** A value given to a column that is not bound, or that became a formula, must not be dropped without a word. */
function refuseStrays(table: TableShape, cells: Readonly<Record<ColumnKey, Cell | ParentRef>>): void {
  const added = new Set(table.added.map((column) => column.key));
  for (const [key, cell] of Object.entries(cells)) {
    const column = columnOf(table, key);
    if (!added.has(key) && cell !== null) throw changed(table, column.key);
  }
}

function columnOf(table: TableShape, key: ColumnKey): BoundColumn {
  const column = table.byKey.get(key);
  if (column === undefined) throw changed(table, key);
  return column;
}

function changed(table: TableShape, key: ColumnKey): Failure {
  return new Failure('GRIST_STRUCTURE_CHANGEE', { facts: { table: table.key, colonne: key } });
}

function encodeCell(cell: Cell | ParentRef, hasParent: boolean): EncodedValue {
  if (typeof cell !== 'object' || cell === null || !isParent(cell)) return cell;
  if (!hasParent) throw new Error('write: a parent reference in a group that adds no dossier');
  return PARENT;
}

function isParent(cell: ListCell | ParentRef): cell is ParentRef {
  return 'parent' in cell;
}
