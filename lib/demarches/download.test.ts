// The bytes of a file: from where DN keeps them and nowhere else, without a word of ours, and whole or not at all.

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DemarchesSimulator, startDemarches } from '../../simulators/demarches/start';
import type { Failure } from '../errors/failure';
import { failureOf } from '../errors/testing';
import { serveRaw } from '../http/fixture-raw';
import type { FileRef } from '../sync/model/dossier';
import { makeBudget } from './budget';
import { EVERYTHING, openTestSource, readAll } from './fixture-source';
import type { DemarchesOptions } from './source';

const TOKEN = 'jeton-tres-secret';
const SIGNED = 'temp_url_sig=signature-tres-secrete';

function fileAt(url: string | null): FileRef {
  return {
    ...{ filename: 'pièce.pdf', contentType: 'application/pdf', byteSize: 4, checksum: 'x', url },
    ...{ createdAt: '2026-11-20T10:00:00+01:00', virusScan: 'safe' },
  };
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** An instance that is never called, and its storage, on this machine but not at its origin. */
async function storage(
  handler: (incoming: IncomingMessage, response: ServerResponse, rank: number) => void,
  more: Partial<DemarchesOptions> = {},
) {
  const seen: IncomingMessage[] = [];
  const { origin, openSockets } = await serveRaw((incoming, response) => {
    seen.push(incoming);
    handler(incoming, response, seen.length);
  });
  const { source, waits } = openTestSource(
    { origin: 'https://dn.exemple.fr', token: TOKEN, number: 12 },
    more,
  );
  return { source, waits, seen, openSockets, file: fileAt(`${origin}/f?${SIGNED}`) };
}

describe('a file', () => {
  it('comes as it is, and its storage hears nothing of ours', async () => {
    const { source, seen, file } = await storage((_, response) => response.end('tout'));
    expect((await bytesOf(source.download(file, 4))).toString()).toBe('tout');
    const [request] = seen;
    expect(request?.headers.authorization).toBeUndefined();
    expect(request?.headers.cookie).toBeUndefined();
    expect(request?.headers.referer).toBeUndefined();
    expect(JSON.stringify(request?.headers)).not.toContain(TOKEN);
    expect(request?.headers['accept-encoding']).toBe('identity');
    expect(source.traffic()).toMatchObject({ requests: 1, retries: 0, bytesReceived: 4 });
  });

  it('is not asked for before its first byte is wanted, and is dropped when the reader leaves', async () => {
    const { source, seen, file, openSockets } = await storage((_, response) => {
      response.writeHead(200);
      response.write('a');
    });
    const chunks = source.download(file, 10);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(seen).toHaveLength(0);
    for await (const _ of chunks) break;
    expect(seen).toHaveLength(1);
    await vi.waitFor(() => expect(openSockets()).toBe(0));
  });
});

describe('what is refused, and under which name', () => {
  it.each([
    [401, 'PIECE_INTROUVABLE'],
    [403, 'PIECE_INTROUVABLE'],
    [404, 'PIECE_INTROUVABLE'],
    [410, 'PIECE_INTROUVABLE'],
    [204, 'PIECE_INTROUVABLE'],
    [302, 'RESEAU_REDIRECTION'],
  ])('%s: %s, asked once', async (status, code) => {
    const { source, seen, file } = await storage((_, response) => {
      response.writeHead(status, status === 302 ? { location: 'https://ailleurs.exemple.fr/' } : {});
      response.end();
    });
    const failure = await failureOf(bytesOf(source.download(file, 10)));
    expect(failure.code).toBe(code);
    expect(failure.facts.status).toBe(status);
    expect(seen).toHaveLength(1);
  });

  it('no link', async () => {
    const { source } = await storage((_, response) => response.end());
    const failure = await failureOf(bytesOf(source.download(fileAt(null), 10)));
    expect(failure.code).toBe('PIECE_INTROUVABLE');
  });

  it.each([
    'http://fichiers.exemple.fr/f',
    'https://fichiers.exemple.fr:8443/f',
    'https://dn.exemple.fr.mechant.example/f',
  ])('another site than those of the instance’s files: %s', async (url) => {
    const { source } = openTestSource(
      { origin: 'https://dn.exemple.fr', token: TOKEN, number: 12 },
      { fileOrigins: ['https://fichiers.exemple.fr'] },
    );
    const failure = await failureOf(bytesOf(source.download(fileAt(`${url}?${SIGNED}`), 10)));
    expect(failure.code).toBe('PIECE_SITE_NON_AUTORISE');
    expect(failure.facts).toEqual({ site: new URL(url).host });
    expect(source.traffic().requests).toBe(0);
  });

  it('this machine, for a service that may not reach it', async () => {
    const { source, seen, file } = await storage((_, response) => response.end('secret'), {
      reach: { loopback: false, privateNetworks: false },
    });
    expect((await failureOf(bytesOf(source.download(file, 10)))).code).toBe('PIECE_SITE_NON_AUTORISE');
    expect(seen).toHaveLength(0);
  });

  it('an allowed site at an address of a private network', async () => {
    const { source } = openTestSource(
      { origin: 'https://dn.exemple.fr', token: TOKEN, number: 12 },
      { fileOrigins: ['https://10.1.2.3'], reach: { loopback: false, privateNetworks: false } },
    );
    const failure = await failureOf(bytesOf(source.download(fileAt('https://10.1.2.3/f'), 10)));
    expect(failure.code).toBe('RESEAU_HORS_DE_PORTEE');
  });

  it('more bytes than wanted, fewer than announced, compressed', async () => {
    const bodies = [
      (response: ServerResponse) => response.end('onze octets'),
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '10' });
        response.write('cinq!');
        setImmediate(() => response.destroy());
      },
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end('gzip');
      },
    ];
    const reasons: unknown[] = [];
    for (const body of bodies) {
      const { source, file, seen } = await storage((_, response) => body(response));
      const failure = await failureOf(bytesOf(source.download(file, 10)));
      reasons.push([failure.code, failure.facts.reason, seen.length]);
    }
    expect(reasons).toEqual([
      ['PIECE_ALTEREE', 'longer', 1],
      ['PIECE_ALTEREE', 'cut', 1],
      ['PIECE_ALTEREE', 'encoded', 1],
    ]);
  });

  it('never tells the signed address', async () => {
    const failures: Failure[] = [];
    for (const status of [403, 302, 500]) {
      const { source, file } = await storage((_, response) => {
        response.writeHead(status);
        response.end(SIGNED);
      });
      failures.push(await failureOf(bytesOf(source.download(file, 10))));
    }
    const other = openTestSource({ origin: 'https://dn.exemple.fr', token: TOKEN, number: 12 });
    failures.push(
      await failureOf(bytesOf(other.source.download(fileAt(`https://x.exemple.fr/f?${SIGNED}`), 10))),
    );
    for (const failure of failures) {
      const told = JSON.stringify([failure.message, failure.detail, failure.facts, String(failure.cause)]);
      expect(told).not.toContain('temp_url_sig');
      expect(told).not.toContain(TOKEN);
    }
  });
});

