// Fingerprints: what makes a second reading of the same thing free of writes.

import { createHash } from 'node:crypto';
import type { WantedRow } from '../sync/model/operation';
import type { LayoutOptions, Scope } from '../sync/model/options';
import type { ColumnKey, TableKey } from '../sync/model/table';
import { EXTRACTION_VERSION } from '../sync/version';

/** Tells the columns whose value changes at every reading (signed links): they are left out. */
export type IsVolatile = (table: TableKey, column: ColumnKey) => boolean;

/** SHA-256, base64url, of every stable managed cell of these rows. Rows come in the layout's order: it is stable. */
export function fingerprintRows(rows: readonly WantedRow[], isVolatile: IsVolatile): string {
  const hash = createHash('sha256');
  for (const row of rows) {
    const cells = Object.entries(row.cells).filter(([column]) => !isVolatile(row.table, column));
    hash.update(JSON.stringify([row.table, row.key, cells]));
    hash.update('\n');
  }
  return hash.digest('base64url');
}

/** Changes when the scope, the options or the extraction does: everything is then read again. */
export function fingerprintSettings(scope: Scope, options: LayoutOptions): string {
  return createHash('sha256')
    .update(JSON.stringify([EXTRACTION_VERSION, canonical(scope), canonical(options)]))
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
