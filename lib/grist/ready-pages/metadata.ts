// What Grist keeps of pages, sections and columns, as its metadata tables tell it.

import { z } from 'zod';
import { answeredOrThrow, shapedAs, type Wire } from '../wire';

const ref = z
  .number()
  .int()
  .nullish()
  .transform((value) => value ?? 0);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const flag = z
  .union([z.boolean(), z.number()])
  .nullish()
  .transform((value) => Boolean(value));

const View = z.object({ name: text, layoutSpec: text });
const Section = z.object({
  tableRef: ref,
  parentId: ref,
  parentKey: text,
  title: text,
  description: text,
  options: text,
  chartType: text,
  sortColRefs: text,
  linkSrcSectionRef: ref,
  linkSrcColRef: ref,
  linkTargetColRef: ref,
});
const Field = z.object({
  parentId: ref,
  colRef: ref,
  widgetOptions: text,
  parentPos: z
    .number()
    .nullish()
    .transform((value) => value ?? 0),
});
const Filter = z.object({ viewSectionRef: ref, colRef: ref, filter: text });
const Table = z.object({ tableId: text, summarySourceTable: ref });
const Column = z.object({
  parentId: ref,
  colId: text,
  type: text,
  label: text,
  isFormula: flag,
  formula: text,
  summarySourceCol: ref,
});

/** A metadata table, and what is read of its rows. */
export type Metadata<Fields> = { readonly table: string; readonly shape: z.ZodType<Fields> };

export const VIEWS: Metadata<z.output<typeof View>> = { table: '_grist_Views', shape: View };
export const SECTIONS: Metadata<z.output<typeof Section>> = { table: '_grist_Views_section', shape: Section };
export const FIELDS: Metadata<z.output<typeof Field>> = { table: '_grist_Views_section_field', shape: Field };
export const FILTERS: Metadata<z.output<typeof Filter>> = { table: '_grist_Filters', shape: Filter };
export const TABLES: Metadata<z.output<typeof Table>> = { table: '_grist_Tables', shape: Table };
export const COLUMNS: Metadata<z.output<typeof Column>> = { table: '_grist_Tables_column', shape: Column };

export type MetadataRow<Fields> = { readonly id: number; readonly fields: Fields };
export type TableRow = MetadataRow<z.output<typeof Table>>;
export type ColumnRow = MetadataRow<z.output<typeof Column>>;

/** Rows by id. 1 request. Throws GRIST_REGLES_ACCES, GRIST_ACCES_INSUFFISANT… where this key is not told them. */
export async function readMetadata<Fields>(
  wire: Wire,
  { table, shape }: Metadata<Fields>,
  filter: Readonly<Record<string, readonly (number | string)[]>> = {},
): Promise<readonly MetadataRow<Fields>[]> {
  const query =
    Object.keys(filter).length === 0 ? '' : `?filter=${encodeURIComponent(JSON.stringify(filter))}`;
  const heard = await wire.read({ method: 'GET', path: `/tables/${table}/records${query}` });
  const Records = z.object({ records: z.array(z.object({ id: z.number().int(), fields: z.unknown() })) });
  const { records } = shapedAs(Records, answeredOrThrow(heard, 'pages'), 'pages');
  return records
    .map(({ id, fields }) => ({ id, fields: shapedAs(shape, fields, 'pages') }))
    .sort((left, right) => left.id - right.id);
}
