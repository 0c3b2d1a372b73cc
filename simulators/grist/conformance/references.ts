// References between tables: what renames, removals and display formulas do to them.

import assert from 'node:assert/strict';
import type { Bench, Case } from './bench';
import { columnIds, twoColumns } from './two-columns';

const SANDBOX = '[Sandbox]';

/** Names of tables that are not those of Excel functions: Grist does not rename in formulas what `T.` hides. */
async function parentsAndChildren(bench: Bench): Promise<{ n: number; p: number }> {
  await bench.apply(
    ['AddTable', 'Parents', [{ id: 'n', type: 'Int' }]],
    ['AddTable', 'Enfants', [{ id: 'p', type: 'Ref:Parents' }]],
  );
  const n = Number((await bench.column('Parents', 'n')).colRef);
  return { n, p: Number((await bench.column('Enfants', 'p')).colRef) };
}

export const REFERENCE_CASES: readonly Case[] = [
  {
    name: 'RenameTable gives the id really taken, references follow, and the ref still names the table',
    async run(bench) {
      const { table } = await twoColumns(bench);
      await bench.apply(['AddTable', 'E', [{ id: 'p', type: 'Ref:T' }]]);
      assert.deepEqual(await bench.apply(['RenameTable', 'T', 'e']), ['E2']);
      assert.equal((await bench.column('E', 'p')).type, 'Ref:E2');
      await bench.apply(['UpdateRecord', '_grist_Tables', table, { tableId: 'Renommée' }]);
      assert.equal((await bench.column('E', 'p')).type, 'Ref:Renommee');
      assert.deepEqual(columnIds(await bench.columns(String(table))), ['n', 't']);
      assert.equal((await bench.send('GET', `/tables/${table}/records`)).status, 200);
      await bench.refusedActions(500, `${SANDBOX} ValueError No such table: T`, [['RenameTable', 'T', 'x']]);
      await bench.refusedActions(500, `${SANDBOX} ValueError No such table: T`, [['RemoveTable', 'T']]);
      await bench.refused(404, 'Table not found "T"', bench.send('GET', '/tables/T/records'));
      await bench.refused(404, 'Table not found "T"', bench.send('GET', '/tables/T/columns'));
      await bench.refused(404, 'Table not found "999"', bench.send('GET', '/tables/999/data'));
    },
  },
  {
    name: 'a removed table leaves its references as numbers or text',
    async run(bench) {
      await twoColumns(bench);
      await bench.apply(
        [
          'AddTable',
          'E',
          [
            { id: 'p', type: 'Ref:T' },
            { id: 'ps', type: 'RefList:T' },
          ],
        ],
        ['BulkAddRecord', 'T', [-1, -2], {}],
        ['BulkAddRecord', 'E', [null, null], { p: [-2, 0], ps: [['L', -1, -2], null] }],
        ['RemoveTable', 'T'],
      );
      const columns = await bench.columns('E');
      assert.deepEqual(
        columns.map(({ fields }) => fields.type),
        ['Int', 'Text'],
      );
      const rows = await bench.records('E');
      assert.deepEqual(
        rows.map(({ fields }) => [fields.p, fields.ps]),
        [
          [2, '1,2'],
          [0, ''],
        ],
      );
    },
  },
  {
    name: 'SetDisplayFormula makes a hidden helper column, which columns?hidden=1 shows',
    async run(bench) {
      const { n, p } = await parentsAndChildren(bench);
      await bench.apply(
        ['ModifyColumn', 'Enfants', 'p', { visibleCol: n }],
        ['SetDisplayFormula', 'Enfants', null, p, '$p.n'],
      );
      assert.deepEqual(columnIds(await bench.columns('Enfants')), ['p']);
      const helper = await bench.column('Enfants', 'gristHelper_Display');
      const shown = await bench.column('Enfants', 'p');
      assert.deepEqual([shown.visibleCol, shown.displayCol], [n, helper.colRef]);
      assert.deepEqual([helper.formula, helper.type, helper.isFormula], ['$p.n', 'Any', true]);
      await bench.apply(
        ['RenameColumn', 'Parents', 'n', 'numero'],
        ['RenameColumn', 'Enfants', 'p', 'parent'],
      );
      assert.equal((await bench.column('Enfants', 'gristHelper_Display')).formula, '$parent.numero');
      await bench.apply(['RemoveColumn', 'Parents', 'numero']);
      const left = await bench.columns('Enfants', true);
      assert.deepEqual(columnIds(left), ['manualSort', 'parent']);
      assert.deepEqual([left[1]?.fields.visibleCol, left[1]?.fields.displayCol], [0, 0]);
    },
  },
  {
    name: 'a removed table leaves what its shown references showed, in a column of that type',
    async run(bench) {
      const { n, p } = await parentsAndChildren(bench);
      await bench.apply(
        ['ModifyColumn', 'Enfants', 'p', { visibleCol: n }],
        ['SetDisplayFormula', 'Enfants', null, p, '$p.n'],
        ['BulkAddRecord', 'Parents', [-1, -2], { n: [10, 20] }],
        ['BulkAddRecord', 'Enfants', [null, null], { p: [-2, -1] }],
        ['RemoveTable', 'Parents'],
      );
      const [column] = await bench.columns('Enfants', true).then((columns) => columns.slice(1));
      assert.deepEqual([column?.id, column?.fields.type, column?.fields.displayCol], ['p', 'Int', 0]);
      assert.deepEqual(await bench.cells('Enfants', 'p'), [20, 10]);
    },
  },
];
