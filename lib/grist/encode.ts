// Row operations as JSON fragments, each written once and weighed to the byte.

import { Failure } from '../errors/failure';
import { isDossiersTable } from '../sync/archive';
import type { ParentRef, RowGroup, RowOperation } from '../sync/model/operation';
import type { BoundColumn, BoundTable, Cell, ColumnKey, TableKey } from '../sync/model/table';

/** A table as the writer sees it: its id already in JSON, and the columns that an added row fills. */
export type TableShape = {
  readonly key: TableKey;
  readonly idJson: string;
  readonly byKey: ReadonlyMap<ColumnKey, BoundColumn>;
  /** In the order of the columnar arrays. */
  readonly added: readonly BoundColumn[];
};

export type Shapes = ReadonlyMap<TableKey, TableShape>;

/** A cell's JSON and its weight in UTF-8 bytes; `PARENT` where the dossier's row id will stand. */
export type Fragment = { readonly json: string; readonly bytes: number };
export const PARENT = 'parent';

export type EncodedRow =
  | {
      readonly type: 'add';
      readonly table: TableShape;
      /** Rank among the `add` operations of its group. */
      readonly rank: number;
      readonly columns: readonly BoundColumn[];
      readonly values: readonly (Fragment | typeof PARENT)[];
    }
  | {
      readonly type: 'update';
      readonly table: TableShape;
      readonly rowId: number;
      readonly columns: readonly BoundColumn[];
      readonly values: readonly (Fragment | typeof PARENT)[];
    }
  | { readonly type: 'remove'; readonly table: TableShape; readonly rowId: number };

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
  return {
    key: table.key,
    idJson: JSON.stringify(table.id),
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
      return { type: 'remove', table, rowId: operation.rowId };
    case 'update': {
      const columns: BoundColumn[] = [];
      const values: (Fragment | typeof PARENT)[] = [];
      for (const [key, cell] of Object.entries(operation.cells)) {
        columns.push(columnOf(table, key));
        values.push(encodeCell(cell, hasParent));
      }
      return { type: 'update', table, rowId: operation.rowId, columns, values };
    }
    case 'add': {
      const { cells } = operation;
      let used = 0;
      const values = table.added.map((column) => {
        const cell = cells[column.key];
        if (cell === undefined) return NULL;
        used += 1;
        return encodeCell(cell, hasParent);
      });
      if (used !== countKeys(cells)) refuseStrays(table, cells);
      return { type: 'add', table, rank, columns: table.added, values };
    }
  }
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

const NULL: Fragment = { json: 'null', bytes: 4 };
const TRUE: Fragment = { json: 'true', bytes: 4 };
const FALSE: Fragment = { json: 'false', bytes: 5 };

function encodeCell(cell: Cell | ParentRef, hasParent: boolean): Fragment | typeof PARENT {
  if (cell === null) return NULL;
  switch (typeof cell) {
    case 'string': {
      const json = JSON.stringify(cell);
      return { json, bytes: Buffer.byteLength(json) };
    }
    case 'number': {
      if (!Number.isFinite(cell)) return NULL;
      const json = String(cell);
      return { json, bytes: json.length };
    }
    case 'boolean':
      return cell ? TRUE : FALSE;
  }
  if (isParent(cell)) {
    if (!hasParent) throw new Error('write: a parent reference in a group that adds no dossier');
    return PARENT;
  }
  const json = JSON.stringify(cell);
  return { json, bytes: Buffer.byteLength(json) };
}

function isParent(cell: Cell | ParentRef): cell is ParentRef {
  return typeof cell === 'object' && cell !== null && 'parent' in cell;
}
