// Changing a column's type: what its existing values become, and the odd forms in which Grist leaves them in SQLite.

import { converter, sourceOf } from './convert';
import { quote } from './database';
import { dropIndexes } from './formulas';
import type { ColumnMeta, TableMeta } from './model';
import { EngineError } from './refusal';
import { loader, type Stored, storer } from './stored';
import { pureType, sqlDefaultOf, sqlTypeOf } from './types';
import type { Value } from './value';
import type { Work } from './work';

/** Refuses a type that Grist does not have. */
export function assertType(type: string): void {
  if (pureType(type) === null) {
    throw new EngineError('AttributeError', `module 'grist' has no attribute '${type.split(':', 1)[0]}'`);
  }
}

/**
 * Converts every value. Grist writes the converted ones while it still takes the column for its old type, so numbers
 * coming from a text column stay marshalled blobs; values that do not change keep their form.
 */
export function retype(work: Work, column: ColumnMeta, to: string): void {
  assertType(to);
  const { store, model } = work;
  const table = model.tableOf(column);
  const from = column.type;
  work.touchStructure();
  dropIndexes(work, table);
  const load = loader(from);
  const before = Array.from(
    store.rows(`SELECT id, ${quote(column.colId)} FROM ${quote(table.tableId)}`),
    ([id, stored]) => ({ id: Number(id), value: load(stored ?? null) }),
  );
  redeclareColumn(work, table, column, to);
  const convert = converter(to, sourceOf(from));
  const keep = storer(from);
  const write = store.prepare(`UPDATE ${quote(table.tableId)} SET ${quote(column.colId)} = ? WHERE id = ?`);
  for (const { id, value } of before) {
    const after = convert(value);
    if (!sameValue(value, after)) write.run([keep(after), id]);
  }
  column.type = to;
}

/** Numbers are written alike whether Python holds them as int or float, so only their value counts here. */
function sameValue(before: Value, after: Value): boolean {
  return Array.isArray(before) && Array.isArray(after)
    ? JSON.stringify(before) === JSON.stringify(after)
    : Object.is(before, after);
}

function redeclareColumn(work: Work, table: TableMeta, column: ColumnMeta, to: string): void {
  const { store } = work;
  const wantedType = sqlTypeOf(to);
  const wantedDefault = sqlDefaultOf(to);
  const infos = Array.from(
    store.rows('SELECT name, type, dflt_value FROM pragma_table_info(?)', [table.tableId]),
  );
  const current = infos.find(([name]) => name === column.colId);
  if (current?.[1] === wantedType && current[2] === wantedDefault) return;
  if (current !== undefined && current[2] !== wantedDefault) {
    // Cells never written since the column was added hold no value of their own: pin the old default.
    const cell = quote(column.colId);
    const old = String(current[2] ?? 'NULL');
    store.run(`UPDATE ${quote(table.tableId)} SET ${cell} = ${old} WHERE ${cell} IS ${old}`);
  }
  const declared = infos.map(([name, type, fallback]) => {
    if (name === 'id') return 'id INTEGER PRIMARY KEY';
    if (name === column.colId) return columnSql(column.colId, to);
    return `${quote(String(name))} ${type} DEFAULT ${fallback ?? 'NULL'}`;
  });
  store.redeclare(table.tableId, declared);
  unmarshalNatives(work, table, column, to);
}

/** Blobs that the new type can hold natively take their native form. */
function unmarshalNatives(work: Work, table: TableMeta, column: ColumnMeta, to: string): void {
  const { store } = work;
  const cell = quote(column.colId);
  const load = loader(column.type);
  const keep = storer(to);
  const blobs = [
    ...store.rows(`SELECT id, ${cell} FROM ${quote(table.tableId)} WHERE typeof(${cell}) = 'blob'`),
  ];
  for (const [id, blob] of blobs) {
    const native: Stored = keep(load(blob ?? null));
    if (native instanceof Uint8Array) continue;
    store.run(`UPDATE ${quote(table.tableId)} SET ${cell} = ? WHERE id = ?`, [native, id ?? 0]);
  }
}

export function columnSql(colId: string, type: string): string {
  return `${quote(colId)} ${sqlTypeOf(type)} DEFAULT ${sqlDefaultOf(type)}`;
}
