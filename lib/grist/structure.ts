// The document's tables and columns, by ref, as Grist describes them.

import { z } from 'zod';
import type { FoundColumn, FoundTable } from '../sync/model/table';
import { failureOfRefusal } from './failure';
import { parseJson } from './json';
import { answeredOrThrow, shapedAs, type Wire } from './wire';

/** What the adapter needs beyond the heart's model: the page of a table, the column shown by a reference. */
export type RawTable = Omit<FoundTable, 'columns'> & {
  /** Ref of the page that came with the table, 0 when it was removed. */
  readonly primaryView: number;
  readonly columns: readonly RawColumn[];
};
export type RawColumn = FoundColumn & { readonly visibleCol: number };

/**
 * Every table that a person sees as a table (neither summaries nor Grist's own), with its visible columns.
 * 1 request; 2 on a Grist older than March 2026 (1.7.12), which does not know `expand=column`. `/sql` is not needed.
 */
export async function readStructure(wire: Wire): Promise<readonly RawTable[]> {
  const tables = tablesOf(
    answeredOrThrow(await wire.read({ method: 'GET', path: '/tables?expand=column' }), 'tables'),
  );
  if (tables.every((table) => table.columns !== undefined)) return rawTables(tables, new Map());
  const heard = await wire.read({ method: 'GET', path: '/tables/_grist_Tables_column/records' });
  if (heard.status === 'refused') throw failureOfRefusal(heard.refusal, { quoi: 'colonnes' });
  return rawTables(tables, columnsByTable(heard.json));
}

export function foundTables(tables: readonly RawTable[]): readonly FoundTable[] {
  return tables.map(({ primaryView, columns, ...table }) => ({
    ...table,
    columns: columns.map(({ visibleCol, ...column }) => column),
  }));
}

const flag = z.union([z.boolean(), z.number()]).nullish();
const text = z.string().nullish();
const ref = z.number().int();

const ColumnFields = z.object({
  type: text,
  label: text,
  description: text,
  isFormula: flag,
  formula: text,
  untieColIdFromLabel: flag,
  widgetOptions: text,
  visibleCol: ref.nullish(),
});
const ExpandedColumn = z.object({ id: z.string(), fields: ColumnFields.extend({ colRef: ref }) });
const Tables = z.object({
  tables: z.array(
    z.object({
      id: z.string(),
      fields: z.object({
        tableRef: ref,
        primaryViewId: ref.nullish(),
        summarySourceTable: ref.nullish(),
      }),
      columns: z.array(ExpandedColumn).optional(),
    }),
  ),
});
const ColumnRecords = z.object({
  records: z.array(z.object({ id: ref, fields: ColumnFields.extend({ colId: text, parentId: ref }) })),
});

type Tables = z.infer<typeof Tables>['tables'];

function tablesOf(json: unknown): Tables {
  return shapedAs(Tables, json, 'tables').tables;
}

function rawTables(tables: Tables, apart: ReadonlyMap<number, readonly RawColumn[]>): readonly RawTable[] {
  return tables
    .filter((table) => (table.fields.summarySourceTable ?? 0) === 0 && !table.id.startsWith('GristHidden_'))
    .map((table) => ({
      ref: table.fields.tableRef,
      id: table.id,
      primaryView: table.fields.primaryViewId ?? 0,
      columns:
        table.columns
          ?.filter((column) => isVisible(column.id))
          .map((column) => rawColumn(column.fields.colRef, column.id, column.fields)) ??
        apart.get(table.fields.tableRef) ??
        [],
    }));
}

function columnsByTable(json: unknown): ReadonlyMap<number, readonly RawColumn[]> {
  const byTable = new Map<number, RawColumn[]>();
  for (const { id, fields } of shapedAs(ColumnRecords, json, 'colonnes').records) {
    if (!isVisible(fields.colId ?? '')) continue;
    const columns = byTable.get(fields.parentId) ?? [];
    byTable.set(fields.parentId, columns);
    columns.push(rawColumn(id, fields.colId ?? '', fields));
  }
  return byTable;
}

function isVisible(id: string): boolean {
  return id !== '' && id !== 'manualSort' && !id.startsWith('gristHelper_');
}

function rawColumn(colRef: number, id: string, fields: z.infer<typeof ColumnFields>): RawColumn {
  return {
    ref: colRef,
    id,
    type: fields.type ?? '',
    label: fields.label ?? '',
    description: fields.description ?? '',
    isFormula: Boolean(fields.isFormula),
    formula: fields.formula ?? '',
    untieColIdFromLabel: Boolean(fields.untieColIdFromLabel),
    widgetOptions: parseWidgetOptions(fields.widgetOptions ?? ''),
    visibleCol: fields.visibleCol ?? 0,
  };
}

/** Grist keeps them as a JSON text, empty when nothing was set; what is not an object there it ignores, so do we. */
export function parseWidgetOptions(json: string): Readonly<Record<string, unknown>> {
  const parsed = parseJson(json);
  const value = parsed.status === 'json' ? parsed.value : null;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
