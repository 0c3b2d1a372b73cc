// Adding, changing and removing rows by user actions: what is accepted, what is refused, and with which words.

import assert from 'node:assert/strict';
import type { Case } from './bench';
import { threeRows } from './three-rows';

const SANDBOX = '[Sandbox]';

export const ROW_CASES: readonly Case[] = [
  {
    name: 'the answer of /apply: a number, a hash, one value an action, and whether something changed',
    async run(bench) {
      await threeRows(bench);
      const first = await bench.applied([['BulkUpdateRecord', 'T', [1], { t: ['changed'] }]]);
      assert.match(first.actionHash ?? '', /^[0-9a-f]{64}$/);
      assert.deepEqual([first.retValues, first.isModification], [[null], true]);
      const second = await bench.applied([['BulkUpdateRecord', 'T', [1, 2], { t: ['changed', 'b'] }]]);
      assert.deepEqual([second.actionNum, second.isModification], [first.actionNum + 1, false]);
      assert.deepEqual(await bench.applied([]), {
        actionNum: 0,
        actionHash: null,
        retValues: [],
        isModification: false,
      });
    },
  },
  {
    name: 'single actions: AddRecord gives one id, UpdateRecord and RemoveRecord give null',
    async run(bench) {
      await threeRows(bench);
      const values = await bench.apply(
        ['AddRecord', 'T', null, { t: 'd' }],
        ['UpdateRecord', 'T', 1, { t: 'A' }],
        ['RemoveRecord', 'T', 2],
      );
      assert.deepEqual(values, [4, null, null]);
      assert.deepEqual(await bench.cells('T', 't'), ['A', 'c', 'd']);
    },
  },
  {
    name: 'removing rows that are not there is accepted',
    async run(bench) {
      await threeRows(bench);
      assert.deepEqual(await bench.apply(['BulkRemoveRecord', 'T', [3, 999]], ['RemoveRecord', 'T', 999]), [
        null,
        null,
      ]);
      assert.deepEqual(await bench.cells('T', 'n'), [1, 2]);
      const none = await bench.applied([['BulkRemoveRecord', 'T', []]]);
      assert.equal(none.isModification, false);
    },
  },
  {
    name: 'changing a row that is not there is refused, unless every value is the default',
    async run(bench) {
      await threeRows(bench);
      await bench.refusedActions(
        500,
        `${SANDBOX} AssertionError docactions.[Bulk]UpdateRecord for non-existent record #999`,
        [['BulkUpdateRecord', 'T', [1, 999], { t: ['x', 'y'] }]],
      );
      assert.deepEqual(await bench.cells('T', 't'), ['a', 'b', 'c']);
      const ignored = await bench.applied([['BulkUpdateRecord', 'T', [999], { t: [''] }]]);
      assert.equal(ignored.isModification, false);
    },
  },
  {
    name: 'unknown tables and columns are KeyErrors with their bare name',
    async run(bench) {
      await threeRows(bench);
      await bench.refusedActions(500, `${SANDBOX} KeyError 'Nope'`, [['BulkAddRecord', 'Nope', [null], {}]]);
      await bench.refusedActions(500, `${SANDBOX} KeyError 'Nope'`, [
        ['BulkUpdateRecord', 'Nope', [1], { t: ['x'] }],
      ]);
      await bench.refusedActions(500, `${SANDBOX} KeyError 'Nope'`, [['BulkRemoveRecord', 'Nope', [1]]]);
      await bench.refusedActions(500, `${SANDBOX} KeyError 'nope'`, [
        ['BulkAddRecord', 'T', [null], { nope: [1] }],
      ]);
      await bench.refusedActions(500, `${SANDBOX} KeyError 'nope'`, [
        ['BulkUpdateRecord', 'T', [1], { nope: [1] }],
      ]);
      await bench.refusedActions(500, `${SANDBOX} KeyError 'id'`, [
        ['BulkAddRecord', 'T', [null], { id: [7] }],
      ]);
    },
  },
  {
    name: 'a column removed or renamed under our feet is a KeyError, and nothing is written',
    async run(bench) {
      await threeRows(bench);
      await bench.apply(['RenameColumn', 'T', 't', 'texte']);
      await bench.refusedActions(500, `${SANDBOX} KeyError 't'`, [
        ['BulkUpdateRecord', 'T', [1], { n: [50] }],
        ['BulkUpdateRecord', 'T', [1], { t: ['x'] }],
      ]);
      await bench.apply(['RemoveColumn', 'T', 'texte']);
      await bench.refusedActions(500, `${SANDBOX} KeyError 'texte'`, [
        ['BulkAddRecord', 'T', [null], { n: [4], texte: ['x'] }],
      ]);
      assert.deepEqual(await bench.cells('T', 'n'), [1, 2, 3]);
    },
  },
  {
    name: 'lists of values that are too short are null when adding, refused when changing; too long is cut',
    async run(bench) {
      await threeRows(bench);
      await bench.apply(['BulkAddRecord', 'T', [null, null], { t: ['x'] }]);
      await bench.apply(['BulkUpdateRecord', 'T', [1], { t: ['y', 'z'] }]);
      // Records show the default there until the document is opened again: only what is stored counts.
      const stored = await bench.sql('select t from T order by id');
      assert.deepEqual(
        stored.map(({ t }) => t),
        ['y', 'b', 'c', 'x', null],
      );
      await bench.refusedActions(500, `${SANDBOX} IndexError list index out of range`, [
        ['BulkUpdateRecord', 'T', [1, 2], { t: ['q'] }],
      ]);
    },
  },
  {
    name: 'the same row twice in one update keeps its last value',
    async run(bench) {
      await threeRows(bench);
      await bench.apply(['BulkUpdateRecord', 'T', [1, 1], { t: ['first', 'last'] }]);
      assert.deepEqual(await bench.cells('T', 't'), ['last', 'b', 'c']);
    },
  },
  {
    name: 'all or nothing: rows, tables and columns of a refused list are undone',
    async run(bench) {
      await threeRows(bench);
      await bench.refusedActions(500, `${SANDBOX} KeyError 'nope'`, [
        ['BulkAddRecord', 'T', [null], { t: ['lost'] }],
        ['BulkUpdateRecord', 'T', [1], { t: ['lost'] }],
        ['BulkRemoveRecord', 'T', [2]],
        ['AddTable', 'Perdue', [{ id: 'a' }]],
        ['AddVisibleColumn', 'T', 'perdue', { type: 'Text', isFormula: false }],
        ['ModifyColumn', 'T', 'n', { type: 'Text', label: 'Perdu' }],
        ['RenameTable', 'T', 'Renommee'],
        ['BulkAddRecord', 'Renommee', [null], { nope: ['x'] }],
      ]);
      assert.deepEqual(await bench.cells('T', 't'), ['a', 'b', 'c']);
      assert.deepEqual(await bench.sql('select n, typeof(n) as k from T where id = 1'), [
        { n: 1, k: 'integer' },
      ]);
      const columns = await bench.columns('T');
      assert.deepEqual(
        columns.map(({ id, fields }) => [id, fields.type, fields.label]),
        [
          ['n', 'Int', 'n'],
          ['t', 'Text', 't'],
        ],
      );
      assert.deepEqual(await bench.sql("select count(*) as k from _grist_Tables where tableId = 'Perdue'"), [
        { k: 0 },
      ]);
      assert.deepEqual(await bench.apply(['BulkAddRecord', 'T', [null], {}]), [[4]]);
    },
  },
  {
    name: 'a new row goes last; manualSort is not shown by records and is by data',
    async run(bench) {
      await threeRows(bench);
      const reply = await bench.send('GET', '/tables/T/data');
      assert.deepEqual(reply.json(), {
        id: [1, 2, 3],
        manualSort: [1, 2, 3],
        n: [1, 2, 3],
        t: ['a', 'b', 'c'],
      });
      assert.deepEqual(Object.keys((await bench.records('T'))[0]?.fields ?? {}).sort(), ['n', 't']);
      assert.deepEqual((await bench.records('T', '?hidden=1&limit=1'))[0]?.fields.manualSort, 1);
    },
  },
  {
    name: 'an empty column takes the type of what is first written in it',
    async run(bench) {
      await bench.apply(['BulkAddRecord', 'Table1', [null, null], { A: [1.5, 2], B: ['', null] }]);
      const kinds = (await bench.columns('Table1')).map(({ id, fields }) => [
        id,
        fields.type,
        fields.isFormula,
      ]);
      assert.deepEqual(kinds, [
        ['A', 'Numeric', false],
        ['B', 'Any', true],
        ['C', 'Any', true],
      ]);
    },
  },
];
