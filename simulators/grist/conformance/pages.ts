// Pages: which sections show a table's columns, and what takes a column out of them and puts it back.

import assert from 'node:assert/strict';
import type { Bench, Case } from './bench';

const SANDBOX = '[Sandbox]';

type Field = { readonly id: number; readonly fields: Readonly<Record<string, unknown>> };

async function records(bench: Bench, table: string, filter = {}): Promise<readonly Field[]> {
  const query = encodeURIComponent(JSON.stringify(filter));
  const reply = await bench.send('GET', `/tables/${table}/records?filter=${query}`);
  return (reply.json() as { records: readonly Field[] }).records;
}

const FIELDS = '_grist_Views_section_field';

/** Section by section, the columns shown, in the order of the fields' ids. */
async function shown(bench: Bench, sections: readonly number[]): Promise<readonly unknown[][]> {
  const fields = await records(bench, FIELDS, { parentId: sections });
  return sections.map((section) =>
    fields.filter((one) => one.fields.parentId === section).map((one) => one.fields.colRef),
  );
}

async function table(bench: Bench): Promise<void> {
  await bench.apply([
    'AddTable',
    'T',
    [
      { id: 'a', type: 'Text', isFormula: false },
      { id: 'b', type: 'Text', isFormula: false },
    ],
  ]);
}

