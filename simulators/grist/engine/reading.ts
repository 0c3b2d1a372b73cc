// Reading a table's rows as Grist's API gives them: decoded cells, filters, order, limit.

import { quote, type Store } from './database';
import { type ColumnMeta, isHidden, type Model, type TableMeta } from './model';
import { EngineError, Refusal } from './refusal';
import { loader } from './stored';
import { listItems, type Value } from './value';

export type ReadOptions = {
  readonly filters: Readonly<Record<string, readonly Value[]>>;
  /** Column ids, `-` before one for the reverse order. */
  readonly sort: readonly string[];
  /** 0: no limit. */
  readonly limit: number;
};

export const EVERYTHING: ReadOptions = { filters: {}, sort: [], limit: 0 };

/** Columns in the order of the answers, and one array of cells a row, its id first. */
export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly Value[])[] };

export function readTable(store: Store, model: Model, table: TableMeta, options: ReadOptions): Table {
  const columns = [...model.columnsOf(table.ref).values()];
  const { where, values } = roughFilter(columns, options.filters);
  const names = columns.map((column) => quote(column.colId));
  const sql = `SELECT ${['id', ...names].join(', ')} FROM ${quote(table.tableId)} ${where} ORDER BY id`;
  const loaders = columns.map((column) => loader(column.type));
  const ids = ['id', ...columns.map((column) => column.colId)];
  const keep = exactFilter(ids, options.filters);
  const rows: Value[][] = [];
  for (const stored of store.rows(sql, values)) {
    const row: Value[] = [Number(stored[0])];
    for (let rank = 0; rank < loaders.length; rank++)
      row.push(loaders[rank]?.(stored[rank + 1] ?? null) ?? null);
    if (keep(row)) rows.push(row);
  }
  sortRows(rows, ids, options.sort);
  return { columns: ids, rows: options.limit > 0 ? rows.slice(0, options.limit) : rows };
}

/** Lets SQLite discard most rows; what it keeps is compared again exactly. */
function roughFilter(
  columns: readonly ColumnMeta[],
  filters: ReadOptions['filters'],
): { where: string; values: string[] } {
  const known = new Set(['id', ...columns.map((column) => column.colId)]);
  const conditions: string[] = [];
  const values: string[] = [];
  for (const [colId, wanted] of Object.entries(filters)) {
    if (!known.has(colId)) throw new EngineError('KeyError', `'${colId}'`);
    const cell = quote(colId);
    const scalars = wanted.map((value) => (typeof value === 'boolean' ? Number(value) : value));
    conditions.push(
      `(${cell} IN (SELECT value FROM json_each(?)) OR ${cell} IS NULL OR typeof(${cell}) = 'blob')`,
    );
    values.push(JSON.stringify(scalars.filter((value) => !Array.isArray(value))));
  }
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values };
}

function exactFilter(
  columns: readonly string[],
  filters: ReadOptions['filters'],
): (row: readonly Value[]) => boolean {
  const tests = Object.entries(filters).map(([colId, wanted]) => ({
    rank: columns.indexOf(colId),
    wanted: new Set(wanted.map(comparable)),
  }));
  return (row) => tests.every(({ rank, wanted }) => wanted.has(comparable(row[rank] ?? null)));
}

/** Python's `==`: true is 1; a list never equals what a filter can hold. */
function comparable(value: Value): unknown {
  if (typeof value === 'boolean') return Number(value);
  return listItems(value) === null ? value : Symbol('list');
}

function sortRows(rows: Value[][], columns: readonly string[], sort: readonly string[]): void {
  const keys = sort.map((key) => {
    const reverse = key.startsWith('-');
    const colId = reverse ? key.slice(1) : key;
    const rank = columns.indexOf(colId);
    if (rank < 0) throw new Refusal(500, `unknown key ${colId}`);
    return { rank, sign: reverse ? -1 : 1 };
  });
  if (keys.length === 0) return;
  rows.sort((left, right) => {
    for (const { rank, sign } of keys) {
      const order = compare(left[rank] ?? null, right[rank] ?? null) * sign;
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** By kind first, in the order of JavaScript's names of kinds: boolean, number, object (an empty cell is one), string. */
function compare(left: Value, right: Value): number {
  const [l, r] = [typeof left, typeof right];
  if (l !== r) return l < r ? -1 : 1;
  if (typeof left === 'string' && typeof right === 'string') return left.localeCompare(right);
  return Number(left) - Number(right) || 0;
}

/** Ranks of the columns that a records answer shows. */
export function shownRanks(columns: readonly string[], hidden: boolean): number[] {
  return columns.flatMap((colId, rank) => (colId === 'id' || (!hidden && isHidden(colId)) ? [] : [rank]));
}
