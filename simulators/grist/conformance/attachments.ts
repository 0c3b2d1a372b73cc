// Attached files: what one request keeps, under which ids and names, and what cells make of them.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Bench, type Case, type Reply, send, type Who } from './bench';

type Part = { readonly head: string; readonly content: string | Uint8Array };

const BOUNDARY = 'conformite-0123456789';

/** One part a file, as our adapter writes them. */
function file(
  filename: string,
  content: string | Uint8Array,
  contentType = 'application/octet-stream',
): Part {
  return {
    head: `Content-Disposition: form-data; name="upload"; filename="${filename}"\r\nContent-Type: ${contentType}`,
    content,
  };
}

function upload(bench: Bench, parts: readonly Part[], as: Who = 'owner'): Promise<Reply> {
  const body = Buffer.concat([
    ...parts.flatMap(({ head, content }) => [
      Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
  return send(bench.target, as, 'POST', `/docs/${bench.docId}/attachments`, new Uint8Array(body), {
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
  });
}

async function kept(bench: Bench, ...parts: readonly Part[]): Promise<number[]> {
  const reply = await upload(bench, parts);
  assert.equal(reply.status, 200, reply.text);
  return reply.json() as number[];
}

const sha1 = (content: string): string => createHash('sha1').update(content).digest('hex');
const SELECT = 'select id, fileIdent, fileName, fileSize, timeDeleted from _grist_Attachments order by id';

/** Two files kept by the owner, one of them named by a row that the editor may not see. */
async function restricted(bench: Bench): Promise<{ readonly named: number; readonly unnamed: number }> {
  await bench.apply([
    'AddTable',
    'T',
    [
      { id: 'n', type: 'Int' },
      { id: 'p', type: 'Attachments' },
    ],
  ]);
  await bench.share();
  const [named = 0, unnamed = 0] = await kept(bench, file('a.txt', 'un'), file('b.txt', 'deux'));
  await bench.apply(['AddRecord', 'T', null, { n: 1, p: ['L', named] }]);
  await bench.target.restrict(bench, 'rows_of_T');
  return { named, unnamed };
}

export const ATTACHMENT_CASES: readonly Case[] = [
  {
    name: 'several files in one request: ids in their order, the same content twice has two ids and one name of content',
    async run(bench) {
      assert.deepEqual(
        await kept(bench, file('a.pdf', 'un'), file('b.txt', 'deux'), file('A.PDF', 'un')),
        [1, 2, 3],
      );
      assert.deepEqual(await bench.sql(SELECT), [
        { id: 1, fileIdent: `${sha1('un')}.pdf`, fileName: 'a.pdf', fileSize: 2, timeDeleted: null },
        { id: 2, fileIdent: `${sha1('deux')}.txt`, fileName: 'b.txt', fileSize: 4, timeDeleted: null },
        { id: 3, fileIdent: `${sha1('un')}.pdf`, fileName: 'A.PDF', fileSize: 2, timeDeleted: null },
      ]);
      assert.deepEqual(await kept(bench, file('a.pdf', 'un')), [4]);
    },
  },
  {
    name: 'records of the table of attachments say the same, and may be filtered by id',
    async run(bench) {
      await kept(bench, file('a.pdf', 'un'), file('b.txt', 'deux'));
      const filter = encodeURIComponent(JSON.stringify({ id: [2, 99] }));
      const rows = await bench.records('_grist_Attachments', `?filter=${filter}`);
      assert.equal(rows.length, 1);
      const [{ id, fields } = { id: 0, fields: {} }] = rows;
      assert.deepEqual(
        [id, fields.fileIdent, fields.fileName, fields.fileSize, fields.fileType, fields.timeDeleted],
        [2, `${sha1('deux')}.txt`, 'b.txt', 4, '', null],
      );
      assert.equal((await bench.records('_grist_Attachments')).length, 2);
    },
  },
  {
    name: 'a content is asked for by the beginning of its name',
    async run(bench) {
      await kept(bench, file('a.pdf', 'un'), file('b', 'deux'), file('c.txt', 'un'));
      const found = await bench.sql(
        'select id from _grist_Attachments where substr(fileIdent, 1, 40) in (select value from json_each(?1)) and timeDeleted is null order by id',
        [JSON.stringify([sha1('un'), 'f'.repeat(40)])],
      );
      assert.deepEqual(found, [{ id: 1 }, { id: 3 }]);
    },
  },
  {
    name: 'names: UTF-8 as it is, %22 and character references read, what stands before a backslash dropped',
    async run(bench) {
      const names = [
        ['été 📷.pdf', 'été 📷.pdf'],
        ['a%22b.txt', 'a"b.txt'],
        ['x&#38;#65;y.txt', 'x&#65;y.txt'],
        ['50&#37;22.txt', '50%22.txt'],
        ['C:\\dossier\\z.txt', 'z.txt'],
        [`${'é'.repeat(98)}.docx`, `${'é'.repeat(98)}.docx`],
      ] as const;
      await kept(bench, ...names.map(([sent], rank) => file(sent, String(rank))));
      const rows = await bench.sql('select fileName from _grist_Attachments order by id');
      assert.deepEqual(
        rows.map(({ fileName }) => fileName),
        names.map(([, read]) => read),
      );
    },
  },
  {
    name: 'the bytes come back as they were, an empty file too; an unknown id is 404',
    async run(bench) {
      const bytes = new Uint8Array(Array.from({ length: 256 }, (_, rank) => rank));
      const ids = await kept(bench, file('octets.bin', bytes), file('vide.txt', ''));
      const { url, keys } = bench.target;
      const back: number[] = [];
      for (const id of ids) {
        const response = await fetch(`${url}/api/docs/${bench.docId}/attachments/${id}/download`, {
          headers: { authorization: `Bearer ${keys.owner}` },
        });
        const found = new Uint8Array(await response.arrayBuffer());
        if (found.length > 0) assert.deepEqual(found, bytes);
        back.push(found.length);
      }
      assert.deepEqual(back, [256, 0]);
      const told = (await bench.send('GET', '/attachments/1')).json() as Record<string, unknown>;
      assert.deepEqual([told.fileName, told.fileSize], ['octets.bin', 256]);
      await bench.refused(404, 'Attachment not found: 99', bench.send('GET', '/attachments/99'));
    },
  },
  {
    name: 'more than a megabyte in one request, which no JSON body may have',
    async run(bench) {
      const half = new Uint8Array(1_500_000).fill(120);
      assert.deepEqual(await kept(bench, file('a.bin', half), file('b.bin', half)), [1, 2]);
      assert.deepEqual(await bench.sql('select sum(fileSize) as s from _grist_Attachments'), [
        { s: 3_000_000 },
      ]);
    },
  },
  {
    name: 'a request without files is 400, a body that is not a form 415, and nothing is kept',
    async run(bench) {
      const other = { head: 'Content-Disposition: form-data; name="autre"', content: 'x' };
      await bench.refused(400, 'missing payload', upload(bench, [other]));
      await bench.refused(415, 'unsupported content-type', bench.send('POST', '/attachments', {}));
      assert.deepEqual(await bench.sql(SELECT), []);
    },
  },
  {
    name: 'a request that ends before its last boundary keeps nothing',
    async run(bench) {
      const { url, keys } = bench.target;
      const response = await fetch(`${url}/api/docs/${bench.docId}/attachments`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${keys.owner}`,
          'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
        },
        body: `--${BOUNDARY}\r\n${file('a.txt', '').head}\r\n\r\nle début`,
      });
      assert.ok(response.status >= 400, String(response.status));
      assert.deepEqual(await bench.sql(SELECT), []);
    },
  },
  {
    name: 'a viewer may not attach, an editor may',
    people: true,
    async run(bench) {
      await bench.share();
      await bench.refused(403, 'No write access', upload(bench, [file('a.txt', 'un')], 'viewer'));
      assert.equal((await upload(bench, [file('a.txt', 'un')], 'editor')).status, 200);
    },
  },
  {
    name: 'a rule that hides anything from a key hides the list of attachments from it, and tells unknown ids by no name',
    people: true,
    async run(bench) {
      const { named, unnamed } = await restricted(bench);
      const records = await bench.send('GET', '/tables/_grist_Attachments/records', undefined, 'editor');
      assert.deepEqual(records.json(), { records: [] });
      assert.deepEqual((await bench.send('GET', '/attachments', undefined, 'editor')).json(), {
        records: [],
      });
      assert.equal((await bench.send('GET', `/attachments/${named}`, undefined, 'editor')).status, 200);
      for (const id of [unnamed, 99]) {
        const one = bench.send('GET', `/attachments/${id}`, undefined, 'editor');
        await bench.refused(403, 'Cannot access attachment', one);
      }
      assert.equal((await upload(bench, [file('c.txt', 'un')], 'editor')).status, 200);
    },
  },
  {
    name: 'such a key may name in cells what it brought and what it sees; anything else refuses the whole list of actions',
    people: true,
    async run(bench) {
      const { named, unnamed } = await restricted(bench);
      const [own = 0] = (await upload(bench, [file('c.txt', 'trois')], 'editor')).json() as number[];
      const rows = (...ids: readonly number[]) => [
        ['BulkAddRecord', 'T', ids.map(() => null), { n: ids.map(() => 1), p: ids.map((id) => ['L', id]) }],
      ];
      await bench.applied(rows(own, named), 'editor');
      for (const id of [unnamed, 99]) {
        await bench.refusedActions(403, 'Cannot access attachment', rows(own, id), 'editor');
      }
      await bench.applied(rows(unnamed, 99));
      assert.equal((await bench.records('T')).length, 5);
    },
  },
  {
    name: 'cells name attachments as lists; unknown ids are taken without a word; an empty list is null',
    async run(bench) {
      const [first = 0, second = 0] = await kept(bench, file('a.txt', 'un'), file('b.txt', 'deux'));
      await bench.apply(
        ['AddTable', 'T', [{ id: 'p', type: 'Attachments' }]],
        [
          'BulkAddRecord',
          'T',
          [null, null, null, null],
          { p: [['L', second, first], ['L', 999], ['L'], null] },
        ],
      );
      assert.deepEqual(await bench.cells('T', 'p'), [['L', second, first], ['L', 999], null, null]);
      assert.deepEqual(await bench.sql('select p from T order by id'), [
        { p: `[${second},${first}]` },
        { p: '[999]' },
        { p: null },
        { p: null },
      ]);
    },
  },
  {
    name: 'a text column of names, turned into attachments, keeps its names as text',
    async run(bench) {
      await bench.apply(
        ['AddTable', 'T', [{ id: 'p', type: 'Text' }]],
        ['BulkAddRecord', 'T', [null, null], { p: ['devis.pdf', ''] }],
        ['ModifyColumn', 'T', 'p', { type: 'Attachments' }],
      );
      assert.deepEqual(await bench.cells('T', 'p'), ['devis.pdf', null]);
    },
  },
];