describe('a storage in trouble', () => {
  it('is asked again until its first byte, as it wishes', async () => {
    const { source, waits, file, seen } = await storage((_, response, rank) => {
      const status = [503, 429, 500, 200][rank - 1] ?? 200;
      response.writeHead(status, status === 429 ? { 'retry-after': '7' } : {});
      response.end('tout');
    });
    expect((await bytesOf(source.download(file, 4))).toString()).toBe('tout');
    expect(seen).toHaveLength(4);
    expect(waits).toEqual([500, 7_000, 2_000]);
    expect(source.traffic()).toMatchObject({ requests: 4, retries: 3 });
  });

  it('is given up after five tries: DS_INDISPONIBLE', async () => {
    const { source, file, seen } = await storage((_, response) => {
      response.writeHead(503);
      response.end();
    });
    const failure = await failureOf(bytesOf(source.download(file, 4)));
    expect(failure).toMatchObject({ code: 'DS_INDISPONIBLE', facts: { status: 503 } });
    expect(seen).toHaveLength(5);
  });

  it('is asked again after a line cut before the headers, as itself after the last', async () => {
    const { source, file, seen } = await storage((_, response) => response.destroy());
    const failure = await failureOf(bytesOf(source.download(file, 4)));
    expect(failure.code).toBe('RESEAU_COUPURE');
    expect(seen).toHaveLength(5);
  });

  it('is not waited for when it asks for too long', async () => {
    const { source, waits, file, seen } = await storage((_, response) => {
      response.writeHead(503, { 'retry-after': '3600' });
      response.end();
    });
    expect((await failureOf(bytesOf(source.download(file, 4)))).code).toBe('DS_INDISPONIBLE');
    expect([seen.length, waits]).toEqual([1, []]);
  });

  it('is left at once by a stop', async () => {
    const stop = new AbortController();
    const { source, file } = await storage(
      (_, response) => {
        response.writeHead(200);
        response.write('a');
        setTimeout(() => stop.abort(), 20);
      },
      { signal: stop.signal },
    );
    expect((await failureOf(bytesOf(source.download(file, 4)))).code).toBe('RESEAU_INTERROMPU');
  });
});

describe('on a simulated DN, whose files are at its own origin', () => {
  let demarches: DemarchesSimulator;
  beforeAll(async () => {
    demarches = await startDemarches({ preset: 'small' });
  });
  afterAll(() => demarches.close());

  it('gives the very bytes that the checksum tells, each a request of the token’s share', async () => {
    let entered = 0;
    const budget = makeBudget();
    const { source } = openTestSource(demarches, {
      budget: {
        ...budget,
        enter: (signal) => {
          entered += 1;
          return budget.enter(signal);
        },
      },
    });
    const { dossiers } = await readAll(source, undefined, EVERYTHING);
    const files = dossiers
      .flatMap(({ champs }) => champs)
      .flatMap(({ value }) => (value.kind === 'files' ? value.files : []))
      .slice(0, 5);
    expect(files.length).toBeGreaterThan(3);
    const before = entered;
    for (const file of files) {
      const bytes = await bytesOf(source.download(file, file.byteSize ?? 0));
      expect(createHash('md5').update(bytes).digest('base64')).toBe(file.checksum);
    }
    expect(entered - before).toBe(files.length);
  });

  it('says that a link of more than an hour is gone', async () => {
    const { source } = openTestSource(demarches);
    const { dossiers } = await readAll(source);
    const file = dossiers
      .flatMap(({ champs }) => champs)
      .flatMap(({ value }) => (value.kind === 'files' ? value.files : []))[0];
    if (file === undefined) throw new Error('no file');
    demarches.control({ type: 'advance_clock', ms: 3_700_000 });
    expect((await failureOf(bytesOf(source.download(file, 10_000)))).code).toBe('PIECE_INTROUVABLE');
  });
});
