// Size of a body, requests at once, one write after the other, JSON that is not.

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { type Bench, type Case, type Reply, send } from './bench';

const MOST = 1_048_576;

/** An `/apply` body of exactly this many bytes. */
function bodyOf(bytes: number): string {
  const [before, after] = ['[["AddRecord","T",null,{"t":"', '"}]]'];
  return `${before}${'x'.repeat(bytes - before.length - after.length)}${after}`;
}

async function tableT(bench: Bench): Promise<void> {
  await bench.apply(['AddTable', 'T', [{ id: 't', type: 'Text' }]]);
}

function tally(replies: readonly Reply[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export const LIMIT_CASES: readonly Case[] = [
  {
    name: 'a body of exactly 1 048 576 bytes passes, one more byte does not',
    async run(bench) {
      await tableT(bench);
      const post = (body: string) => bench.send('POST', '/apply?noparse=1', body);
      assert.equal((await post(bodyOf(MOST))).status, 200);
      await bench.refused(413, 'request entity too large', post(bodyOf(MOST + 1)));
      await bench.refused(413, 'request entity too large', bench.send('POST', '/sql', bodyOf(MOST + 1)));
      assert.deepEqual(await bench.sql('select count(*) as k from T'), [{ k: 1 }]);
    },
  },
  {
    name: 'the limit counts bytes of UTF-8, after inflating',
    async run(bench) {
      await tableT(bench);
      const accented = bodyOf(MOST).replace('xx', 'é');
      assert.equal(Buffer.byteLength(accented), MOST);
      assert.equal((await bench.send('POST', '/apply?noparse=1', accented)).status, 200);
      const zipped = (bytes: number): Promise<Reply> =>
        send(
          bench.target,
          'owner',
          'POST',
          `/docs/${bench.docId}/apply?noparse=1`,
          new Uint8Array(gzipSync(bodyOf(bytes))),
          { 'content-encoding': 'gzip' },
        );
      assert.equal((await zipped(MOST)).status, 200);
      await bench.refused(413, 'request entity too large', zipped(MOST + 1));
    },
  },
  {
    name: 'ten requests at once pass; above, 429 without Retry-After',
    async run(bench) {
      await tableT(bench);
      const rows = [['BulkAddRecord', 'T', Array(2000).fill(null), { t: Array(2000).fill('x') }]];
      const many = (count: number): Promise<Reply[]> =>
        Promise.all(Array.from({ length: count }, () => bench.send('POST', '/apply?noparse=1', rows)));
      // Opens the connections: new ones would come one after the other.
      await Promise.all(Array.from({ length: 24 }, () => bench.send('GET', '')));
      assert.deepEqual(tally(await many(10)), { 200: 10 });
      const replies = await many(24);
      const counts = tally(replies);
      assert.ok((counts[200] ?? 0) >= 10 && (counts[429] ?? 0) >= 1, JSON.stringify(counts));
      const refused = replies.find(({ status }) => status === 429);
      assert.deepEqual(refused?.json(), {
        error: `Too many backlogged requests for document ${bench.docId} - try again later?`,
      });
      assert.equal(refused?.headers.get('retry-after'), null);
    },
  },
  {
    name: 'the document itself is told whatever the number of requests',
    async run(bench) {
      const replies = await Promise.all(Array.from({ length: 20 }, () => bench.send('GET', '')));
      assert.deepEqual(tally(replies), { 200: 20 });
    },
  },
  {
    name: 'writes go one after the other, in the order in which they came: an empty list waits for its turn',
    async run(bench) {
      await tableT(bench);
      const order: string[] = [];
      const rows = 20_000;
      const long = bench
        .send('POST', '/apply?noparse=1', [
          ['BulkAddRecord', 'T', Array(rows).fill(null), { t: Array(rows).fill('x') }],
        ])
        .then(() => order.push('long'));
      await new Promise((resolve) => setTimeout(resolve, 60));
      const barrier = bench.send('POST', '/apply?noparse=1', []).then(() => order.push('barrier'));
      await Promise.all([long, barrier]);
      assert.deepEqual(order, ['long', 'barrier']);
    },
  },
  {
    name: 'a body that is not JSON is 400',
    async run(bench) {
      await bench.refused(400, 'Unexpected end of JSON input', bench.send('POST', '/apply', '['));
    },
  },
];
