// Adding, renaming and removing tables, with what it does to the references that point to them.

import { type ColumnInfo, newColumn, recalculateAll, updateColumns } from './columns';
import { quote } from './database';
import { renameInFormulas } from './formulas';
import { columnIdsFor, tableIdFor, takenIds } from './identifiers';
import { type ColumnMeta, nextId, type TableMeta } from './model';
import { addSections, addView } from './pages';
import { EngineError } from './refusal';
import { columnSql, retype } from './retype';
import { loader, storer } from './stored';
import { targetOf } from './types';
import { listItems } from './value';
import type { Work } from './work';

export type NewTable = {
  readonly id: number;
  readonly table_id: string;
  readonly columns: readonly string[];
  readonly views?: readonly { readonly id: number; readonly sections: readonly number[] }[];
};

const MANUAL_SORT: ColumnInfo = { id: 'manualSort', type: 'ManualSortPos', isFormula: false };

/** `AddTable`; without a page for `AddRawTable`. Columns hold data unless they have a formula. */
export function addTable(
  work: Work,
  wantedId: string | null,
  columns: readonly ColumnInfo[],
  withPage: boolean,
): NewTable {
  const { store, model } = work;
  for (const column of columns) if (!('id' in column)) throw new EngineError('KeyError', "'id'");
  work.touchStructure();
  const infos = [MANUAL_SORT, ...columns];
  const tableId = tableIdFor(wantedId, takenIds(model.tables.map((table) => table.tableId)));
  const colIds = columnIdsFor(infos.map((info) => info.id as string | null));
  const table = newTable(work, tableId, withPage);
  model.addTable(table);
  for (const [rank, info] of infos.entries()) {
    model.addColumn(newColumn(work, table, colIds[rank] ?? '', info, false));
  }
  addSections(model, table);
  if (withPage) addView(model, table.primaryViewId, { name: tableId });
  const specs = [...model.columnsOf(table.ref).values()].map(({ colId, type }) => columnSql(colId, type));
  store.run(`CREATE TABLE ${quote(tableId)} (${['id INTEGER PRIMARY KEY', ...specs].join(', ')})`);
  recalculateAll(work);
  work.modified = true;
  const shown = { id: table.ref, table_id: tableId, columns: colIds.slice(1) };
  if (!withPage) return shown;
  return { ...shown, views: [{ id: table.primaryViewId, sections: [table.primarySectionRef] }] };
}

function newTable(work: Work, tableId: string, withPage: boolean): TableMeta {
  const { tables } = work.model;
  const first = nextId(work.model.sections.map(({ ref }) => ref));
  const raw = withPage ? first + 1 : first;
  return {
    ref: nextId(tables.map((table) => table.ref)),
    tableId,
    primaryViewId: withPage ? nextId(work.model.views.map((view) => view.ref)) : 0,
    primarySectionRef: withPage ? first : 0,
    rawViewSectionRef: raw,
    recordCardViewSectionRef: raw + 1,
    summarySourceTable: 0,
  };
}

/** Returns the id that the table really got. References and formulas follow. */
export function renameTable(work: Work, ref: number, wanted: string): string {
  const { store, model } = work;
  work.touchStructure();
  const table = model.tableByRef(ref);
  if (table === undefined) throw new EngineError('KeyError', '"\'get_record\' found no matching record"');
  const from = table.tableId;
  const others = model.tables.filter((one) => one !== table).map((one) => one.tableId);
  const tableId = tableIdFor(wanted, takenIds(others));
  if (tableId === from) return from;
  renameInFormulas(work, [{ table: from, column: null, to: tableId }]);
  store.forget();
  store.run(`ALTER TABLE ${quote(from)} RENAME TO ${quote(`${tableId}__aside`)}`);
  store.run(`ALTER TABLE ${quote(`${tableId}__aside`)} RENAME TO ${quote(tableId)}`);
  table.tableId = tableId;
  for (const column of model.columns) {
    if (targetOf(column.type) === from) column.type = column.type.replace(/:.*$/, `:${tableId}`);
  }
  work.modified = true;
  return tableId;
}

/** References to the table lose their type: ids become numbers or text, or the shown values are copied. */
export function removeTable(work: Work, ref: number): void {
  const { store, model } = work;
  work.touchStructure();
  const table = model.tableByRef(ref);
  if (table === undefined) throw new EngineError('KeyError', '"\'get_record\' found no matching record"');
  for (const summary of model.tables.filter((one) => one.summarySourceTable === ref))
    removeTable(work, summary.ref);
  for (const column of model.columns) {
    if (targetOf(column.type) === table.tableId && column.parentId !== ref) detach(work, column, table);
  }
  store.forget();
  store.run(`DROP TABLE ${quote(table.tableId)}`);
  model.dropColumns(new Set([...model.columnsOf(ref).values()].map((column) => column.ref)));
  model.dropTable(ref);
  work.modified = true;
  recalculateAll(work);
}

function detach(work: Work, column: ColumnMeta, table: TableMeta): void {
  if (column.isFormula) {
    updateColumns(work, [{ column, changes: { type: 'Any' } }]);
    return;
  }
  const { store, model } = work;
  const home = quote(model.tableOf(column).tableId);
  const cell = quote(column.colId);
  const shown = model.columns.find((one) => one.ref === column.visibleCol);
  if (column.type.startsWith('Ref:') && shown !== undefined && column.displayCol !== 0) {
    copyShownValues(work, column, table, shown);
    return;
  }
  if (column.type.startsWith('Ref:')) {
    updateColumns(work, [{ column, changes: { type: 'Int' } }]);
    return;
  }
  const load = loader(column.type);
  const rows = Array.from(store.rows(`SELECT id, ${cell} FROM ${home}`), ([id, stored]) => ({
    id: Number(id),
    text: (listItems(load(stored ?? null)) ?? []).join(','),
  }));
  updateColumns(work, [{ column, changes: { type: 'Text' } }]);
  for (const { id, text } of rows) store.run(`UPDATE ${home} SET ${cell} = ? WHERE id = ?`, [text, id]);
}

/** What the reference showed becomes the column's own values, of the shown column's type. */
function copyShownValues(work: Work, column: ColumnMeta, table: TableMeta, shown: ColumnMeta): void {
  const { store, model } = work;
  const home = quote(model.tableOf(column).tableId);
  const cell = quote(column.colId);
  const sql = `SELECT s.id, t.${quote(shown.colId)} FROM ${home} s LEFT JOIN ${quote(table.tableId)} t ON t.id = s.${cell}`;
  const load = loader(shown.type);
  const rows = Array.from(store.rows(sql), ([id, stored]) => ({
    id: Number(id),
    value: load(stored ?? null),
  }));
  const { type } = shown;
  retype(work, column, type);
  Object.assign(column, { displayCol: 0, visibleCol: 0 });
  const keep = storer(type);
  for (const { id, value } of rows)
    store.run(`UPDATE ${home} SET ${cell} = ? WHERE id = ?`, [keep(value), id]);
}
