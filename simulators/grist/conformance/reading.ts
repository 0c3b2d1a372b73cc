// Reading rows by the records and data endpoints, and writing by them.

import assert from 'node:assert/strict';
import type { Bench, Case, Row } from './bench';

async function fourRows(bench: Bench): Promise<void> {
  await bench.apply(
    [
      'AddTable',
      'T',
      [
        { id: 'n', type: 'Int' },
        { id: 't', type: 'Text' },
        { id: 'l', type: 'ChoiceList' },
        { id: 'f', type: 'Numeric' },
        { id: 'b', type: 'Bool' },
      ],
    ],
    [
      'BulkAddRecord',
      'T',
      [null, null, null, null],
      {
        n: [1, 2, 3, null],
        t: ['a', 'b', 'c', null],
        l: [['L', 'x', 'y'], null, ['L', 'x'], null],
        f: [1.5, 2, '12x', null],
        b: [true, false, null, '12'],
      },
    ],
  );
}

async function idsWhere(bench: Bench, filter: unknown): Promise<number[]> {
  const query = `?filter=${encodeURIComponent(JSON.stringify(filter))}`;
  const byGet = (await bench.records('T', query)).map(({ id }) => id);
  const reply = await bench.send('POST', '/tables/T/records/list', { filter });
  assert.equal(reply.status, 200, reply.text);
  const byList = (reply.json() as { records: Row[] }).records.map(({ id }) => id);
  assert.deepEqual(byGet, byList);
  return byGet;
}

