// Files attached to a document: in one request of exact length, none of it kept when something breaks, found again after.

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Simulator, startGrist } from '../../simulators/grist/start';
import { Failure } from '../errors/failure';
import { failureOf } from '../errors/testing';
import { invented, serveRaw, standstill } from '../http/fixture-raw';
import type { FileUpload } from '../run/ports';
import { backendOf } from './fixture-backend';
import { KEY, opened } from './fixture-grist';
import { lanesInUse } from './lane';
import { openGrist } from './open';

const backend = backendOf(startGrist);
const MEGA = 1024 * 1024;

const sha1 = (content: string | Uint8Array): string => createHash('sha1').update(content).digest('hex');

function upload(filename: string, content: string, contentType: string | null = null): FileUpload {
  const bytes = Buffer.from(content);
  async function* halves(): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(0, bytes.length >> 1);
    yield bytes.subarray(bytes.length >> 1);
  }
  return { filename, contentType, byteSize: bytes.length, bytes: halves() };
}

/** A document of the backend: the simulator, or a real Grist when the environment says so. */
async function document() {
  const { url, key, newDocument } = await backend();
  const id = await newDocument();
  const grist = openGrist({ url, key, document: id });
  onTestFinished(() => grist.close());
  return { ...grist, url, key, id };
}

describe('files attached', () => {
  it('have ids in their order, and are found by id and by content', async () => {
    const { files } = await document();
    const ids = await files.attach([
      upload('a.pdf', 'un'),
      upload('b', 'deux', 'text/plain'),
      upload('vide', ''),
    ]);
    expect(ids).toEqual([1, 2, 3]);
    const found = await files.attachments([3, 1, 2, 2, 99]);
    expect(found).toEqual([
      { id: 1, sha1: sha1('un'), filename: 'a.pdf', bytes: 2 },
      { id: 2, sha1: sha1('deux'), filename: 'b', bytes: 4 },
      { id: 3, sha1: sha1(''), filename: 'vide', bytes: 0 },
    ]);
    expect(await files.attach([upload('autre nom.txt', 'un')])).toEqual([4]);
    const same = await files.find([sha1('un').toUpperCase(), 'f'.repeat(40)]);
    expect(same.map(({ id, filename }) => [id, filename])).toEqual([
      [1, 'a.pdf'],
      [4, 'autre nom.txt'],
    ]);
  });

  it('are one request for all, and one for what is known of them', async () => {
    const { files, traffic } = await document();
    const before = traffic().requests;
    const ids = await files.attach(
      Array.from({ length: 30 }, (_, rank) => upload(`${rank}.txt`, `n${rank}`)),
    );
    expect(traffic().requests - before).toBe(1);
    expect(await files.attachments(ids)).toHaveLength(30);
    expect(traffic().requests - before).toBe(2);
    expect(await files.attach([])).toEqual([]);
    expect(await files.attachments([])).toEqual([]);
    expect(await files.find([])).toEqual([]);
    expect(traffic().requests - before).toBe(2);
  });

  it('keep names that are names, whatever they were', async () => {
    const { files } = await document();
    const names: readonly (readonly [string, string])[] = [
      ['été 📷 ñ.pdf', 'été 📷 ñ.pdf'],
      ['devis "final".pdf', 'devis "final".pdf'],
      ['50%22.txt', '50%22.txt'],
      ['x&#65;y.txt', 'x&#65;y.txt'],
      ['C:\\Documents\\z.txt', 'C:_Documents_z.txt'],
      ['../../etc/passwd', '.._.._etc_passwd'],
      ['a"\r\nContent-Type: text/html\r\n\r\n<b>.txt', 'a" Content-Type: text_html <b>.txt'],
      ['a"; name="autre', 'a"; name="autre'],
      ['gpj.\u202eexe', 'gpj. exe'],
      ['\ud800.txt', '\ufffd.txt'],
      ['..', 'fichier'],
      [' \t', 'fichier'],
      [`${'é'.repeat(300)}.docx`, `${'é'.repeat(97)}.docx`],
    ];
    const ids = await files.attach(names.map(([given], rank) => upload(given, `contenu ${rank}`)));
    const found = await files.attachments(ids);
    expect(found.map(({ filename }) => filename)).toEqual(names.map(([, kept]) => kept));
    expect(found.map((one) => one.sha1)).toEqual(names.map((_, rank) => sha1(`contenu ${rank}`)));
  });

  it('bear any kind without letting it into the request', async () => {
    const { files } = await document();
    const ids = await files.attach([
      upload('a.txt', 'un', 'text/plain\r\nX: y'),
      upload('b.txt', 'de', 'text/plain'),
    ]);
    expect(await files.attachments(ids)).toHaveLength(2);
  });
});

