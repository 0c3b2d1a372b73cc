// Tables and columns: what is kept of what is asked, names that follow labels, changes by name and by ref.

import assert from 'node:assert/strict';
import type { Case, Column } from './bench';
import { columnIds, twoColumns } from './two-columns';

const SANDBOX = '[Sandbox]';

export const COLUMN_CASES: readonly Case[] = [
  {
    name: 'a new document holds Table1 with three empty columns; AddTable gives ref, ids and views',
    async run(bench) {
      assert.deepEqual(columnIds(await bench.columns('Table1')), ['A', 'B', 'C']);
      const [made] = await bench.apply(['AddTable', 'T', [{ id: 'a' }, { id: 'b', type: 'Bool' }]]);
      assert.deepEqual(made, {
        id: 2,
        table_id: 'T',
        columns: ['a', 'b'],
        views: [{ id: 2, sections: [4] }],
      });
      const [raw] = await bench.apply(['AddRawTable', 'Brute']);
      assert.deepEqual(raw, { id: 3, table_id: 'Brute', columns: ['A', 'B', 'C'] });
    },
  },
  {
    name: 'GET tables?expand=column gives every attribute of visible columns',
    async run(bench) {
      await bench.apply([
        'AddTable',
        'T',
        [{ id: 'a', label: 'Libellé', type: 'Choice', widgetOptions: '{"choices":["x"]}' }],
      ]);
      const reply = await bench.send('GET', '/tables?expand=column');
      const { tables } = reply.json() as { tables: { id: string; fields: object; columns: Column[] }[] };
      assert.deepEqual(tables[1], {
        id: 'T',
        fields: {
          tableRef: 2,
          primaryViewId: 2,
          summarySourceTable: 0,
          onDemand: false,
          rawViewSectionRef: 5,
          recordCardViewSectionRef: 6,
        },
        columns: [
          {
            id: 'a',
            fields: {
              colRef: 6,
              label: 'Libellé',
              isFormula: false,
              type: 'Choice',
              parentId: 2,
              parentPos: 6,
              widgetOptions: '{"choices":["x"]}',
              formula: '',
              description: '',
              untieColIdFromLabel: false,
              summarySourceCol: 0,
              displayCol: 0,
              visibleCol: 0,
              rules: null,
              reverseCol: 0,
              recalcWhen: 0,
              recalcDeps: null,
            },
          },
        ],
      });
      const plain = await bench.send('GET', '/tables');
      assert.equal('columns' in ((plain.json() as { tables: object[] }).tables[1] ?? {}), false);
    },
  },
  {
    name: 'AddTable and AddColumn ignore description and untieColIdFromLabel; ModifyColumn sets them in the same list',
    async run(bench) {
      const asked = { label: 'Libellé', description: 'aide', untieColIdFromLabel: true };
      await bench.apply(
        ['AddTable', 'T', [{ id: 'a', ...asked }]],
        ['AddVisibleColumn', 'T', 'b', { isFormula: false, type: 'Text', ...asked }],
      );
      const before = await bench.columns('T');
      assert.deepEqual(
        before.map(({ fields }) => [fields.label, fields.description, fields.untieColIdFromLabel]),
        [
          ['Libellé', '', false],
          ['Libellé', '', false],
        ],
      );
      await bench.apply(
        ['AddVisibleColumn', 'T', 'c', { isFormula: false, type: 'Text', label: 'Libellé' }],
        [
          'ModifyColumn',
          'T',
          'c',
          { description: 'aide', untieColIdFromLabel: true, label: 'Autre libellé' },
        ],
      );
      const { label, description, untieColIdFromLabel } = await bench.column('T', 'c');
      assert.deepEqual([label, description, untieColIdFromLabel], ['Autre libellé', 'aide', true]);
    },
  },
  {
    name: 'isFormula: false for AddTable, true for a column added later',
    async run(bench) {
      await bench.apply(
        ['AddTable', 'T', [{ id: 'a' }, { id: 'f', formula: '$a' }]],
        ['AddVisibleColumn', 'T', 'b', {}],
        ['AddVisibleColumn', 'T', 'c', { type: 'Text' }],
        ['AddVisibleColumn', 'T', 'd', { isFormula: false }],
      );
      const columns = await bench.columns('T');
      assert.deepEqual(
        columns.map(({ id, fields }) => [id, fields.isFormula, fields.type]),
        [
          ['a', false, 'Text'],
          ['f', true, 'Any'],
          ['b', true, 'Any'],
          ['c', true, 'Text'],
          ['d', false, 'Text'],
        ],
      );
    },
  },
  {
    name: 'a column of AddTable must say an id, be it null',
    async run(bench) {
      await bench.refusedActions(500, `${SANDBOX} KeyError 'id'`, [['AddTable', 'T', [{ label: 'x' }]]]);
    },
  },
  {
    name: 'a new label renames the column, unless untied; an explicit false ties and renames it',
    async run(bench) {
      await twoColumns(bench);
      await bench.apply(['ModifyColumn', 'T', 't', { label: 'Autre libellé' }]);
      assert.deepEqual(columnIds(await bench.columns('T')), ['n', 'Autre_libelle']);
      await bench.apply(
        ['ModifyColumn', 'T', 'Autre_libelle', { untieColIdFromLabel: true }],
        ['ModifyColumn', 'T', 'Autre_libelle', { label: 'Encore un' }],
      );
      assert.deepEqual(columnIds(await bench.columns('T')), ['n', 'Autre_libelle']);
      await bench.apply(['ModifyColumn', 'T', 'Autre_libelle', { untieColIdFromLabel: false }]);
      assert.deepEqual(columnIds(await bench.columns('T')), ['n', 'Encore_un']);
      await bench.apply(['ModifyColumn', 'T', 'Encore_un', { label: 'N' }]);
      assert.deepEqual(columnIds(await bench.columns('T')), ['n', 'N2']);
    },
  },
  {
    name: 'ModifyColumn passes over colId, id and parentId, and refuses what it does not know',
    async run(bench) {
      await twoColumns(bench);
      await bench.apply([
        'ModifyColumn',
        'T',
        't',
        { colId: 'bizarre', id: 99, parentId: 1, description: 'd' },
      ]);
      assert.equal((await bench.column('T', 't')).description, 'd');
      await bench.refusedActions(500, `${SANDBOX} KeyError 'inconnu'`, [
        ['ModifyColumn', 'T', 't', { inconnu: 1 }],
      ]);
      await bench.refusedActions(500, `${SANDBOX} ValueError No such column: T.nope`, [
        ['ModifyColumn', 'T', 'nope', { label: 'x' }],
      ]);
      await bench.refusedActions(500, `${SANDBOX} ValueError No such column: Nope.t`, [
        ['ModifyColumn', 'Nope', 't', { label: 'x' }],
      ]);
      await bench.refusedActions(500, `${SANDBOX} AttributeError module 'grist' has no attribute 'Bidon'`, [
        ['ModifyColumn', 'T', 't', { type: 'Bidon' }],
      ]);
    },
  },
  {
    name: 'an object given for widgetOptions is kept as Python text: it must be sent as JSON text',
    async run(bench) {
      await twoColumns(bench);
      await bench.apply(['ModifyColumn', 'T', 't', { widgetOptions: { a: 1 } }]);
      assert.equal((await bench.column('T', 't')).widgetOptions, "{'a': 1}");
    },
  },
  {
    name: 'RenameColumn gives the id really taken; values and refs are kept',
    async run(bench) {
      const { n } = await twoColumns(bench);
      await bench.apply(['BulkAddRecord', 'T', [null], { n: [7], t: ['x'] }]);
      const values = await bench.apply(
        ['RenameColumn', 'T', 'n', 't'],
        ['RenameColumn', 'T', 't2', 'T2'],
        ['RenameColumn', 'T', 'T2', 'T2'],
      );
      assert.deepEqual(values, ['t2', 'T2', 'T2']);
      assert.deepEqual((await bench.column('T', 'T2')).colRef, n);
      assert.deepEqual(await bench.cells('T', 'T2'), [7]);
      await bench.refusedActions(500, `${SANDBOX} ValueError No such column: T.n`, [
        ['RenameColumn', 'T', 'n', 'x'],
      ]);
      await bench.refusedActions(500, `${SANDBOX} ValueError No such column: T.n`, [
        ['RemoveColumn', 'T', 'n'],
      ]);
    },
  },
  {
    name: 'columns by ref: label, description, id, removal; two columns at once never get the same id',
    async run(bench) {
      const { n, t } = await twoColumns(bench);
      await bench.apply([
        'BulkUpdateRecord',
        '_grist_Tables_column',
        [n, t],
        { label: ['Pareil', 'Pareil'], description: ['un', 'deux'] },
      ]);
      const columns = await bench.columns('T');
      assert.deepEqual(
        columns.map(({ id, fields }) => [id, fields.label, fields.description]),
        [
          ['Pareil', 'Pareil', 'un'],
          ['Pareil2', 'Pareil', 'deux'],
        ],
      );
      await bench.apply(['UpdateRecord', '_grist_Tables_column', n, { colId: 'voilà' }]);
      assert.deepEqual(columnIds(await bench.columns('T')), ['voila', 'Pareil2']);
      await bench.apply(['RemoveRecord', '_grist_Tables_column', t]);
      assert.deepEqual(columnIds(await bench.columns('T')), ['voila']);
      await bench.refusedActions(500, `${SANDBOX} KeyError "'get_record' found no matching record"`, [
        ['UpdateRecord', '_grist_Tables_column', 999, { label: 'x' }],
      ]);
    },
  },
];