export const READING_CASES: readonly Case[] = [
  {
    name: 'filters: several values, several columns, exact kinds, nulls, alt text',
    async run(bench) {
      await fourRows(bench);
      assert.deepEqual(await idsWhere(bench, { n: [1, 3] }), [1, 3]);
      assert.deepEqual(await idsWhere(bench, { n: [1, 3], t: ['c', 'b'] }), [3]);
      assert.deepEqual(await idsWhere(bench, { n: ['1'] }), []);
      assert.deepEqual(await idsWhere(bench, { n: [] }), []);
      assert.deepEqual(await idsWhere(bench, { n: [null] }), [4]);
      assert.deepEqual(await idsWhere(bench, { t: [''] }), []);
      assert.deepEqual(await idsWhere(bench, { id: [2, 77] }), [2]);
      assert.deepEqual(await idsWhere(bench, { f: ['12x', 2] }), [2, 3]);
      assert.deepEqual(await idsWhere(bench, { b: [true] }), [1]);
      assert.deepEqual(await idsWhere(bench, { b: [1, 0] }), [1, 2, 3]);
      assert.deepEqual(await idsWhere(bench, { l: [['L', 'x', 'y']] }), []);
    },
  },
  {
    name: 'filters of 500 keys through records/list',
    async run(bench) {
      await bench.apply(
        ['AddTable', 'T', [{ id: 'n', type: 'Int' }]],
        [
          'BulkAddRecord',
          'T',
          Array(1000).fill(null),
          { n: Array.from({ length: 1000 }, (_, rank) => rank * 2) },
        ],
      );
      const wanted = Array.from({ length: 500 }, (_, rank) => rank * 4);
      const reply = await bench.send('POST', '/tables/T/records/list', { filter: { n: wanted } });
      const { records } = reply.json() as { records: Row[] };
      assert.deepEqual(
        records.map(({ fields }) => fields.n),
        wanted,
      );
    },
  },
  {
    name: 'bad filters, orders and limits are refused with their words',
    async run(bench) {
      await fourRows(bench);
      const get = (query: string) => bench.send('GET', `/tables/T/records?${query}`);
      const list = (body: unknown) => bench.send('POST', '/tables/T/records/list', body);
      await bench.refused(400, 'Invalid query: filter values must be arrays', get('filter={"n":1}'));
      await bench.refused(
        400,
        "Error manipulating data: [Sandbox] KeyError 'nope'",
        get('filter={"nope":[1]}'),
      );
      await bench.refused(
        400,
        "Error manipulating data: [Sandbox] KeyError 'nope'",
        list({ filter: { nope: [1] } }),
      );
      const invalid = await bench.refused(400, 'Invalid payload', list({ filter: { n: 1 } }));
      assert.deepEqual((invalid.json() as { details: unknown }).details, {
        userError: 'Error: body.filter.n is not an array',
      });
      await bench.refused(500, 'unknown key nope', get('sort=nope'));
      await bench.refused(500, 'limit is not a number', get('limit=x'));
      await bench.refused(404, 'Table not found "Nope"', bench.send('POST', '/tables/Nope/records/list', {}));
    },
  },
  {
    name: 'order and limit; no limit is 0',
    async run(bench) {
      await fourRows(bench);
      const ids = async (query: string) => (await bench.records('T', query)).map(({ id }) => id);
      assert.deepEqual(await ids('?sort=-n&limit=2'), [4, 3]);
      assert.deepEqual(await ids('?sort=t'), [4, 1, 2, 3]);
      assert.deepEqual(await ids('?limit=0'), [1, 2, 3, 4]);
      const reply = await bench.send('POST', '/tables/T/records/list', {
        sort: ['-n'],
        limit: 1,
        hidden: true,
      });
      const [row] = (reply.json() as { records: Row[] }).records;
      assert.deepEqual([row?.id, row?.fields.manualSort], [4, 4]);
    },
  },
  {
    name: 'metadata tables are read like others',
    async run(bench) {
      await fourRows(bench);
      const reply = await bench.send('POST', '/tables/_grist_Tables_column/records/list', {
        filter: { parentId: [2] },
      });
      const { records } = reply.json() as { records: Row[] };
      assert.deepEqual(
        records.map(({ fields }) => fields.colId),
        ['manualSort', 'n', 't', 'l', 'f', 'b'],
      );
      const tables = await bench.records('_grist_Tables');
      assert.deepEqual(
        tables.map(({ id, fields }) => [id, fields.tableId]),
        [
          [1, 'Table1'],
          [2, 'T'],
        ],
      );
    },
  },
  {
    name: 'POST records: ids in order, missing fields are null, bad cells and columns are refused',
    async run(bench) {
      await fourRows(bench);
      const post = (body: unknown, table = 'T') =>
        bench.send('POST', `/tables/${table}/records?noparse=1`, body);
      const reply = await post({ records: [{ fields: { n: 5, t: 'e' } }, { fields: { f: 1 } }, {}] });
      assert.deepEqual(reply.json(), { records: [{ id: 5 }, { id: 6 }, { id: 7 }] });
      const rows = (await bench.records('T')).slice(4);
      assert.deepEqual(
        rows.map(({ fields }) => [fields.n, fields.t, fields.f, fields.b]),
        [
          [5, 'e', null, false],
          [null, null, 1, false],
          [null, null, null, false],
        ],
      );
      await bench.refused(400, 'Invalid payload', post({ records: [] }));
      await bench.refused(400, 'Invalid payload', post({}));
      await bench.refused(400, 'Invalid payload', post({ records: [{ fields: { n: { a: 1 } } }] }));
      await bench.refused(400, 'Invalid payload', post({ records: [{ fields: { n: [1, 2] } }] }));
      await bench.refused(400, 'Invalid column "nope"', post({ records: [{ fields: { nope: 1 } }] }));
      await bench.refused(404, 'Table not found "Nope"', post({ records: [{ fields: { n: 1 } }] }, 'Nope'));
    },
  },
  {
    name: 'POST and PATCH data are columnar; data/delete and records/delete pass over missing rows',
    async run(bench) {
      await fourRows(bench);
      const added = await bench.send('POST', '/tables/T/data?noparse=1', { n: [7, 8], t: ['x', 'y'] });
      assert.deepEqual(added.json(), [5, 6]);
      const changed = await bench.send('PATCH', '/tables/T/data?noparse=1', { id: [5, 6], t: ['p', 'q'] });
      assert.deepEqual([changed.status, changed.json()], [200, null]);
      await bench.refused(
        400,
        'Invalid row id 999',
        bench.send('PATCH', '/tables/T/data', { id: [999], t: ['p'] }),
      );
      assert.equal((await bench.send('POST', '/tables/T/records/delete', [1, 999])).status, 200);
      assert.equal((await bench.send('POST', '/tables/T/data/delete', [2])).status, 200);
      assert.deepEqual(await bench.cells('T', 't'), ['c', null, 'p', 'q']);
      await bench.refused(404, 'Table not found "Nope"', bench.send('POST', '/tables/Nope/data/delete', [2]));
    },
  },
  {
    name: 'PATCH records: same fields everywhere, known rows and columns',
    async run(bench) {
      await fourRows(bench);
      const patch = (records: unknown) => bench.send('PATCH', '/tables/T/records?noparse=1', { records });
      const reply = await patch([
        { id: 1, fields: { t: 'z' } },
        { id: 2, fields: { t: 'y' } },
      ]);
      assert.deepEqual([reply.status, reply.json()], [200, null]);
      await bench.refused(
        400,
        'PATCH requires all records to have same fields',
        patch([
          { id: 1, fields: { t: 'z' } },
          { id: 2, fields: { n: 1 } },
        ]),
      );
      await bench.refused(400, 'Invalid row id 999', patch([{ id: 999, fields: { t: 'z' } }]));
      await bench.refused(400, 'Invalid column "nope"', patch([{ id: 1, fields: { nope: 1 } }]));
      assert.deepEqual(await bench.cells('T', 't'), ['z', 'y', 'c', null]);
    },
  },
  {
    name: 'PUT records: changes or adds by key, refuses the same key twice, adds nothing with noadd',
    async run(bench) {
      await fourRows(bench);
      const put = (records: unknown, query = '') =>
        bench.send('PUT', `/tables/T/records?noparse=1${query}`, { records });
      const reply = await put([
        { require: { n: 1 }, fields: { t: 'put' } },
        { require: { n: 100 }, fields: { t: 'new' } },
        { require: { n: 101 } },
      ]);
      assert.deepEqual(reply.json(), {
        recordIds: [[1], [6], [5]],
        addRecordIds: [5, 6],
        updateRecordIds: [[1]],
      });
      await bench.refused(
        400,
        'Error manipulating data: [Sandbox] ValueError require values must be unique',
        put([
          { require: { n: 1 }, fields: { t: 'a' } },
          { require: { n: 1 }, fields: { t: 'b' } },
        ]),
      );
      const none = await put([{ require: { n: 5000 }, fields: { t: 'x' } }], '&noadd=1');
      assert.deepEqual(none.json(), { recordIds: [[]], addRecordIds: [], updateRecordIds: [] });
      assert.deepEqual(await bench.cells('T', 't'), ['put', 'b', 'c', null, '', 'new']);
    },
  },
];
