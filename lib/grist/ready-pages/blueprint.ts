// One transaction that makes a page. Grist names what it creates only afterwards, and a page is made of links between its
// parts: the refs are foreseen, and the transaction is built so that it fails whole when one was foreseen wrongly.
//
// Sections and the view are given their ids by us (an id that exists already refuses everything, grist-core
// docactions.AddRecord). A summary table is made by `CreateViewSection`, which takes the two next section ids (the raw
// data's and its own); our sections come right after: had anything been created meanwhile, the ids would meet. The
// section that it made is removed at the end, once ours keep the summary table alive.

import type {
  GroupColumn,
  PageDesign,
  PageField,
  PageLayout,
  PageSection,
  PageSource,
} from '../../sync/model/ready-page';
import type { UserAction } from '../creation';
import type { ColumnRow, TableRow } from './metadata';

/** What the document holds before. */
export type Before = {
  readonly views: readonly number[];
  readonly sections: readonly number[];
  readonly tables: readonly TableRow[];
  readonly columns: readonly ColumnRow[];
};

export type Blueprint = {
  readonly actions: readonly UserAction[];
  readonly viewRef: number;
  readonly sections: readonly PlannedSection[];
  readonly columns: readonly PlannedColumn[];
};

/** A column of the design: its ref as foreseen, and the rank of the action whose value tells the true one. */
export type PlannedColumn = { readonly ref: number; readonly rank: number };

export type PlannedSection = {
  readonly ref: number;
  readonly tableRef: number;
  readonly fields: readonly number[];
};

/** Actions before those of the columns: the view and its place. */
const HEAD = 2;

type SummaryTable = { readonly ref: number; readonly columns: ReadonlyMap<string, number> };

/** Pure. */
export function drawBlueprint(design: PageDesign, before: Before): Blueprint {
  const viewRef = next(before.views);
  let section = next(before.sections);
  let table = next(before.tables.map(({ id }) => id));
  let column = next(before.columns.map(({ id }) => id));
  const actions: UserAction[] = [];

  const own = new Map<string, number>();
  const planned: PlannedColumn[] = [];
  for (const { tableId, id, label, description, formula } of design.columns) {
    planned.push({ ref: column, rank: HEAD + actions.length });
    own.set(id, column++);
    actions.push(
      ['AddColumn', tableId, id, { type: 'Text', isFormula: true, formula, label }],
      ['ModifyColumn', tableId, id, { description, untieColIdFromLabel: true }],
    );
  }
  const groupRef = (by: GroupColumn): number => (by.type === 'found' ? by.columnRef : (own.get(by.id) ?? 0));

  const summaries = new Map<string, SummaryTable>();
  const scaffolding: number[] = [];
  for (const { source } of design.sections) {
    if (source.type !== 'summary' || summaries.has(summaryKey(source))) continue;
    const refs = source.by.map(groupRef);
    const known = existingSummary(before, source.tableRef, refs);
    if (known !== undefined) {
      summaries.set(summaryKey(source), known);
      continue;
    }
    const names = summaryColumns(before, design, source);
    const columns = new Map(names.map((name) => [name, column++]));
    actions.push(['CreateViewSection', source.tableRef, viewRef, 'record', refs, null]);
    const tableId = summaryTableId(source);
    actions.push(['ModifyColumn', tableId, 'count', { label: 'Nombre', untieColIdFromLabel: true }]);
    for (const { id, label, formula } of source.plus) {
      columns.set(id, column++);
      actions.push(
        ['AddColumn', tableId, id, { type: 'Numeric', isFormula: true, formula, label }],
        ['ModifyColumn', tableId, id, { untieColIdFromLabel: true }],
      );
    }
    summaries.set(summaryKey(source), { ref: table++, columns });
    scaffolding.push(section + 1);
    section += 2;
  }

  const sectionRefs = new Map(design.sections.map(({ name }) => [name, section++]));
  const sections = design.sections.map((one): PlannedSection => {
    const summary = one.source.type === 'summary' ? summaries.get(summaryKey(one.source)) : undefined;
    return {
      ref: sectionRefs.get(one.name) ?? 0,
      tableRef: summary?.ref ?? one.source.tableRef,
      fields: one.fields.map((field) => fieldRef(field, summary)),
    };
  });

  const head: readonly UserAction[] = [
    [
      'AddRecord',
      '_grist_Views',
      viewRef,
      { name: design.name, type: 'raw_data', layoutSpec: layoutText(design.layout, sectionRefs) },
    ],
    ['AddRecord', '_grist_Pages', null, { viewRef, indentation: 0 }],
  ];
  const fields = sections.flatMap(({ ref, fields: columns }) => columns.map((colRef) => ({ ref, colRef })));
  const tail: readonly UserAction[] = [
    ...design.sections.map(
      (one, rank): UserAction => [
        'AddRecord',
        '_grist_Views_section',
        sections[rank]?.ref ?? 0,
        sectionRow(
          one,
          { viewRef, tableRef: sections[rank]?.tableRef ?? 0, mark: rank === 0 ? design.mark : '' },
          sectionRefs,
        ),
      ],
    ),
    [
      'BulkAddRecord',
      '_grist_Views_section_field',
      fields.map(() => null),
      { parentId: fields.map(({ ref }) => ref), colRef: fields.map(({ colRef }) => colRef) },
    ],
    ...(scaffolding.length === 0 ? [] : [['BulkRemoveRecord', '_grist_Views_section', scaffolding] as const]),
  ];
  return {
    actions: [...head, ...actions, ...tail],
    viewRef,
    sections,
    columns: planned,
  };
}

