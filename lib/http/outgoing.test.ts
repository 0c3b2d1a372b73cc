// What is sent as it comes: its exact length, the server's pace, and whose fault its end is.

import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { Failure } from '../errors/failure';
import { failureOf } from '../errors/testing';
import { invented, rawDoor, serveRaw, standstill } from './fixture-raw';
import type { OutboundRequest, StreamedBody } from './request';

const MEGA = 1024 * 1024;

const post = (origin: string, body: StreamedBody, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'POST',
  url: origin,
  repeatable: false,
  body,
  ...more,
});

async function* of(...chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

/** Reads every body; what was completed, and how long the others were when they broke. */
async function reader() {
  const completed: { length: string | undefined; encoding: string | undefined; bytes: number }[] = [];
  const broken: number[] = [];
  const { origin } = await serveRaw((incoming, response) => {
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    incoming.on('end', () => {
      const { 'content-length': length, 'transfer-encoding': encoding } = incoming.headers;
      completed.push({ length, encoding, bytes });
      response.end('[]');
    });
    incoming.on('error', () => broken.push(bytes));
  });
  return { origin, completed, broken };
}

describe('a body sent as it comes', () => {
  test('arrives whole, under its exact length, and is counted', async () => {
    const { origin, completed } = await reader();
    const door = rawDoor();
    const answer = await door.send(post(origin, { length: 10, chunks: of('un', 'deux', 'tres') }));
    expect(answer.status).toBe(200);
    expect(completed).toEqual([{ length: '10', encoding: undefined, bytes: 10 }]);
    expect(door.traffic()).toMatchObject({ requests: 1, bytesSent: 10 });
  });

  test.each([
    ['more', of('douze octets')],
    ['fewer', of('neuf oct.')],
  ])('with %s bytes than announced, the request is never completed', async (_, chunks) => {
    const { origin, completed } = await reader();
    const failure = await failureOf(rawDoor().send(post(origin, { length: 10, chunks })));
    expect(failure.code).toBe('RESEAU_COUPURE');
    // Time for what was sent to arrive, if it was.
    await pause(50);
    expect(completed).toEqual([]);
  });

  test('what its source throws is thrown as it is, and the request is dropped', async () => {
    const { origin, completed, broken } = await reader();
    const error = new Failure('PIECE_ALTEREE', { facts: { sent: true } });
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('un');
      throw error;
    }
    const retry = { maxTries: 3, baseMs: 1, capMs: 1, statuses: [503], refusals: [429] };
    const sending = rawDoor().send(post(origin, { length: 10, chunks: breaking() }, { retry }));
    await expect(sending).rejects.toBe(error);
    await vi.waitFor(() => expect(broken).toEqual([2]));
    expect(completed).toEqual([]);
  });

  test('is asked for no faster than the server takes it', async () => {
    const { origin } = await serveRaw((incoming) => {
      incoming.pause();
    });
    const { chunks, seen } = invented(200 * MEGA);
    const stop = new AbortController();
    const sending = failureOf(
      rawDoor().send(post(origin, { length: 200 * MEGA, chunks }, { signal: stop.signal })),
    );
    expect(await standstill(() => seen.given)).toBeLessThan(20 * MEGA);
    stop.abort();
    expect((await sending).code).toBe('RESEAU_INTERROMPU');
    await vi.waitFor(() => expect(seen.left).toBe(true));
  });

  test('two hundred megabytes pass through a small memory', async () => {
    const { origin, completed } = await reader();
    const { chunks } = invented(200 * MEGA);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }, 5);
    await rawDoor().send(post(origin, { length: 200 * MEGA, chunks }));
    clearInterval(watch);
    expect(completed).toMatchObject([{ bytes: 200 * MEGA }]);
    expect(most).toBeLessThan(100 * MEGA);
  });

  test('a server that takes nothing any more has its limit', async () => {
    const { origin } = await serveRaw((incoming) => {
      incoming.pause();
    });
    const { chunks, seen } = invented(100 * MEGA);
    const failure = await failureOf(
      rawDoor().send(post(origin, { length: 100 * MEGA, chunks }, { timeouts: { idle: 100 } })),
    );
    expect(failure).toMatchObject({ code: 'RESEAU_DELAI', facts: { step: 'idle', sent: true } });
    await vi.waitFor(() => expect(seen.left).toBe(true));
  });

  test('the answer’s limit begins when the body is whole', async () => {
    const { origin } = await serveRaw((incoming, response) => {
      incoming.resume();
      if (incoming.url === '/lent') incoming.on('end', () => response.end('[]'));
    });
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('un');
      await pause(700);
      yield Buffer.from('de');
    }
    const timeouts = { firstByte: 500 };
    const answer = await rawDoor().send(post(`${origin}/lent`, { length: 4, chunks: slow() }, { timeouts }));
    expect(answer.status).toBe(200);
    const failure = await failureOf(
      rawDoor().send(
        post(`${origin}/muet`, { length: 2, chunks: of('un') }, { timeouts: { firstByte: 80 } }),
      ),
    );
    expect(failure).toMatchObject({ code: 'RESEAU_DELAI', facts: { step: 'first_byte' } });
  });

  test('an answer before the end of the body is heard, and the rest is not asked for', async () => {
    const { origin } = await serveRaw((incoming, response) => {
      incoming.resume();
      response.writeHead(413, { 'content-length': '2' });
      response.end('{}');
    });
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('un');
      // A source that waits for its own server.
      await new Promise(() => undefined);
    }
    const answer = await rawDoor().send(post(origin, { length: 1_000, chunks: endless() }));
    expect(answer.status).toBe(413);
  });
});

test('a signal that outlives the request keeps no listener of it', async () => {
  const { origin } = await reader();
  const stop = new AbortController();
  const added = vi.spyOn(stop.signal, 'addEventListener');
  const removed = vi.spyOn(stop.signal, 'removeEventListener');
  const door = rawDoor();
  await door.send(post(origin, { length: 2, chunks: of('un') }, { signal: stop.signal }));
  await expect(
    door.send(post(origin, { length: 3, chunks: of('un') }, { signal: stop.signal })),
  ).rejects.toThrow();
  expect(added).toHaveBeenCalledTimes(2);
  expect(removed).toHaveBeenCalledTimes(2);
});

describe('tries', () => {
  const retry = { maxTries: 3, baseMs: 1, capMs: 1, statuses: [503], refusals: [429] };

  test('none is made again once the body was begun', async () => {
    let requests = 0;
    const { origin } = await serveRaw((incoming, response) => {
      requests += 1;
      incoming.resume();
      incoming.on('end', () => {
        response.statusCode = 429;
        response.end();
      });
    });
    const answer = await rawDoor().send(
      post(origin, { length: 2, chunks: of('un') }, { retry, repeatable: true }),
    );
    expect(answer.status).toBe(429);
    expect(requests).toBe(1);
  });

  test('a connection refused leaves the body for another try', async () => {
    const { origin, completed } = await reader();
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const address = closed.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => closed.close(resolve));
    const body = { length: 2, chunks: of('un') };
    const door = rawDoor();
    const failure = await failureOf(door.send(post(`http://127.0.0.1:${port}`, body, { retry })));
    expect(failure).toMatchObject({ code: 'RESEAU_INJOIGNABLE', facts: { sent: false, tries: 3 } });
    expect((await door.send(post(origin, body))).status).toBe(200);
    expect(completed).toMatchObject([{ bytes: 2 }]);
  });
});
