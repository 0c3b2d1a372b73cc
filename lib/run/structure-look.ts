// What the structure's comparison needs of the cells themselves: options still in use, cells that a type does not hold.
// Only where the answer decides something; nothing of a cell is kept.

import { columnSlot, type UsedOptions } from '../sync/drifting/desk';
import { lingering, stringList } from '../sync/drifting/words';
import { baseType } from '../sync/fits-type';
import type { SchemaChange } from '../sync/model/change';
import type { Bindings, BoundTable, Cell, FoundColumn, FoundTable, Layout } from '../sync/model/table';
import { tiedColumn, tiedTable } from '../sync/ours';
import type { Destination } from './ports';

/** Grist: one scan for each column that offers an option which the form no longer has; none with `etendre`. */
export async function readUsedOptions(
  destination: Destination,
  layout: Layout,
  structure: readonly FoundTable[],
  bindings: Bindings,
): Promise<UsedOptions> {
  const used = new Map<string, ReadonlySet<string>>();
  for (const spec of layout.tables) {
    const tie = bindings.tables.find(({ key }) => key === spec.key);
    const table = tiedTable(structure, tie);
    if (table === undefined) continue;
    for (const column of spec.columns) {
      if (column.widget.choices === undefined) continue;
      const own = tie?.columns.find(({ key }) => key === column.key);
      const found = tiedColumn(table, own);
      if (found === undefined) continue;
      const candidates = lingering(column, stringList(found.widgetOptions.choices), own?.options);
      if (candidates.length === 0) continue;
      const wanted = new Set(candidates);
      const seen = new Set<string>();
      for await (const cell of cellsOf(destination, table, found)) {
        for (const value of Array.isArray(cell) ? cell.slice(1) : [cell]) {
          if (typeof value === 'string' && wanted.has(value)) seen.add(value);
        }
      }
      used.set(columnSlot(spec.key, column.key), seen);
    }
  }
  return used;
}

/**
 * Cells of a column that its present type could not take: Grist keeps them as texts, shown in red. Null where a text is
 * what the type holds, so that none stands out. Grist: one scan.
 */
export async function countMisfits(
  destination: Destination,
  change: SchemaChange,
  structure: readonly FoundTable[],
  bindings: Bindings,
): Promise<number | null> {
  const tie = bindings.tables.find(({ key }) => key === change.table);
  const table = tiedTable(structure, tie);
  const own = tie?.columns.find(({ key }) => key === change.column);
  const found = table === undefined ? undefined : tiedColumn(table, own);
  if (table === undefined || found === undefined || found.isFormula) return null;
  if (['Text', 'Choice', 'Any'].includes(baseType(found.type))) return null;
  let count = 0;
  for await (const cell of cellsOf(destination, table, found))
    if (typeof cell === 'string' && cell !== '') count += 1;
  return count;
}

async function* cellsOf(
  destination: Destination,
  table: FoundTable,
  { ref, id, type }: FoundColumn,
): AsyncIterable<Cell> {
  const bound: BoundTable = {
    key: 'champs',
    ref: table.ref,
    id: table.id,
    columns: [{ key: 'colonne', ref, id, type }],
    keyColumns: [],
    dossierColumn: null,
  };
  for await (const rows of destination.scan(bound, ['colonne'])) {
    for (const { cells } of rows) yield cells.colonne ?? null;
  }
}
