// Fingerprints: what makes a second reading of the same thing free of writes.

import { createHash } from 'node:crypto';
import { isArchive } from '../sync/archive';
import { shortHash } from '../sync/hash';
import type { WantedRow } from '../sync/model/operation';
import type { LayoutOptions, Scope } from '../sync/model/options';
import type { BoundTable, ColumnKey, Layout, TableKey } from '../sync/model/table';
import { EXTRACTION_VERSION } from '../sync/version';
import { lightFingerprint } from './light-columns';

/** Columns whose value changes at every reading (signed links), by table: they are left out. */
export type VolatileColumns = ReadonlyMap<TableKey, ReadonlySet<ColumnKey>>;

/** What fingerprints of rows depend on beside the rows. */
export type Marking = {
  readonly volatile: VolatileColumns;
  /** Columns in their canonical order, found once a table: on the hot path, not once a row. */
  readonly orders: Map<TableKey, Order>;
};

export function markingOf({ tables }: Layout): Marking {
  const volatile = new Map<TableKey, ReadonlySet<ColumnKey>>();
  for (const { key, columns } of tables) {
    const keys = columns.filter((column) => column.volatile).map((column) => column.key);
    if (keys.length > 0) volatile.set(key, new Set(keys));
  }
  return { volatile, orders: new Map() };
}

/**
 * Fingerprint of a dossier, canonical: whatever the order in which DN gives its rows or the form its fields, the same
 * values give the same text. `<light>.<whole>`: SHA-256 of every stable managed cell, and before the dot a short one of
 * the few cells that a light verification reads (empty when the dossier has no row in `dossiers`). On the hot path of
 * every reading: one text, two hashes.
 */
export function fingerprintRows(rows: readonly WantedRow[], { volatile, orders }: Marking): string {
  const lines: string[] = [];
  let light = '';
  for (const { table, key, cells } of rows) {
    const { sorted, mark } = orderOf(orders, table, cells, volatile.get(table));
    lines.push(`${table} ${key} ${mark} ${JSON.stringify(sorted.map((column) => cells[column]))}\n`);
    if (table === 'dossiers') light = lightFingerprint(cells);
  }
  const hash = createHash('sha256');
  for (const line of lines.sort()) hash.update(line);
  return `${light}.${hash.digest('base64url')}`;
}

/** The light half of a remembered fingerprint; null when the Ledger remembers none. */
export function lightOf(fingerprint: string): string | null {
  const dot = fingerprint.indexOf('.');
  return dot > 0 ? fingerprint.slice(0, dot) : null;
}

/**
 * SHA-256 over (number, fingerprint) of every dossier in order of number: equal roots, equal démarches, whatever the
 * order of reading, the size of the pages and the interruptions.
 */
export function rootOf(fingerprints: ReadonlyMap<number, string>): string {
  const hash = createHash('sha256');
  for (const number of [...fingerprints.keys()].sort((left, right) => left - right)) {
    hash.update(`${number}:${fingerprints.get(number)}\n`);
  }
  return hash.digest('hex');
}

/** The columns of one table in their canonical order, and a mark of their names. */
type Order = {
  readonly given: readonly ColumnKey[];
  readonly sorted: readonly ColumnKey[];
  readonly mark: string;
};

function orderOf(
  orders: Map<TableKey, Order>,
  table: TableKey,
  cells: WantedRow['cells'],
  skipped: ReadonlySet<ColumnKey> | undefined,
): Order {
  const given = Object.keys(cells);
  const known = orders.get(table);
  // The form may be read again during a run: an order is only good for rows of the very same columns.
  if (known?.given.length === given.length && given.every((key, index) => known.given[index] === key)) {
    return known;
  }
  const sorted = given.filter((column) => skipped === undefined || !skipped.has(column)).sort();
  const order = { given, sorted, mark: shortHash(sorted.join(' ')) };
  orders.set(table, order);
  return order;
}

/**
 * Changes when the scope, the options, the extraction or the columns written do: everything is then read again, so that
 * a new column is filled for every dossier that has it, and a restored or retyped one gets its values. Renames change
 * nothing, nor does an archive.
 *
 * @param generation of the bindings: a column made again has the key, the type and sometimes the ref of the old one.
 */
export function fingerprintSettings(
  scope: Scope,
  options: LayoutOptions,
  tables: readonly BoundTable[],
  generation: number,
): string {
  // Mirrored fields are columns: a service that never had any must not read everything again to learn that it has none.
  const { fichiersCopies: _, ...chosen } = options;
  const columns = tables
    .filter(({ key }) => !isArchive(key))
    .map(({ key, columns: bound }) => [
      key,
      bound.map((column) => `${column.key} ${column.type.split(':', 1)[0]}`).sort(),
    ]);
  return createHash('sha256')
    .update(JSON.stringify([EXTRACTION_VERSION, canonical(scope), canonical(chosen), columns, generation]))
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