function next(ids: readonly number[]): number {
  return ids.reduce((most, id) => Math.max(most, id), 0) + 1;
}

type SummarySource = Extract<PageSource, { type: 'summary' }>;

function summaryKey({ tableRef, by }: SummarySource): string {
  return `${tableRef}:${by.map(({ id }) => id).join(',')}`;
}

/** As Grist names it (sandbox/grist/summary.py, `encode_summary_table_name`). */
function summaryTableId({ tableId, by }: SummarySource): string {
  return `${tableId}_summary_${by
    .map(({ id }) => id)
    .sort()
    .join('_')}`;
}

function existingSummary(before: Before, source: number, by: readonly number[]): SummaryTable | undefined {
  const key = (refs: readonly number[]) => [...refs].sort((left, right) => left - right).join(',');
  for (const { id, fields } of before.tables) {
    if (fields.summarySourceTable !== source) continue;
    const columns = before.columns.filter((column) => column.fields.parentId === id);
    const groups = columns.flatMap(({ fields: { summarySourceCol } }) =>
      summarySourceCol > 0 ? [summarySourceCol] : [],
    );
    if (key(groups) !== key(by)) continue;
    return { ref: id, columns: new Map(columns.map((column) => [column.fields.colId, column.id])) };
  }
  return undefined;
}

/**
 * Ids of the columns of a new summary table, in the order in which Grist makes them: the groups, the group itself, the
 * count, then for each column of the source the formula of its name in another summary of it, or a sum where it is a
 * number (sandbox/grist/summary.py, `_create_summary_colinfo`).
 */
function summaryColumns(
  before: Before,
  design: PageDesign,
  { tableRef, by }: SummarySource,
): readonly string[] {
  const groups = by.map(({ id }) => id);
  const sisters = new Set(
    before.tables
      .filter(({ fields }) => fields.summarySourceTable === tableRef)
      .flatMap(({ id }) => before.columns.filter((column) => column.fields.parentId === id))
      .filter(({ fields }) => fields.isFormula)
      .map(({ fields }) => fields.colId),
  );
  const source = before.columns
    .filter(({ fields }) => fields.parentId === tableRef)
    .map(({ fields }) => fields);
  const made = [
    ...source,
    ...design.columns
      .filter((column) => column.tableRef === tableRef)
      .map(({ id }) => ({ colId: id, type: 'Text' })),
  ];
  const carried = made
    .filter(({ colId }) => isVisible(colId) && colId !== 'group' && !groups.includes(colId))
    .filter(({ colId, type }) => sisters.has(colId) || type === 'Int' || type === 'Numeric')
    .map(({ colId }) => colId);
  return [...groups, 'group', ...(carried.includes('count') ? [] : ['count']), ...carried];
}

function isVisible(colId: string): boolean {
  return colId !== '' && colId !== 'manualSort' && !colId.startsWith('gristHelper_');
}

function fieldRef(field: PageField, summary: SummaryTable | undefined): number {
  return field.type === 'found' ? field.columnRef : (summary?.columns.get(field.id) ?? 0);
}

function sectionRow(
  { title, widget, sort, link, chart }: PageSection,
  { viewRef, tableRef, mark }: { readonly viewRef: number; readonly tableRef: number; readonly mark: string },
  refs: ReadonlyMap<string, number>,
): Readonly<Record<string, string | number>> {
  return {
    ...{ tableRef, parentId: viewRef, parentKey: widget, title, description: mark },
    ...{ borderWidth: 1, defaultWidth: 100 },
    sortColRefs: JSON.stringify(
      sort.map(({ columnRef, descending }) => (descending ? -columnRef : columnRef)),
    ),
    linkSrcSectionRef: link === null ? 0 : (refs.get(link.from) ?? 0),
    linkSrcColRef: link?.sourceColumnRef ?? 0,
    linkTargetColRef: link?.targetColumnRef ?? 0,
    chartType: chart?.type ?? '',
    options: chart === null ? '' : JSON.stringify(chart.splits ? { multiseries: true, stacked: true } : {}),
  };
}

/** Boxes inside a box lie across the direction of those around it: the outermost go from top to bottom. */
function layoutText({ rows, aside }: PageLayout, refs: ReadonlyMap<string, number>): string {
  const leaf = (name: string) => ({ leaf: refs.get(name) ?? 0 });
  return JSON.stringify({
    children: rows.map((names) =>
      names.length === 1 && names[0] !== undefined ? leaf(names[0]) : { children: names.map(leaf) },
    ),
    ...(aside.length === 0 ? {} : { collapsed: aside.map(leaf) }),
  });
}