describe('nothing is kept', () => {
  it.each([
    ['a file throws in the middle', new Error('la source a rompu')],
    [
      'with a failure of the network, that is not Grist’s',
      new Failure('RESEAU_COUPURE', { facts: { sent: true } }),
    ],
  ])('when %s: its error as it is', async (_, error) => {
    const { files } = await document();
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(200_000, 'x');
      throw error;
    }
    const broken = { filename: 'b', contentType: null, byteSize: 300_000, bytes: breaking() };
    await expect(files.attach([upload('a.txt', 'bonjour'), broken])).rejects.toBe(error);
    expect(await files.find([sha1('bonjour')])).toEqual([]);
    expect(await files.attach([upload('c.txt', 'ensuite')])).toEqual([1]);
    expect(lanesInUse()).toBe(0);
  });

  it.each([
    ['longer', 'douze octets', 11],
    ['shorter', 'onze octets', 12],
  ])('when a file is %s than announced: PIECE_ALTEREE', async (reason, content, byteSize) => {
    const { files } = await document();
    // The other file makes up for the difference: only each by itself can tell.
    const other = { ...upload('b.txt', 'x'.repeat(20)), byteSize: 20 + content.length - byteSize };
    const failure = await failureOf(files.attach([{ ...upload('a.txt', content), byteSize }, other]));
    expect(failure).toMatchObject({ code: 'PIECE_ALTEREE', facts: { reason, announced: byteSize } });
    expect(await files.find([sha1(content), sha1(content.slice(0, byteSize))])).toEqual([]);
  });
});

/** A Grist that only says what the test wants. */
async function saying(
  handler: (incoming: IncomingMessage, response: import('node:http').ServerResponse) => void,
) {
  const seen: { headers: IncomingMessage['headers']; bytes: number; whole: boolean }[] = [];
  const server = await serveRaw((incoming, response) => {
    const request = { headers: incoming.headers, bytes: 0, whole: false };
    seen.push(request);
    incoming.on('data', (chunk: Buffer) => {
      request.bytes += chunk.length;
    });
    incoming.on('end', () => {
      request.whole = true;
    });
    handler(incoming, response);
  });
  return { seen, grist: opened(server.origin, 'doc'), server };
}

const json = (response: import('node:http').ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
};

