// Where the tables of a layout are in a document.

import type { Bindings, FoundTable, Layout, TableKey } from '../model/table';
import { tiedTable } from '../ours';

/** Tables of the document by key: by tie, else by id. A table of ours is never taken for another. */
export function locateTables(
  layout: Layout,
  found: readonly FoundTable[],
  bindings: Bindings,
): ReadonlyMap<TableKey, FoundTable> {
  const located = new Map<TableKey, FoundTable>();
  for (const spec of layout.tables) {
    const table = tiedTable(
      found,
      bindings.tables.find(({ key }) => key === spec.key),
    );
    if (table !== undefined) located.set(spec.key, table);
  }
  const taken = new Set([...located.values()].map(({ ref }) => ref));
  for (const spec of layout.tables) {
    if (located.has(spec.key)) continue;
    const ids = [spec.id, ...spec.aliases].map((id) => id.toLowerCase());
    const table = found.find(({ id, ref }) => ids.includes(id.toLowerCase()) && !taken.has(ref));
    if (table !== undefined) located.set(spec.key, table);
  }
  return located;
}
