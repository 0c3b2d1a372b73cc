// What is read as it comes: the reader's pace, the limits, and a socket that nobody keeps.

import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { failureOf } from '../errors/testing';
import { rawDoor, serveRaw, standstill } from './fixture-raw';
import { READ_AHEAD } from './incoming';
import { INTERNET } from './reach';

const MEGA = 1024 * 1024;

/** Sends for ever, as fast as it is read; `sent` counts what the socket took. */
function flood(): { sent: number; handler: Parameters<typeof serveRaw>[0] } {
  const chunk = Buffer.alloc(64 * 1024, 'octets inventés ');
  const state = {
    sent: 0,
    handler: (_incoming: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed) {
          state.sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
      };
      more();
    },
  };
  return state;
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks) bytes += chunk.length;
  return bytes;
}

describe('an answer read as it comes', () => {
  test('gives status and headers before the body, every byte, and counts them', async () => {
    const { origin } = await serveRaw((incoming, response) => {
      expect(incoming.headers['accept-encoding']).toBe('identity');
      response.writeHead(404, { 'x-essai': 'un' });
      response.end('perdu');
    });
    const door = rawDoor();
    const received = await door.receive({ url: `${origin}/f`, maxBytes: 100 });
    expect(received.status).toBe(404);
    expect(received.headers['x-essai']).toBe('un');
    expect(await readAll(received.chunks)).toBe(5);
    expect(door.traffic()).toMatchObject({ requests: 1, bytesReceived: 5, bytesSent: 0 });
  });

  test('stops the sender while nobody reads, and goes on when somebody does', async () => {
    const state = flood();
    const { origin } = await serveRaw(state.handler);
    const { chunks } = await rawDoor().receive({ url: origin, maxBytes: 1_000 * MEGA });
    const reader = chunks[Symbol.asyncIterator]();
    await reader.next();
    const before = await standstill(() => state.sent);
    expect(before).toBeLessThan(READ_AHEAD + 12 * MEGA);
    for (let read = 0; read < before + 2 * MEGA; ) read += (await reader.next()).value.length;
    expect(state.sent).toBeGreaterThan(before);
    await reader.return?.();
  });

  test('two hundred megabytes pass through a small memory', async () => {
    const state = flood();
    const { origin } = await serveRaw(state.handler);
    const { chunks } = await rawDoor().receive({ url: origin, maxBytes: 1_000 * MEGA });
    const held = (): number => process.memoryUsage().arrayBuffers;
    const before = held();
    let read = 0;
    let most = 0;
    for await (const chunk of chunks) {
      read += chunk.length;
      most = Math.max(most, held() - before);
      if (read > 200 * MEGA) break;
    }
    expect(most).toBeLessThan(100 * MEGA);
  });

  test('drops the socket as soon as the reader leaves', async () => {
    const state = flood();
    const { origin, openSockets } = await serveRaw(state.handler);
    const { chunks } = await rawDoor().receive({ url: origin, maxBytes: 1_000 * MEGA });
    for await (const _ of chunks) break;
    await vi.waitFor(() => expect(openSockets()).toBe(0));
  });

  test('is dropped by whoever does not read it', async () => {
    const { origin, openSockets } = await serveRaw(flood().handler);
    (await rawDoor().receive({ url: origin, maxBytes: 1_000 * MEGA })).drop();
    await vi.waitFor(() => expect(openSockets()).toBe(0));
  });

  test('keeps its connection for the next one when it was read whole', async () => {
    const { origin, openSockets } = await serveRaw((_, response) => response.end('tout'));
    const door = rawDoor({ connections: 1 });
    for (let turn = 0; turn < 3; turn += 1) {
      await readAll((await door.receive({ url: origin, maxBytes: 10 })).chunks);
    }
    expect(openSockets()).toBe(1);
  });
});

