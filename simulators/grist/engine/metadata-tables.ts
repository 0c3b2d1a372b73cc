// `_grist_Tables` and `_grist_Tables_column` as SQLite tables, so that /sql can read them.

import type { Attachment } from './attachments';
import type { Store } from './database';
import type { ColumnMeta, FieldMeta, Model, TableMeta } from './model';
import { sectionFields } from './pages';
import type { Stored } from './stored';

type Shown = Readonly<Record<string, string | number | boolean | null>>;

/** A column's attributes as the API gives them, `colRef` first; widgetOptions is a JSON text. */
export function columnFields(column: ColumnMeta): Shown {
  return {
    colRef: column.ref,
    label: column.label,
    isFormula: column.isFormula,
    type: column.type,
    parentId: column.parentId,
    parentPos: column.parentPos,
    widgetOptions: column.widgetOptions,
    formula: column.formula,
    description: column.description,
    untieColIdFromLabel: column.untieColIdFromLabel,
    summarySourceCol: column.summarySourceCol,
    displayCol: column.displayCol,
    visibleCol: column.visibleCol,
    rules: null,
    reverseCol: 0,
    recalcWhen: 0,
    recalcDeps: null,
  };
}

export function tableFields(table: TableMeta): Shown {
  return {
    tableRef: table.ref,
    primaryViewId: table.primaryViewId,
    summarySourceTable: table.summarySourceTable,
    onDemand: false,
    rawViewSectionRef: table.rawViewSectionRef,
    recordCardViewSectionRef: table.recordCardViewSectionRef,
  };
}

/** Rows of a metadata table as the records endpoints give them; null when the simulator has no such table. */
export function metadataRows(
  model: Model,
  tableId: string,
  attachments: readonly Attachment[] = [],
): readonly { readonly id: number; readonly fields: Shown }[] | null {
  switch (tableId) {
    case '_grist_Tables':
      return model.tables.map(tableRow).sort(byId);
    case '_grist_Tables_column':
      return model.columns.map(columnRow).sort(byId);
    case '_grist_Views_section':
      return model.sections
        .map((section) => ({ id: section.ref, fields: sectionFields(section) }))
        .sort(byId);
    case '_grist_Views_section_field':
      return model.fields.map(fieldRow).sort(byId);
    case '_grist_Views':
      return model.views.map(({ ref, ...fields }) => ({ id: ref, fields })).sort(byId);
    case '_grist_Pages':
      return model.pages
        .map(({ id, ...fields }) => ({ id, fields: { ...fields, shareRef: 0, options: '' } }))
        .sort(byId);
    case '_grist_Attachments':
      return attachments.map(attachmentRow);
    // No filter is ever made here.
    case '_grist_Filters':
      return [];
    default:
      return null;
  }
}

function fieldRow({ id, ...fields }: FieldMeta): { id: number; fields: Shown } {
  return { id, fields: { ...fields, displayCol: 0, visibleCol: 0, filter: '', rules: null } };
}

function attachmentRow({ id, ...fields }: Attachment): { id: number; fields: Shown } {
  return { id, fields: { ...fields, fileType: '', imageHeight: 0, imageWidth: 0 } };
}

function byId(left: { readonly id: number }, right: { readonly id: number }): number {
  return left.id - right.id;
}

function tableRow(table: TableMeta): { id: number; fields: Shown } {
  const { tableRef: _ref, ...rest } = tableFields(table);
  return { id: table.ref, fields: { tableId: table.tableId, ...rest } };
}

function columnRow(column: ColumnMeta): { id: number; fields: Shown } {
  const { colRef: _ref, ...rest } = columnFields(column);
  return { id: column.ref, fields: { colId: column.colId, ...rest } };
}

const TABLES = `CREATE TABLE _grist_Tables (id INTEGER PRIMARY KEY, "tableId" TEXT DEFAULT '', "primaryViewId" INTEGER
  DEFAULT 0, "summarySourceTable" INTEGER DEFAULT 0, "onDemand" BOOLEAN DEFAULT 0, "rawViewSectionRef" INTEGER DEFAULT
  0, "recordCardViewSectionRef" INTEGER DEFAULT 0)`;

const COLUMNS = `CREATE TABLE _grist_Tables_column (id INTEGER PRIMARY KEY, "parentId" INTEGER DEFAULT 0, "parentPos"
  NUMERIC DEFAULT 1e999, "colId" TEXT DEFAULT '', "type" TEXT DEFAULT '', "widgetOptions" TEXT DEFAULT '', "isFormula"
  BOOLEAN DEFAULT 0, "formula" TEXT DEFAULT '', "label" TEXT DEFAULT '', "description" TEXT DEFAULT '',
  "untieColIdFromLabel" BOOLEAN DEFAULT 0, "summarySourceCol" INTEGER DEFAULT 0, "displayCol" INTEGER DEFAULT 0,
  "visibleCol" INTEGER DEFAULT 0, "rules" TEXT DEFAULT NULL, "reverseCol" INTEGER DEFAULT 0, "recalcWhen" INTEGER
  DEFAULT 0, "recalcDeps" TEXT DEFAULT NULL)`;

export function createMetadataTables(store: Store): void {
  store.run(TABLES);
  store.run(COLUMNS);
}

/** Rewrites both tables. A document has at most a few hundred columns. */
export function writeMetadataTables(store: Store, model: Model): void {
  for (const tableId of ['_grist_Tables', '_grist_Tables_column']) {
    store.run(`DELETE FROM ${tableId}`);
    for (const { id, fields } of metadataRows(model, tableId) ?? []) {
      const names = Object.keys(fields);
      const marks = names.map(() => '?').join(', ');
      const statement = store.prepare(
        `INSERT INTO ${tableId} (id, ${names.map((name) => `"${name}"`).join(', ')}) VALUES (?, ${marks})`,
      );
      statement.run([id, ...names.map((name) => asStored(fields[name]))]);
    }
  }
}

function asStored(value: Shown[string] | undefined): Stored {
  return typeof value === 'boolean' ? Number(value) : (value ?? null);
}
