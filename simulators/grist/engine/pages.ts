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

/** With every column of its table; of a summary table, all but the group. */
export function addSection(model: Model, ref: number, tableRef: number, viewRef: number, kind: string): void {
  model.sections.push({ ...BARE, ref, tableRef, viewRef, kind });
  for (const column of model.columnsOf(tableRef).values()) {
    if (!isHidden(column.colId) && column.colId !== 'group') addField(model, ref, column.ref);
  }
}

const BARE = {
  ...{
    title: '',
    description: '',
    options: '',
    chartType: '',
    layoutSpec: '',
    filterSpec: '',
    sortColRefs: '',
  },
  ...{ linkSrcSectionRef: 0, linkSrcColRef: 0, linkTargetColRef: 0 },
} as const;

/** A page, last in the list of pages. */
export function addView(
  model: Model,
  ref: number,
  { name, type = 'raw_data', layoutSpec = '' }: { name: string; type?: string; layoutSpec?: string },
): void {
  model.views.push({ ref, name, type, layoutSpec });
  addPage(model, ref, 0);
}

export function addPage(model: Model, viewRef: number, indentation: number): number {
  const id = nextId(model.pages.map((page) => page.id));
  const pagePos = Math.floor(Math.max(0, ...model.pages.map((page) => page.pagePos))) + 1;
  model.pages.push({ id, viewRef, indentation, pagePos });
  return id;
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

export function recordMissing(): EngineError {
  return new EngineError('KeyError', '"\'get_record\' found no matching record"');
}

/** Rows of `_grist_Views`, `_grist_Pages` and `_grist_Views_section` added, under the ids that were asked. */
export function addViewRecords(
  work: Work,
  kind: ViewTable,
  ids: readonly (number | null)[],
  rows: readonly ColumnInfo[],
): number[] {
  const { model } = work;
  work.touchStructure();
  work.modified = true;
  return rows.map((row, rank) => {
    const used = recordsOf(model, kind);
    const wanted = ids[rank] ?? null;
    if (wanted !== null && wanted < 0) throw notSimulated(`temporary ids in ${kind}`);
    if (wanted !== null && used.includes(wanted)) {
      throw new EngineError('AssertionError', `docactions.[Bulk]AddRecord for existing record #${wanted}`);
    }
    return addViewRecord(model, kind, wanted ?? nextId(used), row);
  });
}

function addViewRecord(model: Model, kind: ViewTable, ref: number, row: ColumnInfo): number {
  switch (kind) {
    case '_grist_Views': {
      const { name, type, layoutSpec } = row;
      model.views.push({ ref, name: text(name), type: text(type), layoutSpec: text(layoutSpec) });
      return ref;
    }
    case '_grist_Pages':
      return addPage(model, Number(row.viewRef), Number(row.indentation ?? 0));
    case '_grist_Views_section': {
      const { tableRef, parentId, parentKey, borderWidth: _border, defaultWidth: _width, ...rest } = row;
      const place = { ref, tableRef: Number(tableRef), viewRef: Number(parentId), kind: text(parentKey) };
      model.sections.push({ ...BARE, ...rest, ...place });
      return ref;
    }
  }
}

export type ViewTable = '_grist_Views' | '_grist_Pages' | '_grist_Views_section';

function recordsOf(model: Model, kind: ViewTable): readonly number[] {
  switch (kind) {
    case '_grist_Views':
      return model.views.map(({ ref }) => ref);
    case '_grist_Pages':
      return model.pages.map(({ id }) => id);
    case '_grist_Views_section':
      return model.sections.map(({ ref }) => ref);
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Changes of a page or a section, as its user makes them in the interface. */
export function updateViewRecords(
  work: Work,
  kind: '_grist_Views' | '_grist_Views_section',
  ids: readonly number[],
  rows: readonly ColumnInfo[],
): void {
  const { model } = work;
  work.touchStructure();
  for (const [rank, id] of ids.entries()) {
    const changes = rows[rank] ?? {};
    if (!recordsOf(model, kind).includes(id)) throw recordMissing();
    if (kind === '_grist_Views')
      model.views = model.views.map((view) => (view.ref === id ? { ...view, ...changes } : view));
    else model.sections = model.sections.map((one) => (one.ref === id ? { ...one, ...changes } : one));
  }
  work.modified = true;
}

/** Sections with their fields. Raw data and record cards stay. */
export function removeSections(work: Work, ids: readonly number[]): void {
  const { model } = work;
  work.touchStructure();
  for (const id of ids) {
    if (!model.sections.some(({ ref }) => ref === id)) throw recordMissing();
    if (model.tables.some((table) => table.rawViewSectionRef === id)) {
      throw new EngineError('ValueError', 'Cannot remove raw view section');
    }
    if (model.tables.some((table) => table.recordCardViewSectionRef === id)) {
      throw new EngineError('ValueError', 'Cannot remove record card view section');
    }
  }
  model.sections = model.sections.filter(({ ref }) => !ids.includes(ref));
  model.fields = model.fields.filter(({ parentId }) => !ids.includes(parentId));
  work.modified = true;
}

/** Pages with all that they show. */
export function removeViews(work: Work, ids: readonly number[]): void {
  const { model } = work;
  work.touchStructure();
  if (ids.some((id) => !model.views.some(({ ref }) => ref === id))) throw recordMissing();
  removeSections(
    work,
    model.sections.filter(({ viewRef }) => ids.includes(viewRef)).map(({ ref }) => ref),
  );
  model.views = model.views.filter(({ ref }) => !ids.includes(ref));
  model.pages = model.pages.filter(({ viewRef }) => !ids.includes(viewRef));
  work.modified = true;
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

export function sectionFields({ ref: _ref, viewRef, kind, ...rest }: SectionMeta) {
  return { ...rest, parentId: viewRef, parentKey: kind };
}
