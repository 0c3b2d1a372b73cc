// One request of row operations being filled, whose size in bytes is known at every moment.

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
  readonly ids: string[];
  /** One array a column, as Grist wants them. */
  readonly values: Cell[][];
  /** Who asked for each added row. */
  readonly askers: { readonly parcel: Parcel; readonly rank: number }[];
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
      const bucket = bucketFor(buckets, row);
      bucket.ids.push(idText(row, newDossiers));
      if (row.type === 'remove') continue;
      row.values.forEach((value, at) => {
        bucket.values[at]?.push(value === PARENT ? parent : value);
      });
      if (row.type === 'add') bucket.askers.push({ parcel, rank: row.rank });
    }
    if (parcel.rows.some(isNewDossier)) newDossiers += 1;
  };

  const inOrder = (): readonly Bucket[] =>
    [...buckets.values()].sort(
      (a, b) =>
        ORDER[a.name] - ORDER[b.name] ||
        Number(b.table.key === 'dossiers') - Number(a.table.key === 'dossiers'),
    );

  return {
    parcels,
    get bytes() {
      return bytes;
    },
    costOf,
    push,
    body: () => Buffer.from(`[${inOrder().map(actionText).join(',')}]`),
    addedIds(values) {
      const given = new Map<Parcel, Map<number, number>>(parcels.map((parcel) => [parcel, new Map()]));
      for (const [at, bucket] of inOrder().entries()) {
        if (bucket.name !== 'BulkAddRecord') continue;
        const ids: unknown = values[at];
        if (!Array.isArray(ids) || ids.length !== bucket.askers.length) return null;
        for (const [row, { parcel, rank }] of bucket.askers.entries()) {
          const id: unknown = ids[row];
          if (typeof id !== 'number' || !Number.isInteger(id)) return null;
          given.get(parcel)?.set(rank, id);
        }
      }
      return given;
    },
  };
}

function isNewDossier(row: EncodedRow): boolean {
  return row.type === 'add' && row.table.key === 'dossiers';
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
  const columns = columnTexts(row);
  const bucket: Bucket = {
    name: nameOf(row),
    table: row.table,
    columns,
    ids: [],
    values: columns.map(() => []),
    askers: [],
  };
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

function actionText(bucket: Bucket): string {
  const head = `["${bucket.name}",${bucket.table.idJson},[${bucket.ids.join(',')}]`;
  if (bucket.name === 'BulkRemoveRecord') return `${head}]`;
  const columns = bucket.columns.map((column, at) => `${column}:${JSON.stringify(bucket.values[at])}`);
  return `${head},{${columns.join(',')}}]`;
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
