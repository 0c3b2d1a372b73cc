// The document's metadata: tables and columns by ref, as in Grist's `_grist_Tables` and `_grist_Tables_column`.

import { EngineError } from './refusal';

export type TableMeta = {
  ref: number;
  tableId: string;
  primaryViewId: number;
  /** Page section of the table; 0 for a raw table. */
  primarySectionRef: number;
  rawViewSectionRef: number;
  recordCardViewSectionRef: number;
  /** Ref of the table that it sums up; 0 for a table of its own. */
  readonly summarySourceTable: number;
};

export type ColumnMeta = {
  ref: number;
  parentId: number;
  parentPos: number;
  colId: string;
  type: string;
  widgetOptions: string | null;
  isFormula: boolean;
  formula: string;
  label: string | null;
  description: string | null;
  untieColIdFromLabel: boolean;
  displayCol: number;
  visibleCol: number;
  /** Of a summary table's group column: the column of the source. */
  summarySourceCol: number;
};

/** A page. */
export type ViewMeta = {
  readonly ref: number;
  readonly name: string;
  readonly type: string;
  readonly layoutSpec: string;
};
/** Where a page stands in the list of pages. */
export type PageMeta = {
  readonly id: number;
  readonly viewRef: number;
  readonly indentation: number;
  readonly pagePos: number;
};

/** A section of a page, or the raw data or record card of a table (`viewRef` 0). */
export type SectionMeta = {
  readonly ref: number;
  readonly tableRef: number;
  readonly viewRef: number;
  /** `record` for a grid, `single` for a card. */
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  readonly options: string;
  readonly chartType: string;
  readonly layoutSpec: string;
  readonly filterSpec: string;
  readonly sortColRefs: string;
  readonly linkSrcSectionRef: number;
  readonly linkSrcColRef: number;
  readonly linkTargetColRef: number;
};
/** A column shown in a section. */
export type FieldMeta = {
  readonly id: number;
  readonly parentId: number;
  readonly colRef: number;
  readonly parentPos: number;
  readonly width: number;
  readonly widgetOptions: string;
};

type Snapshot = {
  readonly tables: TableMeta[];
  readonly columns: ColumnMeta[];
  readonly views: ViewMeta[];
  readonly pages: PageMeta[];
  readonly sections: SectionMeta[];
  readonly fields: FieldMeta[];
};

/** Ids start again after the greatest one in use: a removed last table, column or row gives its id to the next. */
export function nextId(used: Iterable<number>): number {
  let greatest = 0;
  for (const id of used) if (id > greatest) greatest = id;
  return greatest + 1;
}

export class Model {
  private tableList: TableMeta[] = [];
  private columnList: ColumnMeta[] = [];
  /** By table ref then column id; rebuilt after a change. */
  private index: Map<number, Map<string, ColumnMeta>> | null = null;
  views: ViewMeta[] = [];
  pages: PageMeta[] = [];
  sections: SectionMeta[] = [];
  fields: FieldMeta[] = [];

  get tables(): readonly TableMeta[] {
    return this.tableList;
  }

  get columns(): readonly ColumnMeta[] {
    return this.columnList;
  }

  snapshot(): Snapshot {
    const { tableList: tables, columnList: columns, views, pages, sections, fields } = this;
    return structuredClone({ tables, columns, views, pages, sections, fields });
  }

  restore(saved: Snapshot): void {
    this.tableList = saved.tables;
    this.columnList = saved.columns;
    this.views = saved.views;
    this.pages = saved.pages;
    this.sections = saved.sections;
    this.fields = saved.fields;
    this.index = null;
  }

  /** Call after changing a `colId` in place. */
  changed(): void {
    this.index = null;
  }

  addTable(table: TableMeta): void {
    this.tableList.push(table);
  }

  addColumn(column: ColumnMeta): void {
    this.columnList.push(column);
    this.index = null;
  }

  dropTable(ref: number): void {
    dropWhere(this.tableList, (table) => table.ref === ref);
    const gone = new Set(this.sections.filter(({ tableRef }) => tableRef === ref).map((one) => one.ref));
    this.sections = this.sections.filter(({ tableRef }) => tableRef !== ref);
    this.fields = this.fields.filter(({ parentId }) => !gone.has(parentId));
    // A page that shows nothing any more goes too (useractions.py, `_removeTableRecords`).
    this.views = this.views.filter(({ ref: view }) => this.sections.some(({ viewRef }) => viewRef === view));
    this.pages = this.pages.filter(({ viewRef }) => this.views.some((view) => view.ref === viewRef));
    this.index = null;
  }

  dropColumns(refs: ReadonlySet<number>): void {
    for (const ref of refs) dropWhere(this.columnList, (column) => column.ref === ref);
    this.fields = this.fields.filter(({ colRef }) => !refs.has(colRef));
    this.index = null;
  }

  findTable(tableId: string): TableMeta | undefined {
    return this.tableList.find((table) => table.tableId === tableId);
  }

  tableByRef(ref: number): TableMeta | undefined {
    return this.tableList.find((table) => table.ref === ref);
  }

  /** Columns of a table by id, in the order in which they were made, `manualSort` included. */
  columnsOf(tableRef: number): ReadonlyMap<string, ColumnMeta> {
    if (this.index === null) {
      this.index = new Map();
      for (const column of this.columnList) {
        const siblings = this.index.get(column.parentId) ?? new Map<string, ColumnMeta>();
        siblings.set(column.colId, column);
        this.index.set(column.parentId, siblings);
      }
    }
    return this.index.get(tableRef) ?? new Map();
  }

  columnByRef(ref: number): ColumnMeta {
    const column = this.columnList.find((one) => one.ref === ref);
    if (column === undefined) throw new EngineError('KeyError', '"\'get_record\' found no matching record"');
    return column;
  }

  /** For actions on rows: an unknown table is a KeyError. */
  tableForRows(tableId: string): TableMeta {
    const table = this.findTable(tableId);
    if (table === undefined) throw new EngineError('KeyError', `'${tableId}'`);
    return table;
  }

  /** For actions on structure: an unknown table is a ValueError. */
  tableForSchema(tableId: string): TableMeta {
    const table = this.findTable(tableId);
    if (table === undefined) throw new EngineError('ValueError', `No such table: ${tableId}`);
    return table;
  }

  columnForSchema(tableId: string, colId: string): ColumnMeta {
    const table = this.findTable(tableId);
    const column = table === undefined ? undefined : this.columnsOf(table.ref).get(colId);
    if (column === undefined) throw new EngineError('ValueError', `No such column: ${tableId}.${colId}`);
    return column;
  }

  tableOf(column: ColumnMeta): TableMeta {
    const table = this.tableByRef(column.parentId);
    if (table === undefined) throw new EngineError('KeyError', `'${column.parentId}'`);
    return table;
  }
}

/** The last one takes the freed place, as in Grist's answers after a removal. */
function dropWhere<T>(list: T[], matches: (item: T) => boolean): void {
  const index = list.findIndex(matches);
  const last = list.pop();
  if (index >= 0 && index < list.length && last !== undefined) list[index] = last;
  else if (index < 0 && last !== undefined) list.push(last);
}

/** Is this a column that Grist's answers leave out unless asked? */
export function isHidden(colId: string): boolean {
  return colId === 'manualSort' || colId.startsWith('gristHelper_');
}
