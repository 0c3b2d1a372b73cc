// The archive: for each table of dossiers a twin with the same columns, where the rows of a dossier go when it leaves,
// for those who chose so. A row is in the table or in its twin, never in both.

import type { ParentRef, RowGroup, RowOperation } from './model/operation';
import type { Departure } from './model/policies';
import type {
  BoundTable,
  Cell,
  Cells,
  ColumnKey,
  FoundRow,
  Layout,
  TableKey,
  TableSpec,
} from './model/table';
import { sortFound } from './plan';
import { sameCell } from './same';
import { PARENT_KEY } from './tables/meta';

const PREFIX = 'archive:';
const ARCHIVED_DOSSIERS: TableKey = `${PREFIX}dossiers`;

export function archiveKey(key: TableKey): TableKey {
  return `${PREFIX}${key}`;
}

export function isArchive(key: TableKey): boolean {
  return key.startsWith(PREFIX);
}

/** The table of dossiers or its twin: the rows that children refer to. */
export function isDossiersTable(key: TableKey): boolean {
  return key === 'dossiers' || key === ARCHIVED_DOSSIERS;
}

/** The layout with the twins of the tables whose rows belong to dossiers. */
export function withArchive(layout: Layout): Layout {
  const twins = layout.tables.filter(({ dossierColumn }) => dossierColumn !== null).map(twinOf);
  return { ...layout, tables: [...layout.tables, ...twins] };
}

function twinOf(spec: TableSpec): TableSpec {
  return {
    ...spec,
    key: archiveKey(spec.key),
    id: spec.id.replace(/^(Demarche_\d+)_/, '$1_archive_'),
    aliases: [],
    columns: spec.columns.map((column) => ({
      ...column,
      aliases: [],
      type: column.key === PARENT_KEY ? { ref: ARCHIVED_DOSSIERS } : column.type,
    })),
  };
}

/** A dossier that leaves: what its row must say of it, and what becomes of its rows. */
export type Leaving = {
  readonly number: number;
  readonly cells: Cells;
  readonly policy: Departure;
};

/**
 * What to do for dossiers that leave, one group each; none for those whose rows are already as they should be, or that
 * the user removed. Rows that are not ours stay. Where the archive cannot take every row (a twin was removed from the
 * document) the dossier is marked: nothing is deleted that is not kept elsewhere.
 */
export function planLeaving(
  tables: readonly BoundTable[],
  leaving: readonly Leaving[],
  found: readonly FoundRow[],
): readonly RowGroup[] {
  const byKey = new Map(tables.map((table) => [table.key, table]));
  const { owned } = sortFound(byKey, found);
  return leaving.flatMap(({ number, cells, policy }): RowGroup[] => {
    const rows = [...(owned.get(number) ?? new Map<string, FoundRow>()).entries()].map(([place, row]) => ({
      key: place.slice(place.indexOf(' ') + 1),
      row,
    }));
    const live = rows.filter(({ row }) => !isArchive(row.table));
    const kept = rows.filter(({ row }) => isArchive(row.table));
    const operations = operationsFor(byKey, { cells, policy }, live, kept);
    return operations.length === 0 ? [] : [{ dossier: number, operations }];
  });
}

type Placed = { readonly key: string; readonly row: FoundRow };

function operationsFor(
  tables: ReadonlyMap<TableKey, BoundTable>,
  { cells, policy }: Pick<Leaving, 'cells' | 'policy'>,
  live: readonly Placed[],
  kept: readonly Placed[],
): readonly RowOperation[] {
  const marks = [...live, ...kept].flatMap((placed) => mark(tables, placed, cells));
  switch (policy) {
    case 'marquer':
      return marks;
    case 'supprimer':
      return [...live.map(removal), ...marks.filter(({ table }) => isArchive(table))];
    case 'archiver':
      return live.every(({ row }) => tables.has(archiveKey(row.table)))
        ? live.length === 0
          ? marks
          : archiving(tables, cells, live, kept)
        : marks;
  }
}

/** Says on the dossier's own row, wherever it is, why it is no longer followed. */
function mark(
  tables: ReadonlyMap<TableKey, BoundTable>,
  { key, row }: Placed,
  cells: Cells,
): readonly RowOperation[] {
  const table = tables.get(row.table);
  if (table === undefined || !isDossiersTable(row.table)) return [];
  const changed = differing(table, cells, row);
  if (Object.keys(changed).length === 0) return [];
  return [{ type: 'update', table: row.table, key, rowId: row.rowId, cells: changed, reason: 'disparu' }];
}

function removal({ key, row }: Placed): RowOperation {
  return { type: 'remove', table: row.table, key, rowId: row.rowId, reason: 'disparu' };
}

/** Every cell found, into the twin; what an earlier attempt left there is completed. */
function archiving(
  tables: ReadonlyMap<TableKey, BoundTable>,
  cells: Cells,
  live: readonly Placed[],
  kept: readonly Placed[],
): readonly RowOperation[] {
  const there = new Map(kept.map((placed) => [`${placed.row.table} ${placed.key}`, placed.row]));
  const parent = kept.find(({ row }) => row.table === ARCHIVED_DOSSIERS)?.row.rowId ?? null;
  const bringsParent = live.some(({ row }) => row.table === 'dossiers');
  const moved = live.flatMap(({ key, row }): RowOperation[] => {
    const twin = tables.get(archiveKey(row.table));
    if (twin === undefined) return [];
    const wanted: Record<ColumnKey, Cell | ParentRef> = {};
    for (const column of twin.columns) {
      const own = row.cells[column.key] ?? null;
      const said = row.table === 'dossiers' ? cells[column.key] : undefined;
      wanted[column.key] = said === undefined ? own : said;
    }
    if (row.table !== 'dossiers' && PARENT_KEY in wanted) {
      wanted[PARENT_KEY] = parent ?? (bringsParent ? { parent: true } : null);
    }
    const before = there.get(`${twin.key} ${key}`);
    const base = { table: twin.key, key, reason: 'disparu' } as const;
    if (before === undefined) return [{ ...base, type: 'add', cells: wanted }];
    const changed = differing(twin, wanted, before);
    return Object.keys(changed).length === 0
      ? []
      : [{ ...base, type: 'update', rowId: before.rowId, cells: changed }];
  });
  const first = moved.filter(({ table }) => table === ARCHIVED_DOSSIERS);
  const others = moved.filter(({ table }) => table !== ARCHIVED_DOSSIERS);
  return [...first, ...others, ...live.map(removal)];
}

function differing(
  table: BoundTable,
  wanted: Readonly<Record<ColumnKey, Cell | ParentRef>>,
  found: FoundRow,
): Readonly<Record<ColumnKey, Cell | ParentRef>> {
  return Object.fromEntries(
    table.columns.flatMap(({ key, type }) => {
      const cell = wanted[key];
      if (cell === undefined) return [];
      const isParent = typeof cell === 'object' && cell !== null && 'parent' in cell;
      return isParent || !sameCell(type, cell, found.cells[key]) ? [[key, cell] as const] : [];
    }),
  );
}
