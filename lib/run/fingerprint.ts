// Fingerprints: what makes a second reading of the same thing free of writes.

import { createHash } from 'node:crypto';
import type { WantedRow } from '../sync/model/operation';
import type { LayoutOptions, Scope } from '../sync/model/options';
import type { BoundTable, ColumnKey, TableKey } from '../sync/model/table';
import { EXTRACTION_VERSION } from '../sync/version';

/** Columns whose value changes at every reading (signed links), by table: they are left out. */
export type VolatileColumns = ReadonlyMap<TableKey, ReadonlySet<ColumnKey>>;

/**
 * SHA-256, base64url, of every stable managed cell of these rows. Rows and cells come in the layout's order: it is
 * stable. On the hot path of every reading: one text, one hash.
 */
export function fingerprintRows(rows: readonly WantedRow[], volatile: VolatileColumns): string {
  let text = '';
  for (const { table, key, cells } of rows) {
    const skipped = volatile.get(table);
    text += `${table} ${key} ${JSON.stringify(skipped === undefined ? cells : without(cells, skipped))}\n`;
  }
  return createHash('sha256').update(text).digest('base64url');
}

function without(cells: WantedRow['cells'], skipped: ReadonlySet<ColumnKey>) {
  return Object.fromEntries(Object.entries(cells).filter(([column]) => !skipped.has(column)));
}

/**
 * Changes when the scope, the options, the extraction or the columns written do: everything is then read again, so that
 * a new column is filled for every dossier that has it, and a restored or retyped one gets its values. Renames change
 * nothing.
 *
 * @param generation of the bindings: a column made again has the key, the type and sometimes the ref of the old one.
 */
export function fingerprintSettings(
  scope: Scope,
  options: LayoutOptions,
  tables: readonly BoundTable[],
  generation: number,
): string {
  const columns = tables.map(({ key, columns: bound }) => [
    key,
    bound.map((column) => `${column.key} ${column.type.split(':', 1)[0]}`).sort(),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([EXTRACTION_VERSION, canonical(scope), canonical(options), columns, generation]))
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
