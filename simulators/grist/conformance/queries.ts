// /sql: shapes, arguments, limits, and the query by which the product reads several tables at once.

import assert from 'node:assert/strict';
import type { Bench, Case } from './bench';

async function parents(bench: Bench): Promise<void> {
  await bench.apply(
    [
      'AddTable',
      'P',
      [
        { id: 'dossier_number', type: 'Int' },
        { id: 't', type: 'Text' },
        { id: 'b', type: 'Bool' },
        { id: 'd', type: 'DateTime:Europe/Paris' },
        { id: 'l', type: 'ChoiceList' },
        { id: 'f', type: 'Numeric' },
      ],
    ],
    [
      'AddTable',
      'E',
      [
        { id: 'dossier', type: 'Ref:P' },
        { id: 'dossier_number', type: 'Int' },
      ],
    ],
    [
      'BulkAddRecord',
      'P',
      [-1, -2, -3],
      {
        dossier_number: [10, 20, 30],
        t: ['é"\\', null, 'x'],
        b: [true, null, false],
        d: [1709288430.5, null, 0],
        l: [['L', 'a', 'b, c'], null, ['L']],
        f: ['12x', 0.1, 3],
      },
    ],
    ['BulkAddRecord', 'E', [null, null], { dossier: [-1, -2], dossier_number: [10, 20] }],
  );
}

