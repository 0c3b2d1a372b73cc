// Adding, changing, renaming and removing columns, by name or by ref, with the side effects Grist has.

import { converter } from './convert';
import { quote } from './database';
import { dropIndexes, recalculate, renameInFormulas } from './formulas';
import { columnIdFor, takenIds } from './identifiers';
import { type ColumnMeta, nextId, type TableMeta } from './model';
import { EngineError, notSimulated } from './refusal';
import { assertType, columnSql, retype } from './retype';
import { targetOf } from './types';
import type { Value } from './value';
import type { Work } from './work';

export type ColumnInfo = Readonly<Record<string, unknown>>;

const text = converter('Text');

/** A metadata text as Grist keeps it: an object given for widgetOptions becomes Python's text of it. */
export function metaText(value: unknown): string | null {
  return text(value as Value) as string | null;
}

/** `AddColumn` and its sisters: a column is an empty formula unless `isFormula: false`. */
export function addColumn(
  work: Work,
  tableId: string,
  wantedId: string | null,
  info: ColumnInfo,
): { colRef: number; colId: string } {
  const table = work.model.tableForSchema(tableId);
  work.touchStructure();
  const siblings = [...work.model.columnsOf(table.ref).values()];
  const colId = columnIdFor(wantedId, takenIds(['id', ...siblings.map((column) => column.colId)]));
  const column = newColumn(work, table, colId, info, true);
  work.store.forget();
  work.store.run(`ALTER TABLE ${quote(tableId)} ADD COLUMN ${columnSql(colId, column.type)}`);
  work.model.addColumn(column);
  if (column.isFormula && column.formula !== '') recalculate(work, column);
  work.modified = true;
  return { colRef: column.ref, colId };
}

/** `untieColIdFromLabel` and `description` are ignored here (facts/grist.md §0.5). */
export function newColumn(
  work: Work,
  table: TableMeta,
  colId: string,
  info: ColumnInfo,
  formulaByDefault: boolean,
): ColumnMeta {
  const { model } = work;
  const formula = metaText(info.formula ?? '') ?? '';
  const isFormula = Boolean(info.isFormula ?? (formulaByDefault || formula !== ''));
  const type = String(info.type ?? (isFormula ? 'Any' : 'Text'));
  assertType(type);
  const positions = model.columns.map((column) => column.parentPos);
  const position = info._position;
  return {
    ref: nextId(model.columns.map((column) => column.ref)),
    parentId: table.ref,
    parentPos: typeof position === 'number' ? position : Math.floor(Math.max(0, ...positions)) + 1,
    colId,
    type,
    widgetOptions: metaText(info.widgetOptions ?? ''),
    isFormula,
    formula,
    label: 'label' in info ? metaText(info.label) : colId,
    description: '',
    untieColIdFromLabel: false,
    displayCol: 0,
    visibleCol: typeof info.visibleCol === 'number' ? info.visibleCol : 0,
    summarySourceCol: 0,
  };
}

const MODIFIABLE = new Set(
  `colId type widgetOptions isFormula formula label description untieColIdFromLabel displayCol visibleCol parentPos
  parentId summarySourceCol rules reverseCol recalcWhen recalcDeps _position`.split(/\s+/),
);
const IMITATED = new Set(
  `colId type widgetOptions isFormula formula label description untieColIdFromLabel displayCol visibleCol parentPos`.split(
    /\s+/,
  ),
);

/** `ModifyColumn`: id and table cannot be changed this way, and are passed over. */
export function modifyColumn(work: Work, tableId: string, colId: string, info: ColumnInfo): void {
  const column = work.model.columnForSchema(tableId, colId);
  const { colId: _colId, id: _id, parentId: _parentId, _position: position, ...changes } = info;
  const placed = position === undefined ? changes : { ...changes, parentPos: position };
  updateColumns(work, [{ column, changes: placed }]);
}

/** An update of `_grist_Tables_column`, whatever its origin. */
export function updateColumns(
  work: Work,
  updates: readonly { readonly column: ColumnMeta; readonly changes: ColumnInfo }[],
): void {
  for (const { changes } of updates) {
    for (const key of Object.keys(changes)) {
      if (!MODIFIABLE.has(key)) throw new EngineError('KeyError', `'${key}'`);
      if (!IMITATED.has(key)) throw notSimulated(`setting ${key} of a column`);
    }
  }
  work.touchStructure();
  const given: string[] = [];
  for (const { column, changes } of updates) updateColumn(work, column, changes, given);
  removeIdleHelpers(work);
}

function updateColumn(work: Work, column: ColumnMeta, changes: ColumnInfo, given: string[]): void {
  const wantedId = wantedColumnId(column, changes);
  if (typeof changes.type === 'string' && changes.type !== column.type) {
    const compatible = targetOf(changes.type) !== null && targetOf(changes.type) === targetOf(column.type);
    retype(work, column, changes.type);
    work.modified = true;
    if (!compatible) Object.assign(column, { displayCol: 0, visibleCol: 0 });
  }
  updateFormula(work, column, changes);
  setMeta(work, column, changes);
  if (wantedId !== undefined && wantedId !== column.colId) renameColumnTo(work, column, wantedId, given);
}

/** A label carries the id with it, unless they are untied; tying them again does so too. */
function wantedColumnId(column: ColumnMeta, changes: ColumnInfo): string | null | undefined {
  if ('colId' in changes) return metaText(changes.colId);
  const untied = Boolean(changes.untieColIdFromLabel ?? column.untieColIdFromLabel);
  if ('label' in changes && !untied) return metaText(changes.label);
  if (changes.untieColIdFromLabel === false) return column.label;
  return undefined;
}

