// Sections of pages and the columns that they show: `_grist_Views_section` and `_grist_Views_section_field`.

import type { ColumnInfo } from './columns';
import { isHidden, type Model, nextId, type SectionMeta, type TableMeta } from './model';
import { EngineError, notSimulated } from './refusal';
import type { Work } from './work';

/** What `AddTable` makes: a grid in a page, the raw data, the record card. */
export function addSections(model: Model, table: TableMeta): void {
  if (table.primarySectionRef !== 0) {
    addSection(model, table.primarySectionRef, table.ref, table.primaryViewId, 'record');
  }
  addSection(model, table.rawViewSectionRef, table.ref, 0, 'record');
  addSection(model, table.recordCardViewSectionRef, table.ref, 0, 'single');
}

function addSection(model: Model, ref: number, tableRef: number, viewRef: number, kind: string): void {
  model.sections.push({ ref, tableRef, viewRef, kind });
  for (const column of model.columnsOf(tableRef).values()) {
    if (!isHidden(column.colId)) addField(model, ref, column.ref);
  }
}

/** `AddColumn` shows the column in the raw data and in the record card; `AddVisibleColumn` in every grid too. */
export function showNewColumn(work: Work, tableRef: number, columnRef: number, everywhere: boolean): void {
  const own = work.model.sections.filter((section) => section.tableRef === tableRef);
  for (const { ref } of own.filter(({ viewRef }) => viewRef === 0)) addField(work.model, ref, columnRef);
  if (!everywhere) return;
  for (const { ref } of own.filter(({ viewRef, kind }) => viewRef !== 0 && kind === 'record')) {
    addField(work.model, ref, columnRef);
  }
}

/** `CreateViewSection` of one grid in a page of its own. */
export function createPage(work: Work, [tableRef, viewRef, kind, groupBy]: readonly unknown[]): unknown {
  if (viewRef !== 0 || kind !== 'record' || groupBy)
    throw notSimulated('other sections than a grid of its own');
  const { model } = work;
  work.touchStructure();
  const table = model.tableByRef(Number(tableRef));
  if (table === undefined) throw new EngineError('KeyError', '"\'get_record\' found no matching record"');
  const views = [
    ...model.tables.map((one) => one.primaryViewId),
    ...model.sections.map((one) => one.viewRef),
  ];
  const ref = nextId(model.sections.map((one) => one.ref));
  const view = nextId(views);
  addSection(model, ref, table.ref, view, kind);
  work.modified = true;
  return { tableRef: table.ref, viewRef: view, sectionRef: ref };
}

function addField(model: Model, section: number, columnRef: number, changes: ColumnInfo = {}): number {
  const positions = model.fields.map(({ parentPos }) => parentPos);
  const id = nextId(model.fields.map((field) => field.id));
  const { parentPos, width = 0, widgetOptions = '' } = changes;
  model.fields.push({
    id,
    parentId: section,
    colRef: columnRef,
    parentPos: typeof parentPos === 'number' ? parentPos : Math.floor(Math.max(0, ...positions)) + 1,
    width: Number(width),
    widgetOptions: String(widgetOptions),
  });
  return id;
}

/** Rows added to `_grist_Views_section_field`. A section that does not exist is accepted, as Grist accepts it. */
export function addFields(work: Work, rows: readonly ColumnInfo[]): number[] {
  work.touchStructure();
  work.modified = true;
  return rows.map(({ parentId, colRef, ...rest }) =>
    addField(work.model, Number(parentId), Number(colRef), rest),
  );
}

export function removeFields(work: Work, ids: readonly number[]): void {
  const { model } = work;
  work.touchStructure();
  const raw = new Set(model.tables.map((table) => table.rawViewSectionRef));
  for (const id of ids) {
    const field = model.fields.find((one) => one.id === id);
    if (field === undefined) throw new EngineError('KeyError', '"\'get_record\' found no matching record"');
    if (raw.has(field.parentId)) throw new EngineError('ValueError', 'Cannot remove raw view section field');
  }
  model.fields = model.fields.filter(({ id }) => !ids.includes(id));
  work.modified = true;
}

export function sectionFields({ tableRef, viewRef, kind }: SectionMeta) {
  return { tableRef, parentId: viewRef, parentKey: kind, title: '', description: '' };
}
