// Ids of rows: chosen, temporary, referred to, and gone.

import assert from 'node:assert/strict';
import type { Case } from './bench';
import { threeRows } from './three-rows';

const SANDBOX = '[Sandbox]';

export const ROW_ID_CASES: readonly Case[] = [
  {
    name: 'ids may be chosen up to a million, and not twice',
    async run(bench) {
      await threeRows(bench);
      assert.deepEqual(
        await bench.apply(['BulkAddRecord', 'T', [50], { t: ['x'] }], ['BulkAddRecord', 'T', [null], {}]),
        [[50], [51]],
      );
      await bench.refusedActions(
        500,
        `${SANDBOX} AssertionError docactions.[Bulk]AddRecord for existing record #1`,
        [['BulkAddRecord', 'T', [1], { t: ['x'] }]],
      );
      await bench.refusedActions(500, `${SANDBOX} ValueError Row ID too high`, [
        ['BulkAddRecord', 'T', [1_000_001], { t: ['x'] }],
      ]);
    },
  },
  {
    name: 'temporary ids tie a parent and its children in one list, in Ref and RefList, and in later actions',
    async run(bench) {
      await bench.apply(
        ['AddTable', 'P', [{ id: 'number', type: 'Int' }]],
        [
          'AddTable',
          'E',
          [
            { id: 'p', type: 'Ref:P' },
            { id: 'ps', type: 'RefList:P' },
          ],
        ],
        ['BulkAddRecord', 'P', [null], { number: [1] }],
      );
      const values = await bench.apply(
        ['BulkAddRecord', 'P', [-1, -2, -3], { number: [10, 20, 30] }],
        [
          'BulkAddRecord',
          'E',
          [null, null],
          {
            p: [-2, -1],
            ps: [
              ['L', -1, 1, -2],
              ['L', -3],
            ],
          },
        ],
        ['BulkUpdateRecord', 'P', [-1], { number: [11] }],
        ['BulkRemoveRecord', 'P', [-3]],
      );
      assert.deepEqual(values, [[2, 3, 4], [1, 2], null, null]);
      assert.deepEqual(await bench.cells('P', 'number'), [1, 11, 20]);
      const children = await bench.records('E');
      assert.deepEqual(
        children.map(({ fields }) => [fields.p, fields.ps]),
        [
          [3, ['L', 2, 1, 3]],
          [2, null],
        ],
      );
    },
  },
  {
    name: 'a temporary id that nothing made is refused, in a cell as in a list of rows',
    async run(bench) {
      await threeRows(bench);
      await bench.apply([
        'AddTable',
        'E',
        [
          { id: 'p', type: 'Ref:T' },
          { id: 'ps', type: 'RefList:T' },
        ],
      ]);
      await bench.refusedActions(
        500,
        `${SANDBOX} ValueError Reference to unknown temporary row id -9 in column E.p`,
        [['BulkAddRecord', 'E', [null], { p: [-9] }]],
      );
      await bench.refusedActions(
        500,
        `${SANDBOX} ValueError Reference to unknown temporary row id -9 in column E.ps`,
        [['BulkAddRecord', 'E', [null], { ps: [['L', 1, -9]] }]],
      );
      await bench.refusedActions(
        500,
        `${SANDBOX} AssertionError docactions.[Bulk]UpdateRecord for non-existent record #-5`,
        [['BulkUpdateRecord', 'T', [-5], { t: ['x'] }]],
      );
    },
  },
  {
    name: 'references to a removed row are emptied; a reference to no row is kept as it is',
    async run(bench) {
      await threeRows(bench);
      await bench.apply(
        [
          'AddTable',
          'E',
          [
            { id: 'p', type: 'Ref:T' },
            { id: 'ps', type: 'RefList:T' },
          ],
        ],
        ['BulkAddRecord', 'E', [null, null, null], { p: [1, 2, 777], ps: [['L', 1, 2], ['L', 1], null] }],
      );
      await bench.apply(['BulkRemoveRecord', 'T', [1]]);
      const rows = await bench.records('E');
      assert.deepEqual(
        rows.map(({ fields }) => [fields.p, fields.ps]),
        [
          [0, ['L', 2]],
          [2, null],
          [777, null],
        ],
      );
    },
  },
  {
    name: 'unknown actions and what is not a list of actions are refused',
    async run(bench) {
      const blocked = (name: string): string =>
        `Blocked by access rules: '${name}' actions are not controlled`;
      await bench.refusedActions(500, blocked('Nope'), [['Nope', 'T']]);
      await bench.refusedActions(500, blocked('TableData'), [['TableData', 'T', [1], {}]]);
      await bench.refusedActions(500, blocked('undefined'), [[]]);
      await bench.refusedActions(500, '`actions` parameter should be an array.', {});
    },
  },
];
