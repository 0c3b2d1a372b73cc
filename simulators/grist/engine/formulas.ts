// Formula columns. Only `Table.lookupOne(column=$key)` is computed; every other formula gives null.

import { quote } from './database';
import { marshal } from './marshal';
import type { ColumnMeta, TableMeta } from './model';
import type { Stored } from './stored';
import { storer } from './stored';
import { defaultOf } from './types';
import type { Work } from './work';

export type Formula =
  | { readonly type: 'empty' }
  | { readonly type: 'lookupOne'; readonly table: string; readonly column: string; readonly by: string }
  | { readonly type: 'path'; readonly steps: readonly string[] }
  | { readonly type: 'opaque' };

const LOOKUP = /^\s*(\w+)\.lookupOne\(\s*(\w+)\s*=\s*\$(\w+)\s*\)\s*$/;
const PATH = /^\s*\$(\w+(?:\.\w+)*)\s*$/;

export function readFormula(text: string): Formula {
  if (text === '') return { type: 'empty' };
  const lookup = LOOKUP.exec(text);
  if (lookup !== null) {
    return { type: 'lookupOne', table: lookup[1] ?? '', column: lookup[2] ?? '', by: lookup[3] ?? '' };
  }
  const path = PATH.exec(text);
  return path === null ? { type: 'opaque' } : { type: 'path', steps: (path[1] ?? '').split('.') };
}

/** Computes a whole column again. */
export function recalculate(work: Work, column: ColumnMeta): void {
  compute(work, column, '', []);
}

