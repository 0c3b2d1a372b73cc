// Adding, changing and removing rows, with Grist's conversions, temporary ids and error texts.

import { converter } from './convert';
import { quote } from './database';
import { recalculateRows, whileWatched } from './formulas';
import { type ColumnMeta, nextId, type TableMeta } from './model';
import { EngineError } from './refusal';
import { retype } from './retype';
import { loader, type Stored, sameStored, storer } from './stored';
import { defaultOf, targetOf } from './types';
import { listItems, type Value } from './value';
import type { Work } from './work';

export type ColumnValues = Readonly<Record<string, readonly Value[]>>;

const GREATEST_ROW_ID = 1_000_000;

/** Returns the ids of the new rows, in order. Missing values of a list that is too short are null. */
export function addRows(
  work: Work,
  tableId: string,
  wanted: readonly (number | null)[],
  values: ColumnValues,
): number[] {
  const { store, model } = work;
  const table = model.tableForRows(tableId);
  const columns = acceptingColumns(work, table, values);
  const ids = filledIds(work, table, wanted);
  if (ids.length === 0) return [];
  refuseExisting(work, table, ids);
  const { positions, rest } = positionsOf(work, table, columns, values, ids.length);
  const stored = rest.map((column) =>
    storedValues(work, table, column, values[column.colId] ?? [], ids.length),
  );
  const names = ['id', 'manualSort', ...rest.map((column) => column.colId)];
  const marks = names.map(() => '?').join(', ');
  const sql = `INSERT INTO ${quote(tableId)} (${names.map(quote).join(', ')}) VALUES (${marks})`;
  whileWatched(work, table, ids, () => {
    const statement = store.prepare(sql);
    const row: Stored[] = new Array(names.length);
    for (let index = 0; index < ids.length; index++) {
      row[0] = ids[index] ?? 0;
      row[1] = positions[index] ?? 0;
      for (let rank = 0; rank < stored.length; rank++) row[rank + 2] = stored[rank]?.[index] ?? null;
      statement.run(row);
    }
  });
  recalculateRows(work, table, ids);
  work.modified = true;
  return ids;
}

/** Only what really changes is written. Throws when a row that changes does not exist. */
export function updateRows(
  work: Work,
  tableId: string,
  wanted: readonly number[],
  values: ColumnValues,
): void {
  const { store, model } = work;
  const table = model.tableForRows(tableId);
  const columns = acceptingColumns(work, table, values);
  const ids = translated(work, table, wanted);
  for (const column of columns) {
    const given = values[column.colId] ?? [];
    if (given.length < ids.length) throw new EngineError('IndexError', 'list index out of range');
  }
  if (ids.length === 0 || columns.length === 0) return;
  const stored = columns.map((column) =>
    storedValues(work, table, column, values[column.colId] ?? [], ids.length),
  );
  const found = currentRows(work, table, columns, ids);
  const missing = columns.map((column) => storer(column.type)(defaultOf(column.type)));
  const rows: number[] = [];
  const changing = new Set<number>();
  ids.forEach((id, index) => {
    const old = found.get(id) ?? missing;
    let differs = false;
    for (let rank = 0; rank < columns.length; rank++) {
      if (sameStored(old[rank] ?? null, stored[rank]?.[index] ?? null)) continue;
      differs = true;
      changing.add(rank);
    }
    if (!differs) return;
    if (!found.has(id)) {
      throw new EngineError('AssertionError', `docactions.[Bulk]UpdateRecord for non-existent record #${id}`);
    }
    rows.push(index);
  });
  if (rows.length === 0) return;
  const ranks = [...changing];
  const sets = ranks.map((rank) => `${quote(columns[rank]?.colId ?? '')} = ?`).join(', ');
  const changedIds = rows.map((index) => ids[index] ?? 0);
  whileWatched(work, table, changedIds, () => {
    const statement = store.prepare(`UPDATE ${quote(tableId)} SET ${sets} WHERE id = ?`);
    for (const index of rows) {
      statement.run([...ranks.map((rank) => stored[rank]?.[index] ?? null), ids[index] ?? 0]);
    }
  });
  recalculateRows(work, table, changedIds);
  work.tails.delete(table.ref);
  work.modified = true;
}