function updateFormula(work: Work, column: ColumnMeta, changes: ColumnInfo): void {
  const formula = 'formula' in changes ? (metaText(changes.formula) ?? '') : column.formula;
  const isFormula = 'isFormula' in changes ? Boolean(changes.isFormula) : column.isFormula;
  if (formula === column.formula && isFormula === column.isFormula) return;
  if (column.isFormula && !isFormula && column.type === 'Any' && !('type' in changes))
    retype(work, column, 'Text');
  column.formula = formula;
  column.isFormula = isFormula;
  if (isFormula) recalculate(work, column);
  work.modified = true;
}

const TEXTS = ['widgetOptions', 'label', 'description'] as const;
const REFS = ['displayCol', 'visibleCol', 'parentPos'] as const;

function setMeta(work: Work, column: ColumnMeta, changes: ColumnInfo): void {
  for (const key of TEXTS) {
    if (!(key in changes)) continue;
    const value = metaText(changes[key]);
    if (value !== column[key]) work.modified = true;
    column[key] = value;
  }
  for (const key of REFS) {
    const value = changes[key];
    if (typeof value !== 'number') continue;
    if (value !== column[key]) work.modified = true;
    column[key] = value;
  }
  if ('untieColIdFromLabel' in changes) {
    const value = Boolean(changes.untieColIdFromLabel);
    if (value !== column.untieColIdFromLabel) work.modified = true;
    column.untieColIdFromLabel = value;
  }
}

/** Gives the column the nearest free id. `given` holds the ids that this same update has given already. */
function renameColumnTo(work: Work, column: ColumnMeta, wanted: string | null, given: string[]): void {
  const { store, model } = work;
  const table = model.tableOf(column);
  const others = [...model.columnsOf(table.ref).keys()].filter((colId) => colId !== column.colId);
  const colId = columnIdFor(wanted, takenIds(['id', ...others, ...given]));
  given.push(colId);
  if (colId === column.colId) return;
  renameInFormulas(work, [{ table: table.tableId, column: column.colId, to: colId }]);
  dropIndexes(work, table);
  store.forget();
  const rename = (from: string, to: string): void =>
    store.run(`ALTER TABLE ${quote(table.tableId)} RENAME COLUMN ${quote(from)} TO ${quote(to)}`);
  // SQLite takes ids that differ by case only for the same one.
  rename(column.colId, `${colId}__aside`);
  rename(`${colId}__aside`, colId);
  column.colId = colId;
  model.changed();
  work.modified = true;
}

/** Returns the id that the column really got. */
export function renameColumn(work: Work, tableId: string, from: string, to: string | null): string {
  const column = work.model.columnForSchema(tableId, from);
  updateColumns(work, [{ column, changes: { colId: to } }]);
  return column.colId;
}

/** Removes columns with the helper columns that only they used, and forgets them where they were shown. */
export function removeColumns(work: Work, refs: readonly number[]): void {
  const { store, model } = work;
  work.touchStructure();
  const gone = new Set(refs);
  for (const column of model.columns) {
    if ((gone.has(column.ref) || gone.has(column.visibleCol)) && column.displayCol !== 0)
      gone.add(column.displayCol);
  }
  if (model.columns.some((column) => gone.has(column.summarySourceCol))) {
    throw notSimulated('removing a column that a summary groups by');
  }
  for (const ref of gone) {
    const column = model.columnByRef(ref);
    const table = model.tableOf(column);
    dropIndexes(work, table);
    store.forget();
    store.run(`ALTER TABLE ${quote(table.tableId)} DROP COLUMN ${quote(column.colId)}`);
  }
  model.dropColumns(gone);
  for (const column of model.columns) {
    if (gone.has(column.displayCol)) column.displayCol = 0;
    if (gone.has(column.visibleCol)) column.visibleCol = 0;
  }
  work.modified = true;
  recalculateAll(work);
}

/** Every formula column again: after a change of structure that formulas may feel. */
export function recalculateAll(work: Work): void {
  for (const column of work.model.columns) {
    if (column.isFormula && column.formula !== '') recalculate(work, column);
  }
}

/** `SetDisplayFormula`: a hidden helper column holds what a reference shows. */
export function setDisplayFormula(
  work: Work,
  tableId: string,
  columnRef: number | string,
  formula: string,
): void {
  const { model } = work;
  const table = model.tableForSchema(tableId);
  const shown =
    typeof columnRef === 'string' ? model.columnForSchema(tableId, columnRef) : model.columnByRef(columnRef);
  const users = model.columns.filter((column) => column.displayCol === shown.displayCol).length;
  if (formula !== '' && shown.displayCol !== 0 && users === 1) {
    updateColumns(work, [{ column: model.columnByRef(shown.displayCol), changes: { formula } }]);
    return;
  }
  const helper = [...model.columnsOf(table.ref).values()].find(
    (column) => column.colId.startsWith('gristHelper_Display') && column.formula === formula,
  );
  let displayCol = helper?.ref ?? 0;
  if (formula !== '' && helper === undefined) {
    displayCol = addColumn(work, tableId, 'gristHelper_Display', {
      type: 'Any',
      isFormula: true,
      formula,
    }).colRef;
  }
  work.touchStructure();
  work.model.columnByRef(shown.ref).displayCol = displayCol;
  work.modified = true;
  removeIdleHelpers(work);
}

function removeIdleHelpers(work: Work): void {
  const used = new Set(work.model.columns.map((column) => column.displayCol));
  const idle = work.model.columns.filter(
    (column) => column.colId.startsWith('gristHelper_Display') && !used.has(column.ref),
  );
  if (idle.length > 0)
    removeColumns(
      work,
      idle.map((column) => column.ref),
    );
}
