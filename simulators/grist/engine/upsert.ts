// `BulkAddOrUpdateRecord`: rows found by the values of some columns are changed, the others are added.

import { converter } from './convert';
import { quote } from './database';
import { EngineError } from './refusal';
import { addRows, type ColumnValues, updateRows } from './rows';
import { type Stored, storer } from './stored';
import type { Value } from './value';
import type { Work } from './work';

export type Upserted = {
  readonly recordIds: number[][];
  readonly addRecordIds: number[];
  readonly updateRecordIds: number[][];
};

type Options = {
  readonly add?: boolean;
  readonly update?: boolean;
  readonly on_many?: 'first' | 'none' | 'all';
  readonly allow_empty_require?: boolean;
};

export function upsertRows(
  work: Work,
  tableId: string,
  require: ColumnValues,
  values: ColumnValues,
  options: Options,
): Upserted {
  const keys = Object.keys(require);
  if (keys.length === 0 && options.allow_empty_require !== true) {
    throw new EngineError('ValueError', "require is empty but allow_empty_require isn't set");
  }
  const length = (require[keys[0] ?? ''] ?? Object.values(values)[0] ?? []).length;
  const rows = Array.from({ length }, (_, rank) => keys.map((key) => require[key]?.[rank] ?? null));
  if (keys.length > 0 && new Set(rows.map((row) => JSON.stringify(row))).size < length) {
    throw new EngineError('ValueError', 'require values must be unique');
  }
  const recordIds = rows.map((row) => matching(work, tableId, keys, row));
  const added = options.add === false ? [] : ranks(recordIds, (ids) => ids.length === 0);
  const found = options.update === false ? [] : ranks(recordIds, (ids) => ids.length > 0);
  const result: Upserted = { recordIds: rows.map(() => []), addRecordIds: [], updateRecordIds: [] };
  addMissing(work, tableId, require, values, added, result);
  updateFound(work, tableId, values, found, recordIds, options, result);
  return result;
}

function ranks(lists: readonly number[][], test: (ids: number[]) => boolean): number[] {
  return lists.flatMap((ids, rank) => (test(ids) ? [rank] : []));
}

function matching(work: Work, tableId: string, keys: readonly string[], row: readonly Value[]): number[] {
  const table = work.model.tableForRows(tableId);
  const columns = work.model.columnsOf(table.ref);
  const stored: Stored[] = keys.map((key, rank) => {
    const column = columns.get(key);
    if (key === 'id') return Number(row[rank]);
    if (column === undefined) throw new EngineError('KeyError', `'Table ${tableId} has no column ${key}'`);
    return storer(column.type)(converter(column.type)(row[rank] ?? null));
  });
  const where = keys.map((key) => `${quote(key)} IS ?`).join(' AND ') || '1';
  const sql = `SELECT id FROM ${quote(tableId)} WHERE ${where} ORDER BY id`;
  return Array.from(work.store.rows(sql, stored), ([id]) => Number(id));
}

function addMissing(
  work: Work,
  tableId: string,
  require: ColumnValues,
  values: ColumnValues,
  added: readonly number[],
  result: Upserted,
): void {
  if (added.length === 0) return;
  const merged: Record<string, Value[]> = {};
  for (const source of [require, values]) {
    for (const [key, list] of Object.entries(source)) merged[key] = added.map((rank) => list[rank] ?? null);
  }
  const { id: wanted, ...cells } = merged;
  const given = added.map((_, rank) => (wanted?.[rank] ?? null) as number | null);
  const ids = addRows(work, tableId, given, cells);
  for (const [rank, id] of ids.entries()) {
    result.recordIds[added[rank] ?? 0] = [id];
    result.addRecordIds.push(id);
  }
}

function updateFound(
  work: Work,
  tableId: string,
  values: ColumnValues,
  found: readonly number[],
  recordIds: readonly number[][],
  options: Options,
  result: Upserted,
): void {
  const ids: number[] = [];
  const from: number[] = [];
  for (const rank of found) {
    const all = recordIds[rank] ?? [];
    if (all.length > 1 && options.on_many === 'none') continue;
    const chosen = options.on_many === 'all' ? all : all.slice(0, 1);
    for (const id of chosen) {
      ids.push(id);
      from.push(rank);
    }
    result.recordIds[rank] = chosen;
    result.updateRecordIds.push(chosen);
  }
  const cells = Object.fromEntries(
    Object.entries(values).map(([key, list]) => [key, from.map((rank) => list[rank] ?? null)]),
  );
  updateRows(work, tableId, ids, cells);
}
