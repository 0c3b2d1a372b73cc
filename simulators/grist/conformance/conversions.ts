// Changing the type of a column that holds values.

import assert from 'node:assert/strict';
import type { Case } from './bench';
import { CONVERSION_TABLE } from './conversion-table';

export const CONVERSION_CASES: readonly Case[] = [
  ...CONVERSION_TABLE.map(
    ({ from, to, held, shown, storage }): Case => ({
      name: `a ${from} column becomes ${to}`,
      async run(bench) {
        await bench.apply(
          [
            'AddTable',
            'T',
            [
              { id: 'avant', type: 'Int' },
              { id: 'c', type: from },
              { id: 'apres', type: 'Text' },
            ],
          ],
          [
            'BulkAddRecord',
            'T',
            held.map(() => null),
            { c: held, avant: held.map((_, rank) => rank), apres: held.map(() => '12') },
          ],
        );
        await bench.apply(['ModifyColumn', 'T', 'c', { type: to }]);
        assert.deepEqual(await bench.cells('T', 'c'), shown);
        const rows = await bench.sql('select typeof(c) as k, avant, typeof(apres) as a from T order by id');
        assert.equal(rows.map(({ k }) => k).join(' '), storage);
        assert.deepEqual(
          rows.map(({ avant, a }) => [avant, a]),
          held.map((_, rank) => [rank, 'text']),
        );
      },
    }),
  ),
  {
    name: 'after a conversion, rows written again hold the native form',
    async run(bench) {
      await bench.apply(
        ['AddTable', 'T', [{ id: 'c', type: 'Text' }]],
        ['BulkAddRecord', 'T', [null, null], { c: ['12', '13'] }],
        ['ModifyColumn', 'T', 'c', { type: 'Numeric' }],
        ['BulkUpdateRecord', 'T', [1], { c: [14] }],
        ['BulkAddRecord', 'T', [null], { c: [15] }],
      );
      const rows = await bench.sql('select typeof(c) as k from T order by id');
      assert.deepEqual(
        rows.map(({ k }) => k),
        ['integer', 'blob', 'integer'],
      );
      assert.deepEqual(await bench.cells('T', 'c'), [14, 13, 15]);
    },
  },
  {
    name: 'a type change forgets what a reference shows',
    async run(bench) {
      await bench.apply(
        ['AddTable', 'P', [{ id: 'n', type: 'Int' }]],
        ['AddTable', 'E', [{ id: 'p', type: 'Ref:P' }]],
      );
      const n = (await bench.column('P', 'n')).colRef;
      const p = (await bench.column('E', 'p')).colRef;
      await bench.apply(
        ['ModifyColumn', 'E', 'p', { visibleCol: n }],
        ['SetDisplayFormula', 'E', null, p, '$p.n'],
      );
      await bench.apply(['ModifyColumn', 'E', 'p', { type: 'Int' }]);
      const { visibleCol, displayCol } = await bench.column('E', 'p');
      assert.deepEqual([visibleCol, displayCol], [0, 0]);
      assert.equal((await bench.columns('E', true)).length, 2);
    },
  },
];
