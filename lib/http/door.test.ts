import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { failureOf } from '../errors/testing';
import { type Door, type DoorOptions, openDoor } from './door';
import { type FixtureHandler, type FixtureServer, serve } from './fixture-server';
import { EVERYWHERE, INTERNET } from './reach';
import type { OutboundRequest, RetryPolicy } from './request';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const RETRY: RetryPolicy = { maxTries: 3, baseMs: 1000, capMs: 8000, statuses: [503], refusals: [429] };

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A door that never really waits: the waits it asked for are in `waits`. */
function testDoor(options: Partial<DoorOptions> = {}): { door: Door; waits: number[] } {
  const waits: number[] = [];
  const door = openDoor({
    reach: EVERYWHERE,
    clock: { now: () => NOW },
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
    },
    ...options,
  });
  closers.push(() => door.close());
  return { door, waits };
}

async function server(handler: FixtureHandler): Promise<FixtureServer> {
  const fixture = await serve(handler);
  closers.push(() => fixture.close());
  return fixture;
}

const get = (origin: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  url: `${origin}/`,
  repeatable: true,
  ...more,
});

describe('an ordinary exchange', () => {
  test('carries method, path, headers and body, and counts bytes', async () => {
    const fixture = await server((_, response) => {
      response.setHeader('X-Deux', ['a', 'b']);
      response.statusCode = 418;
      response.end('{"é":1}');
    });
    const { door } = testDoor();
    const answer = await door.send({
      method: 'POST',
      url: `${fixture.origin}/api/docs?x=1`,
      headers: { authorization: 'Bearer abc' },
      body: 'héhé',
      repeatable: false,
    });
    expect(answer.status).toBe(418);
    expect(answer.header('X-DEUX')).toBe('a, b');
    expect(answer.header('absent')).toBeNull();
    expect(answer.json()).toEqual({ é: 1 });
    expect(fixture.received[0]).toMatchObject({ method: 'POST', url: '/api/docs?x=1', body: 'héhé' });
    expect(fixture.received[0]?.headers.authorization).toBe('Bearer abc');
    expect(door.traffic()).toEqual({ requests: 1, retries: 0, bytesSent: 6, bytesReceived: 8 });
  });

  test.each([
    ['gzip', gzipSync('bonjour')],
    ['deflate', deflateSync('bonjour')],
    ['br', brotliCompressSync('bonjour')],
    ['identity', Buffer.from('bonjour')],
  ])('reads a body in %s and counts what travelled', async (encoding, body) => {
    const fixture = await server((_, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(body);
    });
    const { door } = testDoor();
    expect((await door.send(get(fixture.origin))).text()).toBe('bonjour');
    expect(door.traffic().bytesReceived).toBe(body.length);
  });

  test('says RESEAU_JSON without quoting a body that is not JSON', async () => {
    const fixture = await server((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<html>secret</html>');
    });
    const { door } = testDoor();
    const answer = await door.send(get(fixture.origin));
    const failure = await failureOf(Promise.resolve().then(() => answer.json()));
    expect(failure.code).toBe('RESEAU_JSON');
    expect(failure.facts).toEqual({ status: 200, contentType: 'text/html', bytes: 19, sent: true });
    expect(`${failure.stack}${String(failure.cause)}`).not.toContain('secret');
  });
});

