// The endpoints that change tables and columns, which have their own answers and refusals.

import assert from 'node:assert/strict';
import type { Case } from './bench';
import { columnIds, twoColumns } from './two-columns';

export const ENDPOINT_CASES: readonly Case[] = [
  {
    name: 'PATCH columns: same traps, 404 on an unknown column, 400 when the fields differ',
    async run(bench) {
      await twoColumns(bench);
      const patch = (columns: unknown) => bench.send('PATCH', '/tables/T/columns', { columns });
      const reply = await patch([{ id: 't', fields: { label: 'Nouveau libellé' } }]);
      assert.deepEqual([reply.status, reply.json()], [200, null]);
      assert.deepEqual(columnIds(await bench.columns('T')), ['n', 'Nouveau_libelle']);
      await patch([{ id: 'n', fields: { label: 'Autre', untieColIdFromLabel: true, description: 'aide' } }]);
      const { label, description } = await bench.column('T', 'n');
      assert.deepEqual([label, description], ['Autre', 'aide']);
      await bench.refused(404, 'Column not found "nope"', patch([{ id: 'nope', fields: { label: 'x' } }]));
      await bench.refused(
        400,
        'PATCH requires all records to have same fields',
        patch([
          { id: 'n', fields: { label: 'x' } },
          { id: 'Nouveau_libelle', fields: { description: 'x' } },
        ]),
      );
      await bench.refused(400, 'Invalid column "inconnu"', patch([{ id: 'n', fields: { inconnu: 1 } }]));
      await bench.refused(400, 'Invalid payload', patch([]));
    },
  },
  {
    name: 'POST columns and POST tables give the ids taken; DELETE column removes one',
    async run(bench) {
      const tables = await bench.send('POST', '/tables', {
        tables: [{ id: 'été', columns: [{ id: 'a', fields: { type: 'Text', label: 'A' } }, { id: 'b' }] }],
      });
      assert.deepEqual(tables.json(), { tables: [{ id: 'Ete' }] });
      const columns = await bench.send('POST', '/tables/Ete/columns', {
        columns: [
          { id: 'c', fields: { type: 'Bool', isFormula: false } },
          { id: 'a' },
          { fields: { label: 'Sans id' } },
        ],
      });
      assert.deepEqual(columns.json(), {
        columns: [{ id: 'c' }, { id: 'a2' }, { id: 'D' }],
      });
      assert.equal((await bench.send('DELETE', '/tables/Ete/columns/c')).status, 200);
      await bench.refused(
        404,
        'Table or column not found "Ete.c"',
        bench.send('DELETE', '/tables/Ete/columns/c'),
      );
      await bench.refused(
        404,
        'Table not found "Nope"',
        bench.send('POST', '/tables/Nope/columns', { columns: [{ id: 'a' }] }),
      );
    },
  },
];
