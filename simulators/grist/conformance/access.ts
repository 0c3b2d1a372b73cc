// Keys, roles, rules and the trash: who is refused what, and in which words.

import assert from 'node:assert/strict';
import { type Bench, type Case, send, type Who } from './bench';

async function shared(bench: Bench): Promise<void> {
  await bench.apply(
    [
      'AddTable',
      'T',
      [
        { id: 'n', type: 'Int' },
        { id: 't', type: 'Text' },
      ],
    ],
    ['BulkAddRecord', 'T', [null, null], { n: [1, 2] }],
  );
  await bench.share();
}

export const ACCESS_CASES: readonly Case[] = [
  {
    name: 'the document tells its name and the role of who asks',
    async run(bench) {
      const reply = await bench.send('GET', '');
      const { name, access, id, workspace } = reply.json() as Record<string, unknown>;
      assert.deepEqual([name, access, id], ['conformité', 'owners', bench.docId]);
      assert.equal(typeof (workspace as { id: unknown }).id, 'number');
    },
  },
  {
    name: 'a bad key is 401, an unknown document 404, no key 403',
    async run(bench) {
      const { target, docId } = bench;
      const bad = 'Bad request: invalid API key';
      const stranger = { ...target, keys: { owner: 'clef-inventee' } };
      await bench.refused(401, bad, send(stranger, 'owner', 'GET', `/docs/${docId}`));
      await bench.refused(401, bad, send(stranger, 'owner', 'POST', `/docs/${docId}/apply`, []));
      await bench.refused(
        401,
        "Bad request: unsupported Authorization scheme, expected 'Bearer'",
        send(target, 'nobody', 'GET', `/docs/${docId}`, undefined, { authorization: 'Basic abc' }),
      );
      await bench.refused(
        404,
        'document not found',
        send(target, 'owner', 'GET', '/docs/documentInconnu12345'),
      );
      await bench.refused(
        404,
        'document not found',
        send(target, 'owner', 'POST', '/docs/documentInconnu12345/apply', []),
      );
      await bench.refused(403, 'access denied', send(target, 'nobody', 'GET', `/docs/${docId}`));
      await bench.refused(403, 'No view access', send(target, 'nobody', 'GET', `/docs/${docId}/tables`));
      await bench.refused(
        404,
        `not found: /api/docs/${docId}/inconnu`,
        send(target, 'owner', 'GET', `/docs/${docId}/inconnu`),
      );
    },
  },
  {
    name: 'without a role: access denied for the document, No view access for the rest',
    people: true,
    async run(bench) {
      const as: Who = 'viewer';
      await bench.refused(403, 'access denied', bench.send('GET', '', undefined, as));
      await bench.refused(403, 'No view access', bench.send('POST', '/apply', [], as));
      await bench.refused(403, 'No view access', bench.send('POST', '/sql', { sql: 'select 1' }, as));
      await bench.refused(403, 'No view access', bench.send('GET', '/tables', undefined, as));
    },
  },
  {
    name: 'an empty list of actions tells whether one may write',
    people: true,
    async run(bench) {
      await shared(bench);
      await bench.refused(403, 'No write access', bench.send('POST', '/apply?noparse=1', [], 'viewer'));
      assert.equal((await bench.applied([], 'editor')).actionNum, 0);
      assert.equal((await bench.applied([], 'owner')).actionNum, 0);
    },
  },
  {
    name: 'a viewer reads and queries, and writes nothing',
    people: true,
    async run(bench) {
      await shared(bench);
      const role = await bench.send('GET', '', undefined, 'viewer');
      assert.equal((role.json() as { access: string }).access, 'viewers');
      assert.equal((await bench.send('GET', '/tables/T/records', undefined, 'viewer')).status, 200);
      assert.equal((await bench.send('POST', '/tables/T/records/list', {}, 'viewer')).status, 200);
      assert.equal((await bench.send('POST', '/sql', { sql: 'select 1' }, 'viewer')).status, 200);
      const denied = 'No write access';
      await bench.refusedActions(403, denied, [['AddRecord', 'T', null, {}]], 'viewer');
      await bench.refused(403, denied, bench.send('POST', '/tables/T/records', { records: [{}] }, 'viewer'));
      await bench.refused(403, denied, bench.send('PATCH', '/tables/T/columns', { columns: [] }, 'viewer'));
      await bench.refused(403, denied, bench.send('POST', '/tables/T/data/delete', [1], 'viewer'));
    },
  },
  {
    name: 'an editor who may not change the structure writes rows, and is refused columns, tables and /sql',
    people: true,
    async run(bench) {
      await shared(bench);
      await bench.target.restrict(bench, 'structure');
      await bench.applied([['AddRecord', 'T', null, { n: 3 }]], 'editor');
      await bench.applied([], 'editor');
      const tables = 'Blocked by table structure access rules';
      const columns = 'Blocked by full structure access rules';
      const ref = Number((await bench.column('T', 't')).colRef);
      const reply = await bench.refusedActions(403, tables, [['AddVisibleColumn', 'T', 'x', {}]], 'editor');
      assert.deepEqual((reply.json() as { details: unknown }).details, { memos: [] });
      await bench.refusedActions(403, tables, [['AddTable', 'X', [{ id: 'a' }]]], 'editor');
      await bench.refusedActions(403, tables, [['RenameTable', 'T', 'X']], 'editor');
      await bench.refusedActions(403, tables, [['RemoveTable', 'T']], 'editor');
      await bench.refusedActions(403, columns, [['ModifyColumn', 'T', 't', { label: 'x' }]], 'editor');
      await bench.refusedActions(
        403,
        columns,
        [['UpdateRecord', '_grist_Tables_column', ref, { label: 'x' }]],
        'editor',
      );
      await bench.refusedActions(403, tables, [['RemoveColumn', 'T', 't']], 'editor');
      await bench.refusedActions(403, tables, [['RenameColumn', 'T', 't', 'x']], 'editor');
      await bench.refusedActions(
        403,
        tables,
        [
          ['AddRecord', 'T', null, { n: 4 }],
          ['AddVisibleColumn', 'T', 'x', {}],
        ],
        'editor',
      );
      const sql = bench.send('POST', '/sql', { sql: 'select 1 as a' }, 'editor');
      await bench.refused(403, 'insufficient document access', sql);
      assert.deepEqual(await bench.cells('T', 'n'), [1, 2, 3]);
      assert.deepEqual(await bench.sql('select 1 as a'), [{ a: 1 }]);
    },
  },
  {
    name: 'a rule on the rows of a table refuses /sql; adding and probing still work',
    people: true,
    async run(bench) {
      await shared(bench);
      await bench.target.restrict(bench, 'rows_of_T');
      await bench.refused(
        403,
        'insufficient document access',
        bench.send('POST', '/sql', { sql: 'select 1 as a' }, 'editor'),
      );
      await bench.applied([], 'editor');
      await bench.applied([['AddRecord', 'T', null, { n: 3 }]], 'editor');
      assert.equal((await bench.send('GET', '/tables/T/records', undefined, 'editor')).status, 200);
    },
  },
  {
    name: 'a document in the trash: not found by itself, deleted for everything else',
    async run(bench) {
      await bench.apply(['AddTable', 'T', [{ id: 'n', type: 'Int' }]]);
      assert.equal((await bench.send('POST', '/remove')).status, 200);
      await bench.refused(404, 'document not found', bench.send('GET', ''));
      await bench.refused(404, 'Document is deleted', bench.send('POST', '/apply', []));
      await bench.refused(404, 'Document is deleted', bench.send('POST', '/sql', { sql: 'select 1' }));
      await bench.refused(404, 'Document is deleted', bench.send('GET', '/tables'));
    },
  },
];