describe('limits', () => {
  test('no first byte: RESEAU_DELAI, possibly received', async () => {
    const fixture = await server(() => {});
    const { door } = testDoor();
    const failure = await failureOf(
      door.send(get(fixture.origin, { timeouts: { firstByte: 40, total: 30_000 } })),
    );
    expect(failure.code).toBe('RESEAU_DELAI');
    expect(failure.facts).toEqual({ sent: true, step: 'first_byte', tries: 1 });
  });

  test('a body that drips for ever: RESEAU_DELAI on the whole exchange', async () => {
    const fixture = await server((_, response) => {
      const drip = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(drip));
    });
    const { door } = testDoor();
    const failure = await failureOf(
      door.send(get(fixture.origin, { timeouts: { firstByte: 30_000, total: 60 } })),
    );
    expect(failure.code).toBe('RESEAU_DELAI');
    expect(failure.facts).toEqual({ sent: true, step: 'total', tries: 1 });
  });

  test('a socket that never opens: RESEAU_DELAI, never sent, so that any request may be tried again', async () => {
    // TLS is awaited from a server that says nothing: the socket is never ours.
    const mute = createServer((socket) => {
      closers.push(async () => socket.destroy());
    });
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => mute.close(resolve)));
    const { port } = mute.address() as AddressInfo;
    const { door, waits } = testDoor({ connectMs: 30 });
    const failure = await failureOf(
      door.send({
        method: 'POST',
        url: `https://127.0.0.1:${port}/`,
        repeatable: false,
        retry: { ...RETRY, maxTries: 2 },
      }),
    );
    expect(failure.code).toBe('RESEAU_DELAI');
    expect(failure.facts).toMatchObject({ sent: false, step: 'connect', tries: 2 });
    expect(waits).toHaveLength(1);
    expect(door.traffic().requests).toBe(0);
  });

  test('an answer larger than the cap: RESEAU_REPONSE_TROP_GRANDE, not tried again', async () => {
    const fixture = await server((_, response) => void response.end('x'.repeat(1001)));
    const { door } = testDoor();
    const failure = await failureOf(door.send(get(fixture.origin, { maxBytes: 1000, retry: RETRY })));
    expect(failure.code).toBe('RESEAU_REPONSE_TROP_GRANDE');
    expect(failure.facts).toEqual({ sent: true, maxBytes: 1000, tries: 1 });
    expect(fixture.received).toHaveLength(1);
    expect((await door.send(get(fixture.origin, { maxBytes: 1001 }))).body.length).toBe(1001);
  });

  test('a gzip bomb is stopped long before it is inflated', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const fixture = await server((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(bomb);
    });
    const { door } = testDoor();
    const before = process.memoryUsage().rss;
    const failure = await failureOf(door.send(get(fixture.origin, { maxBytes: 1024 * 1024 })));
    expect(failure.code).toBe('RESEAU_REPONSE_TROP_GRANDE');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('broken connections', () => {
  test('refused: RESEAU_INJOIGNABLE, not sent, tried again even if not repeatable', async () => {
    const gone = await serve(() => {});
    await gone.close();
    const { door, waits } = testDoor();
    const failure = await failureOf(door.send(get(gone.origin, { repeatable: false, retry: RETRY })));
    expect(failure.code).toBe('RESEAU_INJOIGNABLE');
    expect(failure.facts).toEqual({ sent: false, cause: 'ECONNREFUSED', tries: 3 });
    expect(waits).toEqual([500, 1000]);
    expect(door.traffic()).toMatchObject({ requests: 0, retries: 2 });
  });

  test('a name that does not exist is not insisted upon', async () => {
    const { door, waits } = testDoor();
    const failure = await failureOf(door.send(get('https://nulle-part.invalid', { retry: RETRY })));
    expect(failure.code).toBe('RESEAU_INJOIGNABLE');
    expect(failure.facts.sent).toBe(false);
    if (failure.facts.cause === 'ENOTFOUND') expect(waits).toEqual([]);
  });

  test('reset before the headers: RESEAU_COUPURE, possibly received', async () => {
    const fixture = await server((_, response) => {
      response.socket?.resetAndDestroy();
    });
    const { door } = testDoor();
    const failure = await failureOf(door.send(get(fixture.origin)));
    expect(failure.code).toBe('RESEAU_COUPURE');
    expect(failure.facts.sent).toBe(true);
  });

  test('reset after the headers, in the body: RESEAU_COUPURE', async () => {
    const fixture = await server((_, response) => {
      response.write('début', () => response.socket?.resetAndDestroy());
    });
    const { door } = testDoor();
    expect((await failureOf(door.send(get(fixture.origin)))).code).toBe('RESEAU_COUPURE');
  });

  test('a body shorter than announced: RESEAU_COUPURE', async () => {
    const fixture = await server((_, response) => {
      response.setHeader('content-length', 100);
      response.write('court', () => response.socket?.end());
    });
    const { door } = testDoor();
    expect((await failureOf(door.send(get(fixture.origin)))).code).toBe('RESEAU_COUPURE');
  });

  test('a compressed body cut short: RESEAU_COUPURE', async () => {
    const whole = gzipSync('bonjour '.repeat(1000));
    const fixture = await server((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(whole.subarray(0, whole.length - 12));
    });
    const { door } = testDoor();
    const failure = await failureOf(door.send(get(fixture.origin)));
    expect(failure.code).toBe('RESEAU_COUPURE');
    expect(failure.facts.cause).toBe('content_encoding');
  });

  test('a server that does not speak TLS: RESEAU_CERTIFICAT, never sent', async () => {
    const fixture = await server((_, response) => void response.end());
    const { door } = testDoor();
    const failure = await failureOf(door.send(get(fixture.origin.replace('http:', 'https:'))));
    expect(failure.code).toBe('RESEAU_CERTIFICAT');
    expect(failure.facts.sent).toBe(false);
    expect(fixture.received).toHaveLength(0);
  });

  test('after a cut, the door still works', async () => {
    const fixture = await server((_, response, rank) => {
      if (rank === 1) response.socket?.resetAndDestroy();
      else response.end('ok');
    });
    const { door } = testDoor();
    await failureOf(door.send(get(fixture.origin)));
    expect((await door.send(get(fixture.origin))).text()).toBe('ok');
  });
});

describe('redirects', () => {
  test.each([
    [301, '/ailleurs', false],
    [302, 'https://autre.example.org/', true],
    [307, '//autre.example.org/', true],
    [308, '', false],
  ])('%i to « %s » is never followed (crossOrigin %s)', async (status, location, crossOrigin) => {
    const fixture = await server((_, response) => {
      response.writeHead(status, { location });
      response.end();
    });
    const { door } = testDoor();
    const failure = await failureOf(door.send(get(fixture.origin, { retry: RETRY })));
    expect(failure.code).toBe('RESEAU_REDIRECTION');
    expect(failure.facts).toEqual({ status, crossOrigin, sent: true, tries: 1 });
    expect(fixture.received).toHaveLength(1);
  });
});

describe('trying again', () => {
  test('a status of the policy, until it passes', async () => {
    const fixture = await server((_, response, rank) => {
      response.statusCode = rank < 3 ? 503 : 200;
      response.end();
    });
    const { door, waits } = testDoor();
    const answer = await door.send(get(fixture.origin, { method: 'POST', body: 'x', retry: RETRY }));
    expect(answer.status).toBe(200);
    expect(answer.tries).toBe(3);
    expect(waits).toEqual([500, 1000]);
    expect(door.traffic()).toMatchObject({ requests: 3, retries: 2, bytesSent: 3 });
  });

  test('the last answer is given when the tries are spent', async () => {
    const fixture = await server((_, response) => {
      response.statusCode = 503;
      response.end('occupé');
    });
    const { door } = testDoor();
    const answer = await door.send(get(fixture.origin, { retry: RETRY }));
    expect(answer.status).toBe(503);
    expect(answer.text()).toBe('occupé');
    expect(fixture.received).toHaveLength(3);
  });

  test.each([
    ['7', 7000],
    ['Mon, 23 Nov 2026 10:00:09 GMT', 9000],
  ])('Retry-After: %s is honoured', async (header, expected) => {
    const fixture = await server((_, response, rank) => {
      if (rank === 1) response.writeHead(503, { 'retry-after': header });
      response.end();
    });
    const { door, waits } = testDoor();
    await door.send(get(fixture.origin, { retry: RETRY }));
    expect(waits).toEqual([expected]);
  });

  test('a server that asks for an hour is not waited for', async () => {
    const fixture = await server((_, response) => {
      response.writeHead(503, { 'retry-after': '3600' });
      response.end();
    });
    const { door, waits } = testDoor();
    expect((await door.send(get(fixture.origin, { retry: RETRY }))).status).toBe(503);
    expect(waits).toEqual([]);
  });

  test('waitFor comes before Retry-After and receives the clock', async () => {
    const fixture = await server((_, response, rank) => {
      if (rank === 1)
        response.writeHead(429, { 'ratelimit-reset': String(NOW / 1000 + 20), 'retry-after': '1' });
      response.end();
    });
    const { door, waits } = testDoor();
    await door.send(
      get(fixture.origin, {
        retry: {
          ...RETRY,
          waitFor: (answer, now) => Number(answer.header('ratelimit-reset')) * 1000 - now,
        },
      }),
    );
    expect(waits).toEqual([20_000]);
  });

  test('a refusal is worth another try for any request, another status only for a repeatable one', async () => {
    const fixture = await server((_, response, rank) => {
      response.statusCode = rank === 1 ? 429 : 503;
      response.end();
    });
    const { door } = testDoor();
    const answer = await door.send(get(fixture.origin, { repeatable: false, retry: RETRY }));
    expect(answer.status).toBe(503);
    expect(fixture.received).toHaveLength(2);
  });

  test.each(['reset', 'no answer', 'cut body'])(
    'what is not repeatable is never sent twice (%s)',
    async (trouble) => {
      const fixture = await server((_, response) => {
        if (trouble === 'reset') response.socket?.resetAndDestroy();
        if (trouble === 'cut body') response.write('x', () => response.socket?.resetAndDestroy());
      });
      const { door, waits } = testDoor();
      const failure = await failureOf(
        door.send(get(fixture.origin, { repeatable: false, retry: RETRY, timeouts: { firstByte: 60 } })),
      );
      expect(failure.facts).toMatchObject({ sent: true, tries: 1 });
      expect(fixture.received).toHaveLength(1);
      expect(waits).toEqual([]);
    },
  );

  test('what is repeatable is sent again after a reset', async () => {
    const fixture = await server((_, response, rank) => {
      if (rank < 3) response.socket?.resetAndDestroy();
      else response.end('ok');
    });
    const { door } = testDoor();
    expect((await door.send(get(fixture.origin, { retry: RETRY }))).tries).toBe(3);
  });

  test('sent remembers an earlier try: refused at the end, but perhaps received at the start', async () => {
    const fixture = await serve((_, response) => {
      response.statusCode = 503;
      response.end();
    });
    const { door } = testDoor({ sleep: () => fixture.close() });
    const failure = await failureOf(door.send(get(fixture.origin, { retry: { ...RETRY, maxTries: 2 } })));
    expect(failure.facts).toMatchObject({ sent: true, tries: 2 });
  });
});

describe('aborting', () => {
  test('while the answer is awaited', async () => {
    const stop = new AbortController();
    const fixture = await server(() => stop.abort());
    const { door } = testDoor();
    const failure = await failureOf(door.send(get(fixture.origin, { signal: stop.signal, retry: RETRY })));
    expect(failure.code).toBe('RESEAU_INTERROMPU');
    expect(failure.facts).toEqual({ sent: true, tries: 1 });
    expect(fixture.received).toHaveLength(1);
  });

  test('before anything: nothing is sent', async () => {
    const fixture = await server((_, response) => void response.end());
    const { door } = testDoor();
    const failure = await failureOf(door.send(get(fixture.origin, { signal: AbortSignal.abort() })));
    expect(failure.code).toBe('RESEAU_INTERROMPU');
    expect(failure.facts).toEqual({ sent: false, tries: 1 });
    expect(fixture.received).toHaveLength(0);
  });

  test('during a wait between two tries, with the real sleep', async () => {
    const stop = new AbortController();
    const fixture = await server((_, response) => {
      response.statusCode = 503;
      response.end(() => setImmediate(() => stop.abort()));
    });
    const door = openDoor({ reach: EVERYWHERE, random: () => 0.99 });
    closers.push(() => door.close());
    const failure = await failureOf(
      door.send(
        get(fixture.origin, {
          signal: stop.signal,
          retry: { ...RETRY, baseMs: 3_600_000, capMs: 3_600_000, maxWaitMs: 3_600_000 },
        }),
      ),
    );
    expect(failure.code).toBe('RESEAU_INTERROMPU');
    expect(fixture.received).toHaveLength(1);
  });

  test('plain http elsewhere than on this machine is refused before any lookup', async () => {
    const { door } = testDoor();
    const failure = await failureOf(door.send(get('http://example.org')));
    expect(failure.code).toBe('RESEAU_ADRESSE_INTERDITE');
  });
});

describe('names that lead where the service may not go', () => {
  /** A resolver that gives these answers, one after the other. */
  const resolving = (...answers: readonly (readonly string[])[]) => {
    const asked: string[] = [];
    const lookup: NonNullable<DoorOptions['lookup']> = (hostname, _, callback) => {
      const addresses = answers[Math.min(asked.push(hostname), answers.length) - 1] ?? [];
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
    return { lookup, asked };
  };

  test.each([
    ['10.0.0.7'],
    ['127.0.0.1'],
    ['169.254.169.254'],
    ['::1'],
    ['fd00::1'],
    ['fe80::1'],
    ['::ffff:192.168.1.1'],
    ['64:ff9b::7f00:1'],
  ])('a public name that resolves to %s is refused, and nothing is sent', async (address) => {
    const { door } = testDoor({ reach: INTERNET, ...resolving([address]) });
    const failure = await failureOf(door.send(get('https://grist.exemple.fr/')));
    expect(failure).toMatchObject({ code: 'RESEAU_HORS_DE_PORTEE', facts: { sent: false } });
    expect(door.traffic().requests).toBe(0);
  });

  test('one private address among public ones refuses them all', async () => {
    const { lookup } = resolving(['93.184.216.34', '10.0.0.7']);
    const { door } = testDoor({ reach: INTERNET, lookup });
    expect((await failureOf(door.send(get('https://grist.exemple.fr/')))).code).toBe('RESEAU_HORS_DE_PORTEE');
  });

  test('a name that changes its answer (rebinding) is asked once a socket: what was judged is what is called', async () => {
    const fixture = await server((_, response) => {
      response.end();
    });
    const port = new URL(fixture.origin).port;
    const { lookup, asked } = resolving(['127.0.0.1'], ['10.255.255.1']);
    const { door } = testDoor({ reach: EVERYWHERE, lookup });
    await door.send(get(`http://rebond.localhost:${port}/`));
    expect(asked).toEqual(['rebond.localhost']);
    expect(fixture.received).toHaveLength(1);
  });
});

describe('sockets', () => {
  test('no more than `connections` at once to one origin', async () => {
    let now = 0;
    let most = 0;
    let twoAtOnce = (): void => {};
    const two = new Promise<void>((resolve) => {
      twoAtOnce = resolve;
    });
    const fixture = await server(async (_, response) => {
      now += 1;
      most = Math.max(most, now);
      if (now === 2) twoAtOnce();
      await two;
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      response.end();
    });
    const { door } = testDoor({ connections: 2 });
    await Promise.all(Array.from({ length: 12 }, () => door.send(get(fixture.origin))));
    expect(most).toBe(2);
    expect(door.traffic().requests).toBe(12);
  });
});