/** After rows of `table` were added or changed: their own formulas. */
export function recalculateRows(work: Work, table: TableMeta, ids: readonly number[]): void {
  for (const column of lookupsOf(work)) {
    if (column.parentId === table.ref) {
      compute(work, column, 'WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]);
    }
  }
}

/** Columns whose formula looks rows up in `table`, with the column they look in. */
function watchers(work: Work, table: TableMeta): { column: ColumnMeta; by: string; key: string }[] {
  return lookupsOf(work).flatMap((column) => {
    const formula = readFormula(column.formula);
    if (formula.type !== 'lookupOne' || formula.table !== table.tableId) return [];
    return [{ column, by: formula.by, key: formula.column }];
  });
}

/**
 * Runs a change of some rows of a table, then recomputes what looks them up, by the values that the looked-up column
 * had before and has after.
 */
export function whileWatched(work: Work, table: TableMeta, ids: readonly number[], change: () => void): void {
  const watching = watchers(work, table).filter(({ key }) => hasColumn(work, table, key));
  const before = watching.map(({ key }) => keysOf(work, table, key, ids));
  change();
  watching.forEach(({ column, by, key }, rank) => {
    const keys = [...(before[rank] ?? []), ...keysOf(work, table, key, ids)];
    if (keys.length === 0) return;
    if (keys.some((one) => one instanceof Uint8Array)) {
      recalculate(work, column);
      return;
    }
    const nulls = keys.includes(null) ? ` OR ${quote(by)} IS NULL` : '';
    compute(work, column, `WHERE ${quote(by)} IN (SELECT value FROM json_each(?))${nulls}`, [
      JSON.stringify([...new Set(keys)]),
    ]);
  });
}

function keysOf(work: Work, table: TableMeta, key: string, ids: readonly number[]): Stored[] {
  const sql = `SELECT ${quote(key)} FROM ${quote(table.tableId)} WHERE id IN (SELECT value FROM json_each(?))`;
  return Array.from(work.store.rows(sql, [JSON.stringify(ids)]), (row) => row[0] ?? null);
}

function lookupsOf(work: Work): ColumnMeta[] {
  return work.model.columns.filter((column) => column.isFormula && LOOKUP.test(column.formula));
}

function hasColumn(work: Work, table: TableMeta, colId: string): boolean {
  return colId === 'id' || work.model.columnsOf(table.ref).has(colId);
}

function compute(work: Work, column: ColumnMeta, where: string, values: readonly Stored[]): void {
  const { store, model } = work;
  const table = model.tableOf(column);
  const set = (expression: string, stored: readonly Stored[]): void =>
    store.run(`UPDATE ${quote(table.tableId)} SET ${quote(column.colId)} = ${expression} ${where}`, [
      ...stored,
      ...values,
    ]);
  const formula = readFormula(column.formula);
  if (formula.type === 'empty') {
    set('?', [storer(column.type)(defaultOf(column.type))]);
    return;
  }
  if (formula.type !== 'lookupOne') {
    set('NULL', []);
    return;
  }
  const target = model.findTable(formula.table);
  const fault = lookupFault(work, table, target, formula);
  if (target === undefined || fault !== null) {
    set('?', [marshal(['E', fault ?? 'NameError'])]);
    return;
  }
  keepIndex(work, target, formula.column);
  keepIndex(work, table, formula.by);
  const key = `${quote(table.tableId)}.${quote(formula.by)}`;
  set(
    `coalesce((SELECT min(u_.id) FROM ${quote(target.tableId)} u_ WHERE u_.${quote(formula.column)} IS ${key}), 0)`,
    [],
  );
}

/** Python's error for a formula that names something that is not there. */
function lookupFault(
  work: Work,
  table: TableMeta,
  target: TableMeta | undefined,
  formula: { readonly column: string; readonly by: string },
): string | null {
  if (target === undefined) return 'NameError';
  if (!hasColumn(work, table, formula.by)) return 'AttributeError';
  return hasColumn(work, target, formula.column) ? null : 'KeyError';
}

function keepIndex(work: Work, table: TableMeta, colId: string): void {
  if (colId === 'id') return;
  const name = quote(`index_${table.ref}_${colId}`);
  work.store.run(`CREATE INDEX IF NOT EXISTS ${name} ON ${quote(table.tableId)} (${quote(colId)})`);
}

/** Indexes stand in the way of a change of columns; they come back with the next computation. */
export function dropIndexes(work: Work, table: TableMeta): void {
  const sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?";
  const names = Array.from(work.store.rows(sql, [table.tableId]), (row) => String(row[0]));
  for (const name of names) work.store.run(`DROP INDEX ${quote(name)}`);
}

export type Rename = { readonly table: string; readonly column: string | null; readonly to: string };

/** Rewrites the formulas that name a renamed table or column. `renames` speak of ids before the change. */
export function renameInFormulas(work: Work, renames: readonly Rename[]): void {
  const { model } = work;
  const renamed = (table: string, column: string | null): string | undefined =>
    renames.find((one) => one.table === table && one.column === column)?.to;
  for (const column of model.columns) {
    if (column.formula === '') continue;
    const home = model.tableOf(column).tableId;
    const formula = readFormula(column.formula);
    if (formula.type === 'lookupOne') {
      const table = renamed(formula.table, null) ?? formula.table;
      const key = renamed(formula.table, formula.column) ?? formula.column;
      const by = renamed(home, formula.by) ?? formula.by;
      if (table !== formula.table || key !== formula.column || by !== formula.by) {
        column.formula = `${table}.lookupOne(${key}=$${by})`;
      }
    } else if (formula.type === 'path') {
      const steps = renamedPath(work, home, formula.steps, renamed);
      if (steps.join('.') !== formula.steps.join('.')) column.formula = `$${steps.join('.')}`;
    }
  }
}

function renamedPath(
  work: Work,
  home: string,
  steps: readonly string[],
  renamed: (table: string, column: string) => string | undefined,
): string[] {
  let at: string | null = home;
  return steps.map((step) => {
    if (at === null) return step;
    const to: string = renamed(at, step) ?? step;
    const table = work.model.findTable(at);
    const type = table === undefined ? undefined : work.model.columnsOf(table.ref).get(step)?.type;
    at = type?.startsWith('Ref:') ? type.slice('Ref:'.length) : null;
    return to;
  });
}
