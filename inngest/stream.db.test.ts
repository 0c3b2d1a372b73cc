// A run followed live, as a browser does it: over HTTP, from where it left, by many at once, and by some who never read.

import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, openHub } from '../lib/journal/hub';
import { eventStream } from '../lib/journal/stream';
import { openRunJournal, type RunJournal } from '../lib/journal/writer';
import { serviceOf } from '../lib/links/testing';
import { lastEventId } from '../lib/store/event-rows';
import { testDatabase } from '../lib/store/testing/database';
import { identity } from '../lib/store/testing/samples';
import { SYSTEM_CLOCK } from '../lib/wiring';

const store = testDatabase();
let hub: Hub;
let server: Server;

beforeAll(async () => {
  hub = openHub(store.database(), store.url());
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const left = new AbortController();
    response.once('close', () => left.abort());
    const body = eventStream(hub, {
      ...{ runId: url.pathname.slice(1), after: Number(request.headers['last-event-id'] ?? 0) },
      ...{ signal: left.signal, goesOn: async () => url.search !== '?over', pingMs: 50 },
      mayRead: async () => true,
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])
      .on('error', () => undefined)
      .pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await hub.close();
});

async function openRun(): Promise<{ readonly runId: string; readonly journal: RunJournal }> {
  const { link, run } = serviceOf(store);
  const { runId } = await run(await link(null, identity({ demarche: Math.floor(Math.random() * 1e6) + 1 })));
  return { runId, journal: await openRunJournal({ database: store.database(), clock: SYSTEM_CLOCK }, runId) };
}

const notice = (journal: RunJournal, sentence: string) => journal.write({ type: 'notice', sentence });

function connect(path: string, lastEventId?: number): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const headers = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) };
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers, agent: false }, resolve).once('error', reject);
  });
}

/** All of it, until the server ends it. */
async function whole(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += part;
  return text;
}

/** With plain spaces, for the eye. */
function sentences(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.startsWith('data: {"at"'));
  return lines.map((line) => String(JSON.parse(line.slice(6)).sentence).replaceAll('\u00a0', ' '));
}

describe('the live lines of a run', () => {
  it('come in order, and end with the run', async () => {
    const { runId, journal } = await openRun();
    const followed = whole(await connect(`/${runId}`));
    notice(journal, 'Un.');
    notice(journal, 'Deux.');
    journal.end('reussi', null);
    await journal.close();
    const text = await followed;
    expect(text.startsWith('retry: 2000\n\n')).toBe(true);
    expect(sentences(text)).toEqual(['Un.', 'Deux.', 'Terminé : le document est à jour.']);
    expect(text).toMatch(/event: fin\ndata: /);
  });

  it('are taken up from the last one that was received', async () => {
    const { runId, journal } = await openRun();
    notice(journal, 'Un.');
    await journal.close();
    const seen = await lastEventId(store.database(), runId);
    const again = await openRunJournal({ database: store.database(), clock: SYSTEM_CLOCK }, runId);
    notice(again, 'Deux.');
    again.end('annule', null);
    await again.close();
    expect(sentences(await whole(await connect(`/${runId}`, seen)))).toEqual([
      'Deux.',
      'Annulé : ce qui était écrit reste, et la suite sera reprise à la prochaine synchronisation.',
    ]);
  });

  it('are kept alive by pings while nothing is told, and end when the run is over without a last line', async () => {
    const { runId, journal } = await openRun();
    const going = await connect(`/${runId}`);
    let text = '';
    for await (const part of going.setEncoding('utf8')) {
      text += part;
      if (text.includes(': ping\n\n: ping')) break;
    }
    expect(await whole(await connect(`/${runId}?over`))).toContain('event: fin\ndata: {}');
    await journal.close();
  });

  it('reach 200 people, and those who never read hold nobody up', async () => {
    const { runId, journal } = await openRun();
    const silent = await Promise.all(Array.from({ length: 20 }, () => connect(`/${runId}`)));
    for (const one of silent) one.pause();
    const readers = await Promise.all(Array.from({ length: 200 }, () => connect(`/${runId}`)));
    const texts = readers.map(whole);
    for (let rank = 0; rank < 1_500; rank += 1) {
      notice(journal, `Ligne ${rank}.`);
      if (rank % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await journal.close();
    const last = await openRunJournal({ database: store.database(), clock: SYSTEM_CLOCK }, runId);
    last.end('reussi', null);
    await last.close();
    for (const text of await Promise.all(texts)) {
      const told = sentences(text);
      expect(told.at(-1)).toBe('Terminé : le document est à jour.');
      expect(told.slice(0, -1)).toEqual(told.slice(0, -1).map((_line, rank) => `Ligne ${rank}.`));
    }
    for (const one of silent) one.destroy();
    await expect.poll(() => hub.state().followers, { timeout: 10_000 }).toBe(0);
  });
});