export const PAGE_CASES: readonly Case[] = [
  {
    name: 'a table comes with a grid in a page, its raw data and its record card, that show every column',
    async run(bench) {
      await table(bench);
      const sections = await records(bench, '_grist_Views_section', { tableRef: [2] });
      assert.deepEqual(
        sections.map(({ id, fields }) => [id, fields.tableRef, fields.parentId, fields.parentKey]),
        [
          [4, 2, 2, 'record'],
          [5, 2, 0, 'record'],
          [6, 2, 0, 'single'],
        ],
      );
      assert.deepEqual(await shown(bench, [4, 5, 6]), [
        [6, 7],
        [6, 7],
        [6, 7],
      ]);
    },
  },
  {
    name: 'AddColumn shows the column in the raw data and the card, AddVisibleColumn in the grids too',
    async run(bench) {
      await table(bench);
      await bench.apply(['CreateViewSection', 2, 0, 'record', null, null]);
      await bench.apply(
        ['AddColumn', 'T', 'c', { type: 'Text', isFormula: false }],
        ['AddVisibleColumn', 'T', 'd', { type: 'Text', isFormula: false }],
      );
      assert.deepEqual(await shown(bench, [4, 5, 6, 7]), [
        [6, 7, 9],
        [6, 7, 8, 9],
        [6, 7, 8, 9],
        [6, 7, 9],
      ]);
    },
  },
  {
    name: 'a field is taken out of a page and put back, with its width; not out of the raw data',
    async run(bench) {
      await table(bench);
      const [first] = await records(bench, FIELDS, { parentId: [4], colRef: [6] });
      assert.deepEqual(
        ['parentId', 'colRef', 'parentPos', 'width', 'widgetOptions'].map((name) => first?.fields[name]),
        [4, 6, 10, 0, ''],
      );
      await bench.apply(['BulkRemoveRecord', FIELDS, [first?.id]]);
      assert.deepEqual(await shown(bench, [4, 5]), [[7], [6, 7]]);
      await bench.apply([
        'BulkAddRecord',
        FIELDS,
        [null],
        { parentId: [4], colRef: [6], parentPos: [10], width: [240], widgetOptions: [''] },
      ]);
      const [again] = await records(bench, FIELDS, { parentId: [4], colRef: [6] });
      assert.deepEqual([again?.fields.width, again?.fields.parentPos], [240, 10]);
      const [raw] = await records(bench, FIELDS, { parentId: [5] });
      await bench.refusedActions(500, `${SANDBOX} ValueError Cannot remove raw view section field`, [
        ['BulkRemoveRecord', FIELDS, [raw?.id]],
      ]);
      await bench.refusedActions(500, `${SANDBOX} KeyError "'get_record' found no matching record"`, [
        ['BulkRemoveRecord', FIELDS, [9999]],
      ]);
    },
  },
  {
    name: 'a section that does not exist takes fields without a word; a column or a table takes its own away',
    async run(bench) {
      await table(bench);
      await bench.apply(['BulkAddRecord', FIELDS, [null], { parentId: [77], colRef: [6] }]);
      assert.deepEqual(await shown(bench, [77]), [[6]]);
      await bench.apply(['RemoveRecord', '_grist_Tables_column', 6]);
      assert.deepEqual(await shown(bench, [4, 5, 6, 77]), [[7], [7], [7], []]);
      await bench.apply(['RemoveTable', 'T']);
      assert.deepEqual(await shown(bench, [4, 5, 6]), [[], [], []]);
      assert.deepEqual(await records(bench, '_grist_Views_section', { tableRef: [2] }), []);
    },
  },
  {
    name: 'a column added under a name of its own, described and then named: one list, and the id that Grist chose',
    async run(bench) {
      await table(bench);
      const values = await bench.apply(
        ['AddColumn', 'T', 'otp_nouvelle_1', { type: 'Text', label: 'Été', isFormula: false }],
        ['ModifyColumn', 'T', 'otp_nouvelle_1', { description: 'Champ DN', untieColIdFromLabel: true }],
        ['RenameColumn', 'T', 'otp_nouvelle_1', 'a'],
      );
      assert.deepEqual(values, [{ colRef: 8, colId: 'otp_nouvelle_1' }, null, 'a2']);
      const made = await bench.column('T', 'a2');
      assert.deepEqual([made.label, made.description, made.untieColIdFromLabel], ['Été', 'Champ DN', true]);
    },
  },
  {
    name: 'a page, its place and its widgets are added under ids of our own, linked by them; an id in use refuses all',
    async run(bench) {
      await table(bench);
      const values = await bench.apply(
        [
          'AddRecord',
          '_grist_Views',
          3,
          { name: 'Suivi', type: 'raw_data', layoutSpec: '{"children":[{"leaf":7}]}' },
        ],
        ['AddRecord', '_grist_Pages', null, { viewRef: 3, indentation: 0 }],
        [
          'AddRecord',
          SECTIONS,
          7,
          { tableRef: 2, parentId: 3, parentKey: 'record', title: 'Liste', description: 'marque' },
        ],
        [
          'AddRecord',
          SECTIONS,
          8,
          { tableRef: 2, parentId: 3, parentKey: 'single', linkSrcSectionRef: 7, sortColRefs: '[-6]' },
        ],
        ['BulkAddRecord', FIELDS, [null, null, null], { parentId: [7, 7, 8], colRef: [7, 6, 6] }],
      );
      assert.deepEqual(values, [3, 3, 7, 8, [16, 17, 18]]);
      const [view] = await records(bench, '_grist_Views', { id: [3] });
      assert.deepEqual([view?.fields.name, view?.fields.layoutSpec], ['Suivi', '{"children":[{"leaf":7}]}']);
      const [place] = await records(bench, '_grist_Pages', { viewRef: [3] });
      assert.deepEqual([place?.fields.indentation, place?.fields.pagePos], [0, 3]);
      const [marked] = await records(bench, SECTIONS, { description: ['marque'] });
      assert.deepEqual([marked?.id, marked?.fields.parentId], [7, 3]);
      const [linked] = await records(bench, SECTIONS, { id: [8] });
      assert.deepEqual(
        ['linkSrcSectionRef', 'linkSrcColRef', 'linkTargetColRef', 'sortColRefs', 'chartType', 'options'].map(
          (name) => linked?.fields[name],
        ),
        [7, 0, 0, '[-6]', '', ''],
      );
      assert.deepEqual(await shown(bench, [7, 8]), [[7, 6], [6]]);
      const existing = (id: number) =>
        `${SANDBOX} AssertionError docactions.[Bulk]AddRecord for existing record #${id}`;
      await bench.refusedActions(500, existing(3), [
        ['UpdateRecord', '_grist_Views', 3, { name: 'Autre' }],
        ['AddRecord', '_grist_Views', 3, { name: 'Encore', type: 'raw_data' }],
      ]);
      await bench.refusedActions(500, existing(8), [
        ['AddRecord', SECTIONS, 8, { tableRef: 2, parentId: 3 }],
      ]);
      assert.deepEqual((await records(bench, '_grist_Views', { id: [3] }))[0]?.fields.name, 'Suivi');
    },
  },
  {
    name: 'a page is removed with its place, its widgets and their fields; raw data and record cards are not',
    async run(bench) {
      await table(bench);
      await bench.apply(
        ['AddRecord', '_grist_Views', 3, { name: 'Suivi', type: 'raw_data' }],
        ['AddRecord', '_grist_Pages', null, { viewRef: 3, indentation: 0 }],
        ['AddRecord', SECTIONS, 7, { tableRef: 2, parentId: 3, parentKey: 'record' }],
        ['BulkAddRecord', FIELDS, [null], { parentId: [7], colRef: [6] }],
      );
      await bench.refusedActions(500, `${SANDBOX} ValueError Cannot remove raw view section`, [
        ['BulkRemoveRecord', SECTIONS, [5]],
      ]);
      await bench.refusedActions(500, `${SANDBOX} ValueError Cannot remove record card view section`, [
        ['BulkRemoveRecord', SECTIONS, [6]],
      ]);
      await bench.apply(['RemoveRecord', '_grist_Views', 3]);
      assert.deepEqual(await records(bench, '_grist_Views', { id: [3] }), []);
      assert.deepEqual(await records(bench, '_grist_Pages', { viewRef: [3] }), []);
      assert.deepEqual(await records(bench, SECTIONS, { parentId: [3] }), []);
      assert.deepEqual(await shown(bench, [4, 7]), [[6, 7], []]);
    },
  },
  {
    name: 'a summary: its table, its columns in order, two sections; the next one of the same columns is the same table',
    async run(bench) {
      await bench.apply(['AddTable', 'S', SUMMED]);
      const make = ['CreateViewSection', 2, 2, 'record', [6], null] as const;
      assert.deepEqual(await bench.apply(make), [{ tableRef: 2, viewRef: 2, sectionRef: 8 }]);
      const [summary] = await records(bench, '_grist_Tables', { summarySourceTable: [2] });
      assert.deepEqual(
        [summary?.id, summary?.fields.tableId, summary?.fields.rawViewSectionRef],
        [3, 'S_summary_a', 7],
      );
      const columns = await records(bench, '_grist_Tables_column', { parentId: [3] });
      assert.deepEqual(
        columns.map(({ id, fields }) => [
          id,
          fields.colId,
          fields.type,
          fields.summarySourceCol,
          fields.formula,
        ]),
        [
          [9, 'a', 'Text', 6, ''],
          [10, 'group', 'RefList:S', 0, 'table.getSummarySourceGroup(rec)'],
          [11, 'count', 'Int', 0, 'len($group)'],
          [12, 'n', 'Int', 0, 'SUM($group.n)'],
        ],
      );
      assert.deepEqual(await shown(bench, [7, 8]), [
        [9, 11, 12],
        [9, 11, 12],
      ]);
      assert.deepEqual(await bench.apply(make), [{ tableRef: 2, viewRef: 2, sectionRef: 9 }]);
      assert.equal((await records(bench, '_grist_Tables', { summarySourceTable: [2] })).length, 1);
      await bench.refusedActions(500, `${SANDBOX} ValueError Invalid column requested (wrong table)`, [
        ['CreateViewSection', 2, 2, 'record', [2], null],
      ]);
    },
  },
  {
    name: 'in one list: a formula column, its summary with columns of its own, our widgets on it, without the one it came with',
    async run(bench) {
      await bench.apply(['AddTable', 'S', SUMMED]);
      const values = await bench.apply(
        ['AddRecord', '_grist_Views', 3, { name: 'P', type: 'raw_data' }],
        ['AddColumn', 'S', 'm', { type: 'Text', isFormula: true, formula: '$a' }],
        ['CreateViewSection', 2, 3, 'record', [9], null],
        ['ModifyColumn', 'S_summary_m', 'count', { label: 'Nombre', untieColIdFromLabel: true }],
        ['AddColumn', 'S_summary_m', 'x', { type: 'Numeric', isFormula: true, formula: '1.5', label: 'X' }],
        ['AddRecord', SECTIONS, 9, { tableRef: 3, parentId: 3, parentKey: 'chart', chartType: 'bar' }],
        ['BulkAddRecord', FIELDS, [null, null], { parentId: [9, 9], colRef: [10, 14] }],
        ['BulkRemoveRecord', SECTIONS, [8]],
      );
      assert.deepEqual(
        [values[1], values[2], values[4]],
        [
          { colRef: 9, colId: 'm' },
          { tableRef: 2, viewRef: 3, sectionRef: 8 },
          { colRef: 14, colId: 'x' },
        ],
      );
      assert.deepEqual(
        (await records(bench, SECTIONS, { parentId: [3] })).map(({ id, fields }) => [id, fields.tableRef]),
        [[9, 3]],
      );
      assert.deepEqual(await shown(bench, [8, 9]), [[], [10, 14]]);
      await bench.apply(
        ['RemoveRecord', '_grist_Views', 3],
        ['BulkRemoveRecord', '_grist_Tables', [3]],
        ['BulkRemoveRecord', '_grist_Tables_column', [9]],
      );
      assert.deepEqual(await records(bench, '_grist_Tables', { summarySourceTable: [2] }), []);
      assert.deepEqual(await records(bench, '_grist_Tables_column', { parentId: [3] }), []);
    },
  },
];

const SECTIONS = '_grist_Views_section';
const SUMMED = [
  { id: 'a', type: 'Text', isFormula: false },
  { id: 'b', type: 'Text', isFormula: false },
  { id: 'n', type: 'Int', isFormula: false },
];