/** Missing rows are passed over. References to the removed rows are emptied. */
export function removeRows(work: Work, tableId: string, wanted: readonly unknown[]): void {
  const { store, model } = work;
  const table = model.tableForRows(tableId);
  if (!wanted.every((id) => Number.isInteger(id))) throw new EngineError('AssertionError', '');
  if (wanted.length === 0) return;
  const ids = translated(work, table, wanted as readonly number[]);
  const list = JSON.stringify(ids);
  whileWatched(work, table, ids, () => {
    store.run(`DELETE FROM ${quote(tableId)} WHERE id IN (SELECT value FROM json_each(?))`, [list]);
  });
  for (const column of model.columns) {
    if (targetOf(column.type) === tableId && !column.isFormula) emptyReferences(work, column, new Set(ids));
  }
  work.tails.delete(table.ref);
  work.modified = true;
}

function emptyReferences(work: Work, column: ColumnMeta, gone: ReadonlySet<number>): void {
  const { store, model } = work;
  const home = quote(model.tableOf(column).tableId);
  const cell = quote(column.colId);
  if (column.type.startsWith('Ref:')) {
    const list = JSON.stringify([...gone]);
    store.run(`UPDATE ${home} SET ${cell} = 0 WHERE ${cell} IN (SELECT value FROM json_each(?))`, [list]);
    return;
  }
  const load = loader(column.type);
  const keep = storer(column.type);
  const rows = [...store.rows(`SELECT id, ${cell} FROM ${home} WHERE ${cell} LIKE '[%'`)];
  for (const [id, stored] of rows) {
    const items = listItems(load(stored ?? null)) ?? [];
    const left = items.filter((item) => !gone.has(Number(item)));
    if (left.length === items.length) continue;
    const value: Value = left.length === 0 ? null : ['L', ...left];
    store.run(`UPDATE ${home} SET ${cell} = ? WHERE id = ?`, [keep(value), id ?? 0]);
  }
}

/** Columns named by the values, which must take data: an empty formula column becomes a data column. */
function acceptingColumns(work: Work, table: TableMeta, values: ColumnValues): ColumnMeta[] {
  return Object.keys(values).flatMap((colId) => {
    const column = work.model.columnsOf(table.ref).get(colId);
    if (column === undefined) throw new EngineError('KeyError', `'${colId}'`);
    if (!column.isFormula) return [column];
    if (column.formula !== '') {
      throw new EngineError('ValueError', `Can't save value to formula column ${colId}`);
    }
    return becomeData(work, column, values[colId] ?? []) ? [column] : [];
  });
}

/** False when every value is blank: the column then stays empty. Texts are not guessed further than Text. */
function becomeData(work: Work, column: ColumnMeta, values: readonly Value[]): boolean {
  const blank = (value: Value | undefined): boolean => value === null || value === undefined || value === '';
  if (column.type === 'Any') {
    if (values.every(blank)) return false;
    const filled = values.filter((value) => !blank(value));
    const numbers = filled.filter((value) => typeof value === 'number').length;
    retype(work, column, numbers >= filled.length * 0.9 ? 'Numeric' : 'Text');
  }
  work.touchStructure();
  column.isFormula = false;
  return true;
}

function filledIds(work: Work, table: TableMeta, wanted: readonly (number | null)[]): number[] {
  const tail = tailOf(work, table);
  const ids = wanted.map((id) => {
    if (id !== null && typeof id !== 'number') {
      throw new EngineError('TypeError', "'<' not supported between instances of 'str' and 'int'");
    }
    if (id !== null && id > GREATEST_ROW_ID) throw new EngineError('ValueError', 'Row ID too high');
    const given = id === null || id < 0 ? tail.nextRow : id;
    tail.nextRow = Math.max(tail.nextRow, given + 1);
    if (id !== null && id < 0) remember(work, table, id, given);
    return given;
  });
  return ids;
}

