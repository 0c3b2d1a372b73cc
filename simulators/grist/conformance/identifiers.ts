// Ids given by Grist to tables and columns.

import assert from 'node:assert/strict';
import type { Bench, Case } from './bench';

const SANITISED: readonly (readonly [string | null, string])[] = [
  ['Prénom du demandeur', 'Prenom_du_demandeur'],
  ['Date de dépôt (jj/mm/aaaa)', 'Date_de_depot_jj_mm_aaaa_'],
  ['N° SIRET', 'N_SIRET'],
  ['123abc', 'c123abc'],
  ['class', 'cclass'],
  ['None', 'cNone'],
  ['id', 'id2'],
  ['Œuvre', 'uvre'],
  ['m²', 'm2'],
  ['Straße', 'Stra_e'],
  ['ﬁche', 'fiche'],
  ['__caché', 'cache'],
  ['manualSort', 'manualSort2'],
  ['a', 'a'],
  ['A', 'A2'],
  ['a', 'a3'],
  ['n1', 'n1'],
  ['n1', 'n1_2'],
  ['œ', 'B'],
  ['日本', 'C'],
  [null, 'D'],
  ['', 'E'],
  ['x'.repeat(300), 'x'.repeat(300)],
];

const TABLES: readonly (readonly [string | null, string])[] = [
  ['été', 'Ete'],
  ['1234', 'T1234'],
  ['dossiers', 'Dossiers'],
  ['Dossiers', 'Dossiers2'],
  ['DOSSIERS', 'DOSSIERS3'],
  ['Demarche_12_dossiers', 'Demarche_12_dossiers'],
  ['Table1', 'Table1_2'],
  [null, 'Table2'],
  ['名', 'Table3'],
];

type Made = { readonly id: number; readonly table_id: string; readonly columns: string[] };

export const IDENTIFIER_CASES: readonly Case[] = [
  {
    name: 'ids of columns are sanitised and made unique without regard to case',
    async run(bench: Bench) {
      const [made] = await bench.apply([
        'AddTable',
        'T',
        SANITISED.map(([id]) => ({ id, type: 'Text', isFormula: false })),
      ]);
      assert.deepEqual(
        (made as Made).columns,
        SANITISED.map(([, id]) => id),
      );
    },
  },
  {
    name: 'ids of tables are capitalised, sanitised and made unique',
    async run(bench) {
      const made = await bench.apply(...TABLES.map(([id]) => ['AddTable', id, [{ id: 'a' }]]));
      assert.deepEqual(
        made.map((one) => (one as Made).table_id),
        TABLES.map(([, id]) => id),
      );
    },
  },
  {
    name: 'a column that exists makes the next one of that name take a number',
    async run(bench) {
      await bench.apply(['AddTable', 'T', [{ id: 'nom' }]]);
      const made = await bench.apply(
        ['AddVisibleColumn', 'T', 'nom', { isFormula: false }],
        ['AddVisibleColumn', 'T', 'NOM', { isFormula: false }],
        ['AddVisibleColumn', 'T', null, { isFormula: false, label: 'Sans id' }],
      );
      assert.deepEqual(
        made.map((one) => (one as { colId: string }).colId),
        ['nom2', 'NOM3', 'A'],
      );
    },
  },
  {
    name: 'the same label may be given to several columns of AddTable, each with its own id',
    async run(bench) {
      await bench.apply([
        'AddTable',
        'T',
        [
          { id: 'a', label: 'Même libellé' },
          { id: 'b', label: 'Même libellé' },
        ],
      ]);
      const columns = await bench.columns('T');
      assert.deepEqual(
        columns.map(({ id, fields }) => [id, fields.label]),
        [
          ['a', 'Même libellé'],
          ['b', 'Même libellé'],
        ],
      );
    },
  },
  {
    name: 'refs of tables and columns start again after the greatest one in use',
    async run(bench) {
      const [table] = await bench.apply(['AddTable', 'T', [{ id: 'a' }]]);
      const [first] = await bench.apply(['AddVisibleColumn', 'T', 'b', { isFormula: false }]);
      await bench.apply(['RemoveColumn', 'T', 'b']);
      const [second] = await bench.apply(['AddVisibleColumn', 'T', 'c', { isFormula: false }]);
      assert.equal((second as { colRef: number }).colRef, (first as { colRef: number }).colRef);
      await bench.apply(['RemoveTable', 'T']);
      const [again] = await bench.apply(['AddTable', 'U', [{ id: 'a' }]]);
      assert.equal((again as Made).id, (table as Made).id);
    },
  },
  {
    name: 'row ids start again after the greatest one in use',
    async run(bench) {
      await bench.apply(['AddTable', 'T', [{ id: 'a' }]], ['BulkAddRecord', 'T', [null, null, null], {}]);
      await bench.apply(['BulkRemoveRecord', 'T', [1, 3]]);
      assert.deepEqual(await bench.apply(['BulkAddRecord', 'T', [null, null], {}]), [[3, 4]]);
    },
  },
];