export const QUERY_CASES: readonly Case[] = [
  {
    name: 'the union of several tables as JSON arrays, by keys given as one JSON argument',
    async run(bench) {
      await parents(bench);
      const rows = await bench.sql(
        `select 'P' as t, "id", json_array("dossier_number","t","b","d","l") as c from "P"
         where "dossier_number" in (select value from json_each(?))
         union all select 'E', "id", json_array("dossier","dossier_number") from "E"
         where "dossier_number" in (select value from json_each(?))`,
        ['[10,20,99]', '[20]'],
      );
      assert.deepEqual(
        rows.map(({ t, id, c }) => [t, id, JSON.parse(String(c)) as unknown]),
        [
          ['P', 1, [10, 'é"\\', 1, 1709288430.5, '["a","b, c"]']],
          ['P', 2, [20, null, 0, null, null]],
          ['E', 2, [2, 20]],
        ],
      );
    },
  },
  {
    name: 'one numbered argument may be used several times',
    async run(bench) {
      await parents(bench);
      const rows = await bench.sql(
        `select id from P where dossier_number in (select value from json_each(?1))
         union all select 100 + id from E where dossier_number in (select value from json_each(?1))`,
        ['[10,30]'],
      );
      assert.deepEqual(
        rows.map(({ id }) => id),
        [1, 3, 101],
      );
    },
  },
  {
    name: 'alt text in a numeric column is a blob, read back by its sixth byte; plain, it is a Buffer object',
    async run(bench) {
      await parents(bench);
      const plain = await bench.sql('select f from P where id = 1');
      assert.deepEqual(plain, [{ f: { type: 'Buffer', data: [0x75, 3, 0, 0, 0, 0x31, 0x32, 0x78] } }]);
      const decoded = await bench.sql(
        "select case typeof(f) when 'blob' then cast(substr(f,6) as text) else f end as f from P order by id",
      );
      assert.deepEqual(
        decoded.map(({ f }) => f),
        ['12x', 0.1, 3],
      );
      const hexes = await bench.sql(
        "select json_array(case typeof(f) when 'blob' then json_object('b', hex(f)) else f end) as j from P where id = 1",
      );
      assert.deepEqual(hexes, [{ j: '[{"b":"7503000000313278"}]' }]);
    },
  },
  {
    name: 'a hundred thousand keys in one argument',
    async run(bench) {
      const keys = JSON.stringify(Array.from({ length: 100_000 }, (_, rank) => rank));
      assert.deepEqual(await bench.sql('select count(*) as k from json_each(?)', [keys]), [{ k: 100_000 }]);
    },
  },
  {
    name: 'arguments: numbers, texts, null, booleans; too few are null, too many are refused',
    async run(bench) {
      assert.deepEqual(
        await bench.sql('select ? as a, ? as b, ? as c, ? as d, ? as e', [1, 'x', null, true, 1.5]),
        [{ a: 1, b: 'x', c: null, d: 1, e: 1.5 }],
      );
      assert.deepEqual(await bench.sql('select typeof(?) as a, typeof(?) as b', [12, 3_000_000_000]), [
        { a: 'integer', b: 'real' },
      ]);
      assert.deepEqual(await bench.sql('select ? as a', []), [{ a: null }]);
      await bench.refused(
        500,
        'SQLITE_RANGE: column index out of range',
        bench.send('POST', '/sql', { sql: 'select ? as a', args: [1, 2] }),
      );
    },
  },
  {
    name: 'names of columns, duplicates, a final semicolon, WITH, GET',
    async run(bench) {
      assert.deepEqual(await bench.sql('select 1 as a, 2 as a'), [{ a: 1, 'a:1': 2 }]);
      assert.deepEqual(await bench.sql('select 1;'), [{ 1: 1 }]);
      assert.deepEqual(await bench.sql('with x as (select 1 as a) select * from x'), [{ a: 1 }]);
      assert.deepEqual(await bench.sql('select count(*) from Table1'), [{ 'count(*)': 0 }]);
      assert.deepEqual(await bench.sql('select 9e999 as a'), [{ a: null }]);
      const reply = await bench.send('GET', '/sql?q=select+1+as+a');
      assert.deepEqual(reply.json(), { statement: 'select 1 as a', records: [{ fields: { a: 1 } }] });
    },
  },
  {
    name: 'refused statements and their words',
    async run(bench) {
      const post = (sql: unknown) => bench.send('POST', '/sql', { sql });
      await bench.refused(400, 'only select statements are supported', post('update Table1 set A = 1'));
      await bench.refused(400, 'only select statements are supported', post(''));
      await bench.refused(400, 'SQLITE_ERROR: no such table: Nope', post('select * from Nope'));
      await bench.refused(400, 'SQLITE_ERROR: no such column: nope', post('select nope from Table1'));
      await bench.refused(400, 'SQLITE_ERROR: near ";": syntax error', post('select 1; select 2'));
      await bench.refused(400, 'SQLITE_ERROR: incomplete input', post('select 1 -- remarque'));
      await bench.refused(400, 'Invalid payload', bench.send('POST', '/sql', {}));
    },
  },
  {
    name: 'limits of SQLite: 1000 function arguments, 500 terms of a union, 32766 variables',
    async run(bench) {
      const list = (count: number, what: string, by: string): string => Array(count).fill(what).join(by);
      const post = (sql: string, args: unknown[] = []) => bench.send('POST', '/sql', { sql, args });
      assert.equal((await post(`select json_array(${list(1000, '1', ',')}) as a`)).status, 200);
      await bench.refused(
        400,
        'SQLITE_ERROR: too many arguments on function json_array',
        post(`select json_array(${list(1001, '1', ',')}) as a`),
      );
      assert.equal((await post(list(500, 'select 1 as a', ' union all '))).status, 200);
      await bench.refused(
        400,
        'SQLITE_ERROR: too many terms in compound SELECT',
        post(list(501, 'select 1 as a', ' union all ')),
      );
      await bench.refused(
        400,
        'SQLITE_ERROR: too many SQL variables',
        post(`select 1 as a where 1 in (${list(32_767, '?', ',')})`, Array(32_767).fill(1)),
      );
    },
  },
  {
    name: 'a statement that lasts more than a second is interrupted',
    async run(bench) {
      await bench.refused(
        400,
        'a slow statement resulted in a database interrupt',
        bench.send('POST', '/sql', {
          sql: 'with recursive c(x) as (select 1 union all select x + 1 from c where x < 40000000) select x from c where x % 100000 = 0',
        }),
      );
    },
  },
  {
    name: 'metadata is readable: tables and columns by ref',
    async run(bench) {
      await parents(bench);
      const rows = await bench.sql(
        `select c.id, c.colId, c.type, c.isFormula, c.untieColIdFromLabel, c.widgetOptions from _grist_Tables_column c
         join _grist_Tables t on t.id = c.parentId where t.tableId = 'E' order by c.parentPos`,
      );
      assert.deepEqual(
        rows.map(({ colId, type, isFormula, untieColIdFromLabel, widgetOptions }) => [
          colId,
          type,
          isFormula,
          untieColIdFromLabel,
          widgetOptions,
        ]),
        [
          ['manualSort', 'ManualSortPos', 0, 0, ''],
          ['dossier', 'Ref:P', 0, 0, ''],
          ['dossier_number', 'Int', 0, 0, ''],
        ],
      );
    },
  },
];
