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
];
