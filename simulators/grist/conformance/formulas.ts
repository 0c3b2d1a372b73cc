// The one formula the product writes: a reference found by a key, `Table.lookupOne(column=$key)`.

import assert from 'node:assert/strict';
import type { Bench, Case } from './bench';

async function parentsAndChildren(bench: Bench): Promise<void> {
  await bench.apply(
    ['AddTable', 'P', [{ id: 'number', type: 'Int' }]],
    [
      'AddTable',
      'E',
      [
        { id: 'k', type: 'Numeric' },
        { id: 'dossier', type: 'Ref:P', isFormula: true, formula: 'P.lookupOne(number=$k)' },
      ],
    ],
    ['BulkAddRecord', 'P', [null, null, null], { number: [10, 20, 10] }],
    ['BulkAddRecord', 'E', [null, null, null], { k: [20, 10, 99] }],
  );
}

export const FORMULA_CASES: readonly Case[] = [
  {
    name: 'lookupOne: the lowest row that matches, 0 when none does, and /sql sees it',
    async run(bench) {
      await parentsAndChildren(bench);
      assert.deepEqual(await bench.cells('E', 'dossier'), [2, 1, 0]);
      const rows = await bench.sql('select dossier, typeof(dossier) as k from E order by id');
      assert.deepEqual(rows, [
        { dossier: 2, k: 'integer' },
        { dossier: 1, k: 'integer' },
        { dossier: 0, k: 'integer' },
      ]);
    },
  },
  {
    name: 'lookupOne follows additions, changes and removals on both sides',
    async run(bench) {
      await parentsAndChildren(bench);
      await bench.apply(['BulkUpdateRecord', 'P', [2], { number: [99] }]);
      assert.deepEqual(await bench.cells('E', 'dossier'), [0, 1, 2]);
      await bench.apply(['BulkRemoveRecord', 'P', [1]]);
      assert.deepEqual(await bench.cells('E', 'dossier'), [0, 3, 2]);
      await bench.apply(
        ['BulkAddRecord', 'P', [null], { number: [20] }],
        ['BulkUpdateRecord', 'E', [3], { k: [20] }],
      );
      assert.deepEqual(await bench.cells('E', 'dossier'), [4, 3, 4]);
      await bench.apply(['BulkAddRecord', 'E', [null], { k: [10] }]);
      assert.deepEqual(await bench.cells('E', 'dossier'), [4, 3, 4, 3]);
    },
  },
  {
    name: 'renames of the table, the column and the key rewrite the formula',
    async run(bench) {
      await parentsAndChildren(bench);
      await bench.apply(
        ['RenameColumn', 'P', 'number', 'numero'],
        ['RenameColumn', 'E', 'k', 'cle'],
        ['RenameTable', 'P', 'Parents'],
      );
      const { formula, type } = await bench.column('E', 'dossier');
      assert.deepEqual([formula, type], ['Parents.lookupOne(numero=$cle)', 'Ref:Parents']);
      assert.deepEqual(await bench.cells('E', 'dossier'), [2, 1, 0]);
    },
  },
  {
    name: 'a formula whose column or table has gone holds errors, shown as null with a name',
    async run(bench) {
      await parentsAndChildren(bench);
      await bench.apply(['RemoveColumn', 'P', 'number']);
      const [row] = await bench.records('E');
      assert.deepEqual([row?.fields.dossier, row?.errors], [null, { dossier: 'KeyError' }]);
      const stored = await bench.sql('select typeof(dossier) as k, hex(dossier) as h from E limit 1');
      assert.deepEqual(stored, [{ k: 'blob', h: '5B0200000075010000004575080000004B65794572726F72' }]);
      await bench.apply(['RemoveTable', 'P']);
      const [after] = await bench.records('E');
      assert.deepEqual(after?.errors, { dossier: 'NameError' });
      assert.equal((await bench.column('E', 'dossier')).type, 'Any');
    },
  },
  {
    name: 'a formula column refuses values',
    async run(bench) {
      await parentsAndChildren(bench);
      const error = "[Sandbox] ValueError Can't save value to formula column dossier";
      await bench.refusedActions(500, error, [['BulkAddRecord', 'E', [null], { dossier: [1] }]]);
      await bench.refusedActions(500, error, [['BulkUpdateRecord', 'E', [1], { dossier: [1] }]]);
    },
  },
  {
    name: 'a data column becomes a formula and back, keeping its values then',
    async run(bench) {
      await parentsAndChildren(bench);
      await bench.apply(['AddVisibleColumn', 'E', 'r', { type: 'Ref:P', isFormula: false }]);
      await bench.apply(['ModifyColumn', 'E', 'r', { isFormula: true, formula: 'P.lookupOne(number=$k)' }]);
      assert.deepEqual(await bench.cells('E', 'r'), [2, 1, 0]);
      await bench.apply(['ModifyColumn', 'E', 'r', { isFormula: false, formula: '' }]);
      await bench.apply(['BulkUpdateRecord', 'P', [2], { number: [99] }]);
      assert.deepEqual(await bench.cells('E', 'r'), [2, 1, 0]);
      assert.deepEqual(await bench.cells('E', 'dossier'), [0, 1, 2]);
    },
  },
];