describe('the request', () => {
  it('has its exact length, a boundary that nobody can guess, and the key', async () => {
    const { seen, grist } = await saying((incoming, response) => {
      incoming.on('end', () => json(response, 200, [1]));
    });
    await grist.files.attach([upload('été.txt', 'un')]);
    await grist.files.attach([upload('été.txt', 'un')]);
    const boundaries = seen.map(({ headers }) => String(headers['content-type']));
    expect(new Set(boundaries).size).toBe(2);
    for (const { headers, bytes, whole } of seen) {
      expect(whole).toBe(true);
      expect(Number(headers['content-length'])).toBe(bytes);
      expect(headers['transfer-encoding']).toBeUndefined();
      expect(headers.authorization).toBe(`Bearer ${KEY}`);
    }
  });

  it('asks for the bytes of a file when those of the former are gone', async () => {
    const { grist } = await saying((incoming, response) => {
      incoming.on('end', () => json(response, 200, [1, 2]));
    });
    const order: string[] = [];
    const noting = (name: string): FileUpload => {
      async function* bytes(): AsyncGenerator<Uint8Array> {
        order.push(`${name} begins`);
        yield Buffer.alloc(300_000);
        order.push(`${name} ends`);
      }
      return { filename: name, contentType: null, byteSize: 300_000, bytes: bytes() };
    };
    await grist.files.attach([noting('a'), noting('b')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('waits for a Grist that does not read, and holds one of the document’s two places', async () => {
    let go: () => void = () => undefined;
    const { grist } = await saying((incoming, response) => {
      incoming.pause();
      go = () => incoming.resume();
      incoming.on('end', () => json(response, 200, [1]));
    });
    const { chunks, seen } = invented(50 * MEGA);
    const attaching = grist.files.attach([
      { filename: 'gros', contentType: null, byteSize: 50 * MEGA, bytes: chunks },
    ]);
    expect(await standstill(() => seen.given)).toBeLessThan(20 * MEGA);
    expect(lanesInUse()).toBe(1);
    go();
    expect(await attaching).toEqual([1]);
    expect(lanesInUse()).toBe(0);
  });
});

describe('refusals', () => {
  it.each([
    [413, { error: 'Attachments must not exceed 50.0MB' }, 'PIECE_TROP_GRANDE'],
    [413, '<html>Request Entity Too Large</html>', 'PIECE_TROP_GRANDE'],
    [413, { error: 'Exceeded attachments limit for document' }, 'GRIST_PIECES_PLEIN'],
    [413, { error: 'Exceeded internal attachments limit for document' }, 'GRIST_PIECES_PLEIN'],
    [500, { error: 'ENOSPC: no space left on device, write' }, 'GRIST_PIECES_PLEIN'],
    [500, { error: 'SQLITE_FULL: database or disk is full' }, 'GRIST_PIECES_PLEIN'],
    [507, '', 'GRIST_PIECES_PLEIN'],
    [408, '', 'GRIST_INDISPONIBLE'],
    [401, { error: 'Bad request: invalid API key' }, 'GRIST_CLE_REFUSEE'],
    [403, { error: 'No write access' }, 'GRIST_ACCES_INSUFFISANT'],
    [404, { error: 'document not found' }, 'GRIST_DOC_INTROUVABLE'],
    [404, { error: 'Document is deleted' }, 'GRIST_DOC_CORBEILLE'],
    [429, { error: 'Too many backlogged requests' }, 'GRIST_FILE_SATUREE'],
    [503, '<html>Service Unavailable</html>', 'GRIST_INDISPONIBLE'],
    [500, { error: 'Document is in delete-only mode' }, 'GRIST_DOC_PLEIN'],
  ])('%s %j: %s, sent once', async (status, body, code) => {
    const { seen, grist } = await saying((incoming, response) => {
      incoming.on('end', () => {
        if (typeof body !== 'string') return json(response, status, body);
        response.writeHead(status, { 'content-type': 'text/html' });
        response.end(body);
      });
    });
    const failure = await failureOf(grist.files.attach([upload('a.txt', 'un')]));
    expect(failure.code).toBe(code);
    expect(seen).toHaveLength(1);
  });

  it('is heard although the body is not whole: the rest is not asked for', async () => {
    const { grist } = await saying((_, response) => {
      response.writeHead(413, { connection: 'close' });
      response.end();
    });
    const { chunks, seen } = invented(500 * MEGA);
    const failure = await failureOf(
      grist.files.attach([{ filename: 'gros', contentType: null, byteSize: 500 * MEGA, bytes: chunks }]),
    );
    expect(failure.code).toBe('PIECE_TROP_GRANDE');
    expect(seen.given).toBeLessThan(100 * MEGA);
    await vi.waitFor(() => expect(seen.left).toBe(true));
  });
});

describe('what the simulated Grist keeps', () => {
  it('the very bytes, and nothing above its limits', async () => {
    const simulator = await startGrist();
    onTestFinished(() => simulator.close());
    const grist = opened(simulator.url, simulator.docId, { key: simulator.key });
    simulator.settings.maxAttachment = 10;
    simulator.settings.attachmentRoom = 15;
    await grist.files.attach([upload('a.txt', 'dix octets')]);
    expect((await failureOf(grist.files.attach([upload('b.txt', 'cinq!'), upload('c.txt', 'x')]))).code).toBe(
      'GRIST_PIECES_PLEIN',
    );
    simulator.settings.attachmentRoom = Number.POSITIVE_INFINITY;
    expect((await failureOf(grist.files.attach([upload('d.txt', 'onze octets')]))).code).toBe(
      'PIECE_TROP_GRANDE',
    );
    expect(simulator.document().attachments()).toEqual([
      { id: 1, filename: 'a.txt', bytes: Buffer.from('dix octets') },
    ]);
  });
});

describe('a lost answer', () => {
  it.each([
    ['the line is cut', { type: 'reset', when: 'after' }],
    ['a proxy gave up', { type: 'status', status: 504, when: 'after', body: '<html>' }],
    ['Grist failed after', { type: 'status', status: 500, when: 'after', body: { error: 'interne' } }],
    ['it stops in the middle', { type: 'truncated', whole: false }],
    ['it is no list of ids', { type: 'truncated', whole: true }],
  ] as const)('%s: GRIST_ECRITURE_INCERTAINE, and the content tells what was kept', async (_, fault) => {
    const simulator = await startGrist();
    onTestFinished(() => simulator.close());
    const grist = opened(simulator.url, simulator.docId, { key: simulator.key });
    simulator.fault({ method: 'POST', path: '/attachments', fault });
    const failure = await failureOf(grist.files.attach([upload('a.txt', 'un'), upload('b.txt', 'deux')]));
    expect(failure.code).toBe('GRIST_ECRITURE_INCERTAINE');
    const found = await grist.files.find([sha1('un'), sha1('deux')]);
    expect(found.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('a line cut before the body was whole has kept nothing: it is not uncertain', async () => {
    const { grist } = await saying((incoming) => {
      incoming.once('data', () => incoming.destroy());
    });
    const { chunks } = invented(50 * MEGA);
    const failure = await failureOf(
      grist.files.attach([{ filename: 'gros', contentType: null, byteSize: 50 * MEGA, bytes: chunks }]),
    );
    expect(failure.code).toBe('GRIST_INJOIGNABLE');
  });
});

/** As a Grist without /sql, or a firewall that does not like it: nothing is hidden. */
function withoutSql(simulator: Simulator): void {
  const fault = { type: 'status', status: 404, when: 'before', body: { error: 'not found: /sql' } } as const;
  simulator.fault({ path: '/sql', times: 1_000, fault });
}

async function simulated() {
  const simulator = await startGrist();
  onTestFinished(() => simulator.close());
  return { simulator, ...opened(simulator.url, simulator.docId, { key: simulator.key }) };
}

describe('where there is no /sql', () => {
  it('records say the same', async () => {
    const { simulator, files } = await simulated();
    withoutSql(simulator);
    const ids = await files.attach([upload('a.pdf', 'un'), upload('b', 'deux'), upload('c.txt', 'un')]);
    expect(await files.attachments([3, 2, 99])).toEqual([
      { id: 2, sha1: sha1('deux'), filename: 'b', bytes: 4 },
      { id: 3, sha1: sha1('un'), filename: 'c.txt', bytes: 2 },
    ]);
    expect((await files.find([sha1('un')])).map(({ id }) => id)).toEqual([ids[0], ids[2]]);
  });

  it.each([true, false])(
    'or is (%s), what Grist will throw away is there still, but is not found to be used again',
    async (hasSql) => {
      const { simulator, files } = await simulated();
      if (!hasSql) withoutSql(simulator);
      await files.attach([upload('a.pdf', 'un'), upload('b.pdf', 'un')]);
      simulator.document().markAttachment(1, 'unused');
      expect((await files.attachments([1, 2])).map(({ id }) => id)).toEqual([1, 2]);
      expect((await files.find([sha1('un')])).map(({ id }) => id)).toEqual([2]);
      simulator.document().removeAttachments([1]);
      expect((await files.attachments([1, 2])).map(({ id }) => id)).toEqual([2]);
    },
  );

  it('six hundred ids are two requests either way', async () => {
    const { simulator, files, traffic } = await simulated();
    const ids = await files.attach(Array.from({ length: 600 }, (_, rank) => upload(`${rank}`, `n${rank}`)));
    let before = traffic().requests;
    expect(await files.attachments(ids)).toHaveLength(600);
    expect(traffic().requests - before).toBe(2);
    withoutSql(simulator);
    before = traffic().requests;
    expect(await files.attachments(ids)).toHaveLength(600);
    // The one that is refused, then two.
    expect(traffic().requests - before).toBe(3);
  });

  it('because rules hide something of the document: that one is not listed proves nothing, GRIST_REGLES_ACCES', async () => {
    const { simulator, files } = await simulated();
    simulator.document().setRules({ sql: 'forbidden' });
    const ids = await files.attach([upload('a.pdf', 'un')]);
    expect((await failureOf(files.attachments(ids))).code).toBe('GRIST_REGLES_ACCES');
    expect(await files.find([sha1('un')])).toEqual([]);
  });
});
