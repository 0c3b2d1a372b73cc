// Values: what each type makes of them, what an omitted or null cell holds, and exactness of numbers.

import assert from 'node:assert/strict';
import type { Bench, Case } from './bench';
import { CELL_TABLE, type CellCase } from './cell-table';

async function checkType(bench: Bench, type: string, cases: readonly CellCase[]): Promise<void> {
  await bench.apply(
    ['AddTable', 'Cible', [{ id: 'nom', type: 'Text' }]],
    ['AddTable', 'T', [{ id: 'c', type, isFormula: false }]],
    ['BulkAddRecord', 'T', cases.map(() => null), { c: cases.map(([sent]) => sent) }],
  );
  const shown = await bench.cells('T', 'c');
  const storage = await bench.sql('select typeof(c) as storage from T order by id');
  cases.forEach(([sent, wanted, kind], rank) => {
    assert.deepEqual(
      [shown[rank], storage[rank]?.storage],
      [wanted, kind],
      `${JSON.stringify(sent)} in ${type}`,
    );
  });
}

const EVERY_TYPE = [
  'Text',
  'Int',
  'Numeric',
  'Bool',
  'Choice',
  'ChoiceList',
  'Date',
  'DateTime:Europe/Paris',
  'Ref:Table1',
  'RefList:Table1',
  'Attachments',
  'Any',
] as const;

const EXACT = [0.1, 1.1, 123456789.12345679, 9007199254740991, 5e-324, 1.7976931348623157e308, -2.5, 1e21];

export const CELL_CASES: readonly Case[] = [
  ...Object.entries(CELL_TABLE).map(
    ([type, cases]): Case => ({
      name: `values sent to a ${type} column`,
      run: (bench) => checkType(bench, type, cases),
    }),
  ),
  {
    name: 'an omitted cell takes the default of its type, a null one stays null but in Bool and Ref',
    async run(bench) {
      const columns = EVERY_TYPE.map((type, rank) => ({ id: `c${rank}`, type, isFormula: false }));
      const nulls = Object.fromEntries(columns.map(({ id }) => [id, [null]]));
      await bench.apply(
        ['AddTable', 'T', columns],
        ['BulkAddRecord', 'T', [null], {}],
        ['BulkAddRecord', 'T', [null], nulls],
      );
      const [omitted, nulled] = await bench.records('T');
      const values = (fields: Record<string, unknown> = {}): unknown[] => columns.map(({ id }) => fields[id]);
      assert.deepEqual(values(omitted?.fields), ['', 0, 0, false, '', null, null, null, 0, null, null, null]);
      assert.deepEqual(values(nulled?.fields), [
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        null,
        0,
        null,
        null,
        null,
      ]);
    },
  },
  {
    name: 'declared SQL types and defaults of the columns',
    async run(bench) {
      await bench.apply([
        'AddTable',
        'T',
        EVERY_TYPE.map((type, rank) => ({ id: `c${rank}`, type, isFormula: false })),
      ]);
      const declared = await bench.sql(
        "select name, type, dflt_value as d from pragma_table_info('T') where cid > 1",
      );
      assert.deepEqual(
        declared.map(({ type, d }) => `${type} ${d}`),
        [
          "TEXT ''",
          'INTEGER 0',
          'NUMERIC 0',
          'BOOLEAN 0',
          "TEXT ''",
          'TEXT NULL',
          'DATE NULL',
          'BLOB NULL',
          'INTEGER 0',
          'TEXT NULL',
          'TEXT NULL',
          'BLOB NULL',
        ],
      );
    },
  },
  {
    name: 'numbers come back exact from records, from /sql, and from printf %!.17g',
    async run(bench) {
      await bench.apply(
        ['AddTable', 'T', [{ id: 'n', type: 'Numeric' }]],
        ['BulkAddRecord', 'T', EXACT.map(() => null), { n: EXACT }],
      );
      assert.deepEqual(await bench.cells('T', 'n'), EXACT);
      const rows = await bench.sql(
        "select n, json_array(json(printf('%!.17g', n))) as j, json_quote(n) as q from T order by id",
      );
      assert.deepEqual(
        rows.map(({ n }) => n),
        EXACT,
      );
      assert.deepEqual(
        rows.map(({ j }) => JSON.parse(String(j))[0] as unknown),
        EXACT,
      );
    },
  },
  {
    name: 'dates are seconds since the epoch in /sql, after 2038 too',
    async run(bench) {
      await bench.apply(
        [
          'AddTable',
          'T',
          [
            { id: 'd', type: 'Date' },
            { id: 't', type: 'DateTime:Europe/Paris' },
          ],
        ],
        ['BulkAddRecord', 'T', [null], { d: [4102444800], t: [4102444800.5] }],
        ['BulkAddRecord', 'T', [null], { d: [-86400], t: [-1] }],
      );
      assert.deepEqual(await bench.sql('select d, t from T order by id'), [
        { d: 4102444800, t: 4102444800.5 },
        { d: -86400, t: -1 },
      ]);
    },
  },
];
