// One request of row operations being filled, whose size in bytes is known at every moment.

import { isDossiersTable } from '../sync/archive';
import type { Cell } from '../sync/model/table';
import { type EncodedGroup, type EncodedRow, PARENT, type TableShape } from './encode';

/** Rows of a group that go in one request: all of them, or a part when the group alone is too large. */
export type Parcel = {
  readonly group: EncodedGroup;
  readonly rows: readonly EncodedRow[];
  /** Row id of the dossier when an earlier request added it; null when this parcel adds it, or needs none. */
  readonly parent: number | null;
};

export type Batch = {
  readonly parcels: readonly Parcel[];
  /** Exact length of `body()`. */
  readonly bytes: number;
  /** By how much `bytes` would grow with this parcel. */
  costOf(parcel: Parcel): number;
  push(parcel: Parcel): void;
  /** The user actions as JSON: what `/apply` receives. */
  body(): Buffer;
  /**
   * Ids that Grist gave to the added rows of each parcel, by rank in its group, from the actions' return values.
   * Null when the values are not what these actions return.
   */
  addedIds(values: readonly unknown[]): ReadonlyMap<Parcel, ReadonlyMap<number, number>> | null;
};

/** One user action: rows of one table with the same columns. */
type Bucket = {
  readonly name: 'BulkAddRecord' | 'BulkUpdateRecord' | 'BulkRemoveRecord';
  readonly table: TableShape;
  readonly columns: readonly string[];
  readonly rows: Placed[];
};

/** A row of a request: who asked for it, its id, and the row id of its dossier. */
type Placed = {
  readonly parcel: Parcel;
  readonly row: EncodedRow;
  readonly id: string;
  readonly parent: number;
};

/**
 * Adds come first, the dossiers table before the others, so that a negative id is known when a child names it
 * (facts/grist.md §2); then updates, then removals.
 */
const ORDER = { BulkAddRecord: 0, BulkUpdateRecord: 1, BulkRemoveRecord: 2 } as const;

export function openBatch(): Batch {
  const buckets = new Map<string, Bucket>();
  const parcels: Parcel[] = [];
  let bytes = 2;
  let newDossiers = 0;

  const costOf = (parcel: Parcel): number => {
    const parentBytes = String(parentId(parcel, newDossiers)).length;
    const opened = new Set<string>();
    let cost = 0;
    for (const row of parcel.rows) {
      const { signature } = row;
      const isFirst = !buckets.has(signature) && !opened.has(signature);
      if (isFirst) {
        opened.add(signature);
        cost += openingCost(row) + (buckets.size + opened.size > 1 ? 1 : 0);
      }
      cost += rowCost(row, idText(row, newDossiers).length, parentBytes, isFirst);
    }
    return cost;
  };

  const push = (parcel: Parcel): void => {
    bytes += costOf(parcel);
    parcels.push(parcel);
    const parent = parentId(parcel, newDossiers);
    for (const row of parcel.rows) {
      bucketFor(buckets, row).rows.push({ parcel, row, id: idText(row, newDossiers), parent });
    }
    if (parcel.rows.some(isNewDossier)) newDossiers += 1;
  };

  const inOrder = (): readonly Bucket[] =>
    [...buckets.values()].sort(
      (a, b) =>
        ORDER[a.name] - ORDER[b.name] ||
        Number(isDossiersTable(b.table.key)) - Number(isDossiersTable(a.table.key)),
    );

  return {
    parcels,
    get bytes() {
      return bytes;
    },
    costOf,
    push,
    body() {
      const body = Buffer.allocUnsafeSlow(bytes);
      let at = 0;
      for (const piece of bodyPieces(inOrder())) at += body.write(piece, at);
      if (at !== bytes) throw new Error(`write: a request of ${at} bytes was weighed ${bytes}`);
      return body;
    },
    addedIds(values) {
      const given = new Map<Parcel, Map<number, number>>(parcels.map((parcel) => [parcel, new Map()]));
      for (const [at, bucket] of inOrder().entries()) {
        if (bucket.name !== 'BulkAddRecord') continue;
        const ids: unknown = values[at];
        if (!Array.isArray(ids) || ids.length !== bucket.rows.length) return null;
        for (const [at, { parcel, row }] of bucket.rows.entries()) {
          const id: unknown = ids[at];
          if (typeof id !== 'number' || !Number.isInteger(id)) return null;
          if (row.type === 'add') given.get(parcel)?.set(row.rank, id);
        }
      }
      return given;
    },
  };
}

function isNewDossier(row: EncodedRow): boolean {
  return row.type === 'add' && isDossiersTable(row.table.key);
}

/** Temporary ids of the request's new dossiers: -1, -2… */
function idText(row: EncodedRow, newDossiers: number): string {
  if (row.type !== 'add') return String(row.rowId);
  return isNewDossier(row) ? `-${newDossiers + 1}` : 'null';
}

function parentId(parcel: Parcel, newDossiers: number): number {
  return parcel.parent ?? -(newDossiers + 1);
}

function bucketFor(buckets: Map<string, Bucket>, row: EncodedRow): Bucket {
  const { signature } = row;
  const known = buckets.get(signature);
  if (known !== undefined) return known;
  const bucket: Bucket = { name: nameOf(row), table: row.table, columns: columnTexts(row), rows: [] };
  buckets.set(signature, bucket);
  return bucket;
}

function nameOf(row: EncodedRow): Bucket['name'] {
  switch (row.type) {
    case 'add':
      return 'BulkAddRecord';
    case 'update':
      return 'BulkUpdateRecord';
    case 'remove':
      return 'BulkRemoveRecord';
  }
}

function columnTexts(row: EncodedRow): readonly string[] {
  return row.type === 'remove' ? [] : row.columns.map((column) => JSON.stringify(column.id));
}

/** The text of a request, piece after piece: a column at a time, so that it is never held whole but in its bytes. */
function* bodyPieces(buckets: readonly Bucket[]): Generator<string> {
  let before = '[';
  for (const bucket of buckets) {
    const ids = bucket.rows.map(({ id }) => id).join(',');
    yield `${before}["${bucket.name}",${bucket.table.idJson},[${ids}]`;
    if (bucket.name !== 'BulkRemoveRecord') {
      yield ',{';
      for (const [at, column] of bucket.columns.entries()) {
        yield `${at === 0 ? '' : ','}${column}:`;
        yield JSON.stringify(bucket.rows.map((placed) => valueAt(placed, at)));
      }
      yield '}';
    }
    yield ']';
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

function valueAt({ row, parent }: Placed, at: number): Cell {
  const value = row.type === 'remove' ? null : (row.values[at] ?? null);
  return value === PARENT ? parent : value;
}

/** Length of the action without a row: `["Name","T",[]]` or `["Name","T",[],{"a":[],"b":[]}]`. */
function openingCost(row: EncodedRow): number {
  const head = `["${nameOf(row)}",,[]]`.length + Buffer.byteLength(row.table.idJson);
  if (row.type === 'remove') return head;
  const columns = columnTexts(row);
  const names = columns.reduce((sum, column) => sum + Buffer.byteLength(column) + ':[]'.length, 0);
  return head + ',{}'.length + names + Math.max(0, columns.length - 1);
}

/** Length of a row in an action: its id, its values, and a comma before each when it is not the first. */
function rowCost(row: EncodedRow, idBytes: number, parentBytes: number, isFirst: boolean): number {
  if (row.type === 'remove') return idBytes + (isFirst ? 0 : 1);
  return idBytes + (isFirst ? 0 : 1 + row.values.length) + row.bytes + row.parents * parentBytes;
}
