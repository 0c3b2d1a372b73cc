// Pages of the document: where a table's columns are shown, what takes a column out of them and puts it back. The pages
// are the user's: only the fields of the one column are touched.

import { z } from 'zod';
import type { Reshaped } from '../run/ports';
import type { PagePlace } from '../sync/model/change';
import type { SchemaOperation } from '../sync/model/operation';
import type { UserAction } from './creation';
import type { Refusal } from './refusal';
import type { RawTable } from './structure';
import { answeredOrThrow, shapedAs, type Wire } from './wire';

/** A section of a page. `kind`: `record` for a grid, `single` and `detail` for cards; others are charts and widgets. */
export type Section = {
  readonly id: number;
  readonly tableRef: number;
  /** 0 for the raw data and the record card, which are in no page. */
  readonly view: number;
  readonly kind: string;
};
/** A column shown in a section. */
export type SectionField = PagePlace & { readonly id: number; readonly columnRef: number };

export type Pages = { readonly sections: readonly Section[]; readonly fields: readonly SectionField[] };

const NO_PAGES: Pages = { sections: [], fields: [] };

/**
 * The sections of the tables whose columns are added, hidden or shown, and the fields of those to hide or show. 1
 * request, 2 with fields, none when there is no need. A place in a page is a courtesy: where Grist does not tell its
 * pages, a column added is seen in the raw data only, one to hide stays, and the run goes on.
 */
export async function readPages(
  wire: Wire,
  structure: readonly RawTable[],
  operations: readonly SchemaOperation[],
): Promise<Pages> {
  const moved = operations.filter(({ type }) => type === 'hide_column' || type === 'show_column');
  const hasPage = new Set(structure.filter(({ primaryView }) => primaryView > 0).map(({ ref }) => ref));
  const grown = operations.flatMap((operation) =>
    operation.type === 'add_column' && hasPage.has(operation.tableRef) ? [operation.tableRef] : [],
  );
  const tables = [
    ...new Set([...grown, ...moved.flatMap((one) => ('tableRef' in one ? [one.tableRef] : []))]),
  ];
  if (tables.length === 0) return NO_PAGES;
  const sections = await readRecords(wire, '_grist_Views_section', { tableRef: tables });
  if (sections === null) return NO_PAGES;
  const columns = moved.flatMap((one) => ('columnRef' in one ? [one.columnRef] : []));
  const fields =
    columns.length === 0
      ? []
      : ((await readRecords(wire, '_grist_Views_section_field', { colRef: columns })) ?? []);
  return {
    sections: shapedAs(Sections, sections, 'pages').map(({ id, fields: section }) => ({
      id,
      tableRef: section.tableRef,
      view: section.parentId ?? 0,
      kind: section.parentKey ?? '',
    })),
    fields: shapedAs(Fields, fields, 'pages').map(({ id, fields: field }) => ({
      id,
      columnRef: field.colRef,
      section: field.parentId,
      position: field.parentPos ?? 0,
      width: field.width ?? 0,
      widgetOptions: field.widgetOptions ?? '',
    })),
  };
}

const Sections = z.array(
  z.object({
    id: z.number().int(),
    fields: z.object({
      tableRef: z.number().int(),
      parentId: z.number().int().nullish(),
      parentKey: z.string().nullish(),
    }),
  }),
);
const Fields = z.array(
  z.object({
    id: z.number().int(),
    fields: z.object({
      parentId: z.number().int(),
      colRef: z.number().int(),
      parentPos: z.number().nullish(),
      width: z.number().nullish(),
      widgetOptions: z.string().nullish(),
    }),
  }),
);

/** Null where this key, or this Grist, is not told its pages. */
async function readRecords(
  wire: Wire,
  table: string,
  filter: Readonly<Record<string, readonly number[]>>,
): Promise<readonly unknown[] | null> {
  const query = encodeURIComponent(JSON.stringify(filter));
  const heard = await wire.read({ method: 'GET', path: `/tables/${table}/records?filter=${query}` });
  if (heard.status === 'refused' && NOT_TOLD.has(heard.refusal.kind)) return null;
  const Records = z.object({ records: z.array(z.unknown()) });
  return shapedAs(Records, answeredOrThrow(heard, 'pages'), 'pages').records;
}

/** Refusals about the pages themselves; any other is about the document or the key, and matters. */
const NOT_TOLD: ReadonlySet<Refusal['kind']> = new Set([
  'no_endpoint',
  'structure_changed',
  'no_access',
  'rules',
]);

/** Where people read rows: a chart or a widget that lost a column could break. */
const READ_IN: ReadonlySet<string> = new Set(['record', 'single', 'detail']);

/** Pure. What hides and shows the columns, and where the hidden ones were. */
export function planPages(
  operations: readonly SchemaOperation[],
  { sections, fields }: Pages,
): { readonly actions: readonly UserAction[]; readonly hidden: NonNullable<Reshaped['hidden']> } {
  const pages = new Set(
    sections.filter(({ view, kind }) => view > 0 && READ_IN.has(kind)).map(({ id }) => id),
  );
  const removed: number[] = [];
  const added: (PagePlace & { readonly columnRef: number })[] = [];
  const hidden: NonNullable<Reshaped['hidden']>[number][] = [];
  for (const operation of operations) {
    if (operation.type === 'hide_column') {
      const shown = fields.filter(
        ({ columnRef, section }) => columnRef === operation.columnRef && pages.has(section),
      );
      removed.push(...shown.map(({ id }) => id));
      const places = shown.map(({ section, position, width, widgetOptions }) => ({
        section,
        position,
        width,
        widgetOptions,
      }));
      hidden.push({ table: operation.table, column: operation.column, places });
    }
    if (operation.type === 'show_column') {
      const shown = new Set(
        fields.filter(({ columnRef }) => columnRef === operation.columnRef).map(({ section }) => section),
      );
      for (const place of operation.places) {
        // Grist would take a section that is gone without a word.
        if (pages.has(place.section) && !shown.has(place.section)) {
          added.push({ ...place, columnRef: operation.columnRef });
        }
      }
    }
  }
  const actions: UserAction[] = [];
  if (removed.length > 0) actions.push(['BulkRemoveRecord', '_grist_Views_section_field', removed]);
  if (added.length > 0) {
    actions.push([
      'BulkAddRecord',
      '_grist_Views_section_field',
      added.map(() => null),
      {
        parentId: added.map(({ section }) => section),
        colRef: added.map(({ columnRef }) => columnRef),
        parentPos: added.map(({ position }) => position),
        width: added.map(({ width }) => width),
        widgetOptions: added.map(({ widgetOptions }) => widgetOptions),
      },
    ]);
  }
  return { actions, hidden };
}

/** The grids of the pages that came with the tables: where an added column must be seen. */
export function ownGrids(
  structure: readonly RawTable[],
  { sections }: Pages,
): readonly { readonly id: number; readonly tableRef: number }[] {
  const views = new Map(structure.map(({ ref, primaryView }) => [ref, primaryView]));
  return sections.filter(
    ({ tableRef, view, kind }) => kind === 'record' && view > 0 && views.get(tableRef) === view,
  );
}
