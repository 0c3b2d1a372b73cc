// Fingerprints: what makes a second reading of the same thing free of writes.

import { createHash } from 'node:crypto';
import { isArchive } from '../sync/archive';
import type { WantedRow } from '../sync/model/operation';
import type { LayoutOptions, Scope } from '../sync/model/options';
import type { BoundTable, ColumnKey, Layout, TableKey } from '../sync/model/table';
import { EXTRACTION_VERSION } from '../sync/version';

/** Columns whose value changes at every reading (signed links), by table: they are left out. */
export type VolatileColumns = ReadonlyMap<TableKey, ReadonlySet<ColumnKey>>;

/** What fingerprints of rows depend on beside the rows. */
export type Marking = {
  readonly volatile: VolatileColumns;
  /** The columns of every table, in order, hashed: rows are then told by their values alone. */
  readonly columns: string;
};

export function markingOf({ tables }: Layout): Marking {
  const volatile = new Map<TableKey, ReadonlySet<ColumnKey>>();
  for (const { key, columns } of tables) {
    const keys = columns.filter((column) => column.volatile).map((column) => column.key);
    if (keys.length > 0) volatile.set(key, new Set(keys));
  }
  const names = tables.map(({ key, columns }) => [key, columns.map((column) => column.key)]);
  return { volatile, columns: createHash('sha256').update(JSON.stringify(names)).digest('base64url') };
}

/**
 * SHA-256, base64url, of every stable managed cell of these rows. Rows and cells come in the layout's order, and that
 * order is part of it. On the hot path of every reading: values only, for the names of columns weigh as much.
 */
export function fingerprintRows(rows: readonly WantedRow[], { volatile, columns }: Marking): string {
  const hash = createHash('sha256').update(columns);
  for (const { table, key, cells } of rows) {
    const skipped = volatile.get(table);
    const values = skipped === undefined ? Object.values(cells) : valuesWithout(cells, skipped);
    hash.update(`\n${table} ${key} ${JSON.stringify(values)}`);
  }
  return hash.digest('base64url');
}

function valuesWithout(cells: WantedRow['cells'], skipped: ReadonlySet<ColumnKey>) {
  return Object.entries(cells).flatMap(([column, value]) => (skipped.has(column) ? [] : [value]));
}

/**
 * Changes when the scope, the options, the extraction or the columns written do: everything is then read again, so that
 * a new column is filled for every dossier that has it, and a restored or retyped one gets its values. Renames change
 * nothing, nor does an archive.
 */
export function fingerprintSettings(
  scope: Scope,
  options: LayoutOptions,
  tables: readonly BoundTable[],
): string {
  const columns = tables
    .filter(({ key }) => !isArchive(key))
    .map(({ key, columns: bound }) => [
      key,
      bound.map((column) => `${column.key} ${column.type.split(':', 1)[0]}`).sort(),
    ]);
  return createHash('sha256')
    .update(JSON.stringify([EXTRACTION_VERSION, canonical(scope), canonical(options), columns]))
    .digest('base64url');
}

/** Keys and lists in a fixed order: the order in which somebody ticked boxes means nothing. */
function canonical(value: Readonly<Record<string, unknown>>): unknown {
  return Object.keys(value)
    .sort()
    .map((key) => {
      const item = value[key];
      return [key, Array.isArray(item) ? [...item].map(String).sort() : item];
    });
}