describe('its limits', () => {
  test.each([
    ['announced', { 'content-length': '11' }],
    ['not announced', {}],
  ])('one byte more than allowed, %s', async (_, headers) => {
    const { origin } = await serveRaw((_incoming, response) => {
      response.writeHead(200, headers);
      response.end('onze octets');
    });
    const { chunks } = await rawDoor().receive({ url: origin, maxBytes: 10 });
    const failure = await failureOf(readAll(chunks));
    expect(failure.code).toBe('RESEAU_REPONSE_TROP_GRANDE');
    const whole = await rawDoor().receive({ url: origin, maxBytes: 11 });
    expect(await readAll(whole.chunks)).toBe(11);
  });

  test('a compressed answer is refused: its size could not be bounded', async () => {
    const { origin } = await serveRaw((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end('x');
    });
    const failure = await failureOf(rawDoor().receive({ url: origin, maxBytes: 10 }));
    expect(failure.code).toBe('RESEAU_COUPURE');
    expect(failure.facts.cause).toBe('content_encoding');
  });

  test('a body cut before its end', async () => {
    const { origin } = await serveRaw((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('le début');
      setImmediate(() => response.destroy());
    });
    const { chunks } = await rawDoor().receive({ url: origin, maxBytes: 100 });
    expect((await failureOf(readAll(chunks))).code).toBe('RESEAU_COUPURE');
  });

  test('no headers, then no bytes, then a trickle: each has its limit', async () => {
    const steps: unknown[] = [];
    const { origin } = await serveRaw((incoming, response) => {
      if (incoming.url === '/muet') return;
      response.writeHead(200);
      response.write('a');
      if (incoming.url !== '/goutte') return;
      const drip = setInterval(() => response.write('a'), 10);
      response.on('close', () => clearInterval(drip));
    });
    const wide = { firstByte: 30_000, idle: 30_000, total: 30_000 };
    for (const [path, narrow] of [
      ['/muet', { firstByte: 80 }],
      ['/fige', { idle: 80 }],
      ['/goutte', { total: 300 }],
    ] as const) {
      const timeouts = { ...wide, ...narrow };
      const work = rawDoor()
        .receive({ url: origin + path, maxBytes: 10_000, timeouts })
        .then(({ chunks }) => readAll(chunks));
      const failure = await failureOf(work);
      steps.push([failure.code, failure.facts.step]);
    }
    expect(steps).toEqual([
      ['RESEAU_DELAI', 'first_byte'],
      ['RESEAU_DELAI', 'idle'],
      ['RESEAU_DELAI', 'total'],
    ]);
  });

  test('a slow reader is not the server’s fault', async () => {
    const { origin } = await serveRaw((_, response) => response.end('tout'));
    const { chunks } = await rawDoor().receive({
      ...{ url: origin, maxBytes: 10 },
      timeouts: { firstByte: 500, idle: 500, total: 500 },
    });
    await pause(700);
    expect(await readAll(chunks)).toBe(4);
  });

  test('a stop in the middle, and its signal is left without a listener', async () => {
    const { origin } = await serveRaw((_, response) => {
      response.writeHead(200);
      response.write('a');
    });
    const stop = new AbortController();
    const added = vi.spyOn(stop.signal, 'addEventListener');
    const removed = vi.spyOn(stop.signal, 'removeEventListener');
    const { chunks } = await rawDoor().receive({ url: origin, maxBytes: 10, signal: stop.signal });
    const reader = chunks[Symbol.asyncIterator]();
    await reader.next();
    const last = failureOf(reader.next());
    stop.abort();
    expect((await last).code).toBe('RESEAU_INTERROMPU');
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
  });

  test('a redirect is refused and its body dropped', async () => {
    const { origin, openSockets } = await serveRaw((_, response) => {
      response.writeHead(302, { location: 'https://ailleurs.exemple.fr/' });
      response.write('a');
    });
    const failure = await failureOf(rawDoor().receive({ url: origin, maxBytes: 10 }));
    expect(failure.code).toBe('RESEAU_REDIRECTION');
    expect(failure.facts).toMatchObject({ crossOrigin: true });
    await vi.waitFor(() => expect(openSockets()).toBe(0));
  });

  test('an address out of reach is not called', async () => {
    const { origin } = await serveRaw((_, response) => response.end('secret'));
    const door = rawDoor({ reach: INTERNET });
    expect((await failureOf(door.receive({ url: origin, maxBytes: 10 }))).code).toBe(
      'RESEAU_ADRESSE_INTERDITE',
    );
    expect((await failureOf(door.receive({ url: 'https://10.0.0.1/f', maxBytes: 10 }))).code).toBe(
      'RESEAU_HORS_DE_PORTEE',
    );
    expect(door.traffic().requests).toBe(0);
  });
});
