// Summary tables: their structure, as Grist makes it and takes it away. Their rows are not simulated: they stay empty.

import { newColumn } from './columns';
import { quote } from './database';
import { columnIdFor, tableIdFor, takenIds } from './identifiers';
import { type ColumnMeta, isHidden, type Model, nextId, type TableMeta } from './model';
import { addSection } from './pages';
import { EngineError } from './refusal';
import { columnSql } from './retype';
import { removeTable } from './tables';
import type { Work } from './work';

/** The summary of a table by these columns; made when there is none (sandbox/grist/summary.py). */
export function summaryOf(work: Work, source: TableMeta, by: readonly number[]): TableMeta {
  const { model, store } = work;
  const groups = by.map((ref) => model.columnByRef(ref));
  if (groups.some(({ parentId }) => parentId !== source.ref)) {
    throw new EngineError('ValueError', 'Invalid column requested (wrong table)');
  }
  const known = model.tables.find((table) => isSummary(model, table, source.ref, by));
  if (known !== undefined) return known;
  const names = groups.map(({ colId }) => colId);
  const suffix = names.length === 0 ? '' : `_${[...names].sort().join('_')}`;
  const tableId = tableIdFor(
    `${source.tableId}_summary${suffix}`,
    takenIds(model.tables.map((table) => table.tableId)),
  );
  const table: TableMeta = {
    ref: nextId(model.tables.map((one) => one.ref)),
    tableId,
    primaryViewId: 0,
    primarySectionRef: 0,
    rawViewSectionRef: nextId(model.sections.map((one) => one.ref)),
    recordCardViewSectionRef: 0,
    summarySourceTable: source.ref,
  };
  model.addTable(table);
  for (const [rank, group] of groups.entries()) {
    const info = {
      type: group.type,
      label: group.label,
      widgetOptions: group.widgetOptions,
      isFormula: false,
    };
    const column = newColumn(work, table, names[rank] ?? '', info, false);
    model.addColumn({ ...column, summarySourceCol: group.ref });
  }
  const taken = () => takenIds(['id', ...[...model.columnsOf(table.ref).values()].map(({ colId }) => colId)]);
  for (const { colId, ...info } of summaryFormulas(model, source, new Set(names))) {
    model.addColumn(newColumn(work, table, columnIdFor(colId, taken()), { ...info, isFormula: true }, false));
  }
  addSection(model, table.rawViewSectionRef, table.ref, 0, 'record');
  const specs = [...model.columnsOf(table.ref).values()].map(({ colId, type }) => columnSql(colId, type));
  store.run(`CREATE TABLE ${quote(tableId)} (${['id INTEGER PRIMARY KEY', ...specs].join(', ')})`);
  return table;
}

function isSummary(model: Model, table: TableMeta, source: number, by: readonly number[]): boolean {
  if (table.summarySourceTable !== source) return false;
  const groups = [...model.columnsOf(table.ref).values()]
    .map(({ summarySourceCol }) => summarySourceCol)
    .filter((ref) => ref > 0);
  return groups.length === by.length && by.every((ref) => groups.includes(ref));
}

type Formula = Pick<ColumnMeta, 'colId' | 'type' | 'formula'>;

/** The group, the count, then a sum of each number of the source, or the formula of its name in another summary of it. */
function summaryFormulas(model: Model, source: TableMeta, groups: ReadonlySet<string>): readonly Formula[] {
  const sisters = model.tables
    .filter((table) => table.summarySourceTable === source.ref)
    .flatMap((table) => [...model.columnsOf(table.ref).values()].filter(({ isFormula }) => isFormula));
  const carried = [...model.columnsOf(source.ref).values()]
    .filter(({ colId }) => !isHidden(colId) && colId !== 'group' && !groups.has(colId))
    .flatMap(({ colId, type }): Formula[] => {
      const sister = sisters.find((column) => column.colId === colId);
      if (sister !== undefined) return [{ colId, type: sister.type, formula: sister.formula }];
      return type === 'Int' || type === 'Numeric' ? [{ colId, type, formula: `SUM($group.${colId})` }] : [];
    });
  const count: Formula = { colId: 'count', type: 'Int', formula: 'len($group)' };
  return [
    { colId: 'group', type: `RefList:${source.tableId}`, formula: 'table.getSummarySourceGroup(rec)' },
    ...(carried.some(({ colId }) => colId === 'count') ? [] : [count]),
    ...carried,
  ];
}

/** At the end of a list of actions, a summary table that no page shows goes away by itself (docmodel.py, `setAutoRemove`). */
export function dropIdleSummaries(work: Work): void {
  const { model } = work;
  const idle = model.tables.filter(
    ({ ref, summarySourceTable }) =>
      summarySourceTable > 0 &&
      !model.sections.some(({ tableRef, viewRef }) => tableRef === ref && viewRef > 0),
  );
  for (const { ref } of idle) removeTable(work, ref);
}
