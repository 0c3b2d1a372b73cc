// The plan of rows: from what the rows should be and what the document holds, typed operations with their reasons.
// The same plan is shown by a preview, executed by a run, counted, and kept as a verification.

import { dossierOf, keyOf } from './key';
import type { ParentRef, ReadyRow, RowGroup, RowOperation, WantedRow } from './model/operation';
import type { BoundTable, Cell, ColumnKey, FoundRow, TableKey } from './model/table';
import { sameCell } from './same';

/** What becomes of one dossier (or of the shared rows, `dossier` null). */
export type DossierPlan = RowGroup & {
  /** `added`: its row in `dossiers` is new; `updated`: something of it is written; `unchanged`: nothing is. */
  readonly outcome: 'added' | 'updated' | 'unchanged';
};

/** A row of a managed table that is not ours: it is left alone, and told. */
export type Stray = {
  readonly table: TableKey;
  readonly rowId: number;
  /** `sans_cle`: a row that somebody added; `doublon`: a second row with the key of another. */
  readonly kind: 'sans_cle' | 'doublon';
};

export type RowPlan = { readonly dossiers: readonly DossierPlan[]; readonly strays: readonly Stray[] };

/** What is wanted of one dossier; no rows at all means that every child row goes, and the dossier's row stays. */
export type Wanted = { readonly dossier: number | null; readonly rows: readonly WantedRow[] };

/** The same, with the attachments that there are of its files (lib/sync/mirrored.ts). */
export type Ready = { readonly dossier: number | null; readonly rows: readonly ReadyRow[] };

/**
 * Plans the rows of these dossiers. Only managed columns that exist are compared and written; rows found for other
 * dossiers are not looked at. A child row of ours that is no longer wanted is removed; the `dossiers` row never is.
 *
 * @param volatile columns written along with others but never compared.
 */
export function planRows(
  tables: readonly BoundTable[],
  wanted: readonly Ready[],
  found: readonly FoundRow[],
  volatile: (table: TableKey, column: ColumnKey) => boolean = () => false,
): RowPlan {
  const byKey = new Map(tables.map((table) => [table.key, table]));
  const { owned, strays } = sortFound(byKey, found);
  const dossiers = wanted.map(({ dossier, rows }): DossierPlan => {
    const here = owned.get(dossier) ?? new Map<string, FoundRow>();
    const parent = here.get(slot('dossiers', String(dossier)))?.rowId ?? null;
    const operations: RowOperation[] = [];
    const kept = new Set<string>();
    for (const row of rows) {
      const table = byKey.get(row.table);
      if (table === undefined) continue;
      const place = slot(row.table, row.key);
      if (kept.has(place)) continue;
      kept.add(place);
      const operation = planRow(table, row, here.get(place), parent, volatile);
      if (operation !== null) operations.push(operation);
    }
    for (const [place, row] of here) {
      if (kept.has(place) || row.table === 'dossiers') continue;
      const key = place.slice(place.indexOf(' ') + 1);
      operations.push({ type: 'remove', table: row.table, key, rowId: row.rowId, reason: 'disparu' });
    }
    const isNew = operations.some(({ type, table }) => type === 'add' && table === 'dossiers');
    return {
      dossier,
      operations: parentFirst(operations),
      outcome: isNew ? 'added' : operations.length > 0 ? 'updated' : 'unchanged',
    };
  });
  return { dossiers, strays };
}

type Cells = Readonly<Record<ColumnKey, Cell | ParentRef>>;

function planRow(
  table: BoundTable,
  row: ReadyRow,
  found: FoundRow | undefined,
  parent: number | null,
  volatile: (table: TableKey, column: ColumnKey) => boolean,
): RowOperation | null {
  const { table: key } = row;
  if (found === undefined) {
    const cells = wantedCells(table, row, parent);
    return { type: 'add', table: key, key: row.key, cells, reason: 'nouveau' };
  }
  const changed: Record<ColumnKey, Cell | ParentRef> = {};
  const temporary: Record<ColumnKey, Cell | ParentRef> = {};
  let changes = 0;
  for (const column of table.columns) {
    const value = row.cells[column.key];
    if (value === undefined) continue;
    const cell = isParent(value) ? (parent ?? value) : value;
    if (volatile(key, column.key)) temporary[column.key] = cell;
    else if (isParent(cell) || !sameCell(column.type, cell, found.cells[column.key])) {
      changed[column.key] = cell;
      changes += 1;
    }
  }
  if (changes === 0) return null;
  const cells = { ...changed, ...temporary };
  return { type: 'update', table: key, key: row.key, rowId: found.rowId, cells, reason: 'modifie' };
}

/** The cells of a new row that have a column: the row's own when all of them do, which is the usual case. */
function wantedCells(table: BoundTable, row: ReadyRow, parent: number | null): Cells {
  const isWhole = Object.keys(row.cells).length === table.columns.length;
  if (parent === null && isWhole && table.columns.every(({ key }) => key in row.cells)) return row.cells;
  const cells: Record<ColumnKey, Cell | ParentRef> = {};
  for (const { key } of table.columns) {
    const value = row.cells[key];
    if (value !== undefined) cells[key] = isParent(value) ? (parent ?? value) : value;
  }
  return cells;
}

/** Found rows by dossier and key. Of two rows with one key the older is ours: Grist gives growing row ids. */
export function sortFound(
  tables: ReadonlyMap<TableKey, BoundTable>,
  found: readonly FoundRow[],
): {
  readonly owned: ReadonlyMap<number | null, ReadonlyMap<string, FoundRow>>;
  readonly strays: readonly Stray[];
} {
  const owned = new Map<number | null, Map<string, FoundRow>>();
  const strays: Stray[] = [];
  for (const row of [...found].sort((left, right) => left.rowId - right.rowId)) {
    const table = tables.get(row.table);
    if (table === undefined) continue;
    const key = keyOf(table, row.cells);
    if (key === null) {
      strays.push({ table: row.table, rowId: row.rowId, kind: 'sans_cle' });
      continue;
    }
    const dossier = dossierOf(table, row);
    const rows = owned.get(dossier) ?? new Map<string, FoundRow>();
    owned.set(dossier, rows);
    const place = slot(row.table, key);
    if (rows.has(place)) strays.push({ table: row.table, rowId: row.rowId, kind: 'doublon' });
    else rows.set(place, row);
  }
  return { owned, strays };
}

/** The parent's row first: its children refer to it. */
function parentFirst(operations: readonly RowOperation[]): readonly RowOperation[] {
  const parents = operations.filter(({ table }) => table === 'dossiers');
  return parents.length === 0
    ? operations
    : [...parents, ...operations.filter(({ table }) => table !== 'dossiers')];
}

/** Table keys hold no space, so the first one parts them from the row's key. */
function slot(table: TableKey, key: string): string {
  return `${table} ${key}`;
}

function isParent(cell: Cell | ParentRef): cell is ParentRef {
  return typeof cell === 'object' && cell !== null && 'parent' in cell;
}