function remember(work: Work, table: TableMeta, temporary: number, id: number): void {
  const known = work.temporary.get(table.ref) ?? new Map<number, number>();
  known.set(temporary, id);
  work.temporary.set(table.ref, known);
}

function translated(work: Work, table: TableMeta, ids: readonly number[]): number[] {
  const known = work.temporary.get(table.ref);
  return ids.map((id) => known?.get(id) ?? id);
}

function tailOf(work: Work, table: TableMeta): { nextRow: number; nextPosition: number } {
  let tail = work.tails.get(table.ref);
  if (tail === undefined) {
    const of = (what: string): Stored => work.store.one(`SELECT max(${what}) FROM ${quote(table.tableId)}`);
    tail = { nextRow: nextId([Number(of('id'))]), nextPosition: Number(of('"manualSort"')) + 1 };
    work.tails.set(table.ref, tail);
  }
  return tail;
}

function refuseExisting(work: Work, table: TableMeta, ids: readonly number[]): void {
  const sql = `SELECT id FROM ${quote(table.tableId)} WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1`;
  const existing = work.store.one(sql, [JSON.stringify(ids)]);
  if (existing !== null) {
    throw new EngineError('AssertionError', `docactions.[Bulk]AddRecord for existing record #${existing}`);
  }
}

/** Rows go last unless a finite position is given. Equal positions are not spread as Grist would. */
function positionsOf(
  work: Work,
  table: TableMeta,
  columns: readonly ColumnMeta[],
  values: ColumnValues,
  count: number,
): { positions: number[]; rest: ColumnMeta[] } {
  const given = values.manualSort ?? [];
  const tail = tailOf(work, table);
  const positions = Array.from({ length: count }, (_, index) => {
    const one = given[index];
    const position = typeof one === 'number' ? one : tail.nextPosition;
    tail.nextPosition = Math.max(tail.nextPosition, Math.floor(position) + 1);
    return position;
  });
  return { positions, rest: columns.filter((column) => column.colId !== 'manualSort') };
}

/** Converted and encoded values of one column, temporary ids of references replaced. */
function storedValues(
  work: Work,
  table: TableMeta,
  column: ColumnMeta,
  values: readonly Value[],
  count: number,
): Stored[] {
  const convert = converter(column.type);
  const store = storer(column.type);
  const resolve = referenceResolver(work, table, column);
  const stored: Stored[] = new Array(count);
  for (let index = 0; index < count; index++) stored[index] = store(resolve(convert(values[index] ?? null)));
  return stored;
}

function referenceResolver(work: Work, table: TableMeta, column: ColumnMeta): (value: Value) => Value {
  const target = targetOf(column.type);
  if (target === null && column.type !== 'Attachments') return (value) => value;
  const targetTable = target === null ? undefined : work.model.findTable(target);
  const known = targetTable === undefined ? undefined : work.temporary.get(targetTable.ref);
  const resolve = (id: unknown): unknown => {
    if (typeof id !== 'number' || id >= 0) return id;
    const row = known?.get(id);
    if (row !== undefined) return row;
    throw new EngineError(
      'ValueError',
      `Reference to unknown temporary row id ${id} in column ${table.tableId}.${column.colId}`,
    );
  };
  return (value) => {
    const items = listItems(value);
    return items === null ? (resolve(value) as Value) : ['L', ...items.map(resolve)];
  };
}

function currentRows(
  work: Work,
  table: TableMeta,
  columns: readonly ColumnMeta[],
  ids: readonly number[],
): Map<number, Stored[]> {
  const names = columns.map((column) => quote(column.colId)).join(', ');
  const sql = `SELECT id, ${names} FROM ${quote(table.tableId)} WHERE id IN (SELECT value FROM json_each(?))`;
  const found = new Map<number, Stored[]>();
  for (const [id, ...cells] of work.store.rows(sql, [JSON.stringify(ids)])) found.set(Number(id), cells);
  return found;
}
