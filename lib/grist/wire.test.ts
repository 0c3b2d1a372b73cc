import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import { openDoor } from '../http/door';
import type { FixtureHandler } from '../http/fixture-server';
import { serve } from '../http/fixture-server';
import { EVERYWHERE } from '../http/reach';
import type { RowGroup } from '../sync/model/operation';
import type { BoundTable } from '../sync/model/table';
import { KEY, opened, scripted } from './fixture-grist';

const TABLE: BoundTable = {
  key: 'dossiers',
  ref: 2,
  id: 'Demarche_1_dossiers',
  keyColumns: ['n'],
  dossierColumn: 'n',
  columns: [{ key: 'n', ref: 5, id: 'number', type: 'Int' }],
};
const GROUP: RowGroup = {
  dossier: 1,
  operations: [{ type: 'add', table: 'dossiers', key: '1', cells: { n: 41_816_609 }, reason: 'nouveau' }],
};

const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
const applied = (response: ServerResponse, values: unknown = [[1]]) =>
  json(response, 200, { actionNum: 1, retValues: values, isModification: true });
const BACKLOG = { error: 'Too many backlogged requests for document doc - try again later?' };
const DAILY = { error: 'Exceeded daily limit for document doc' };
const FLUX = { error: 'Document in flux - try again later' };

/** Answers to rows by rank, and to the empty list that waits for the document. */
const writes = (...answers: ((response: ServerResponse) => void)[]): FixtureHandler => {
  let rank = 0;
  return (request, response) => {
    if (request.body === '[]') return applied(response, []);
    const answer = answers[Math.min(rank, answers.length - 1)];
    rank += 1;
    answer?.(response);
  };
};

const failureOf = async (work: Promise<unknown>): Promise<Failure> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Failure)) throw new Error(`expected a Failure, got ${String(error)}`);
  return error;
};

describe('a write that Grist did not take', () => {
  it('is sent again when too many requests were waiting, with longer and longer pauses', async () => {
    const waits: number[] = [];
    const busy = (response: ServerResponse) => json(response, 429, BACKLOG);
    const { grist, server } = await scripted(
      writes(busy, busy, (response) => applied(response)),
      {},
      waits,
    );
    expect(await grist.write([TABLE], [GROUP])).toEqual([{ status: 'written', dossier: 1, added: [1] }]);
    expect(server.received).toHaveLength(3);
    expect(waits).toEqual([500, 1000]);
  });

  it('gives up with GRIST_FILE_SATUREE when they always are', async () => {
    const { grist, server } = await scripted(writes((response) => json(response, 429, BACKLOG)));
    expect((await failureOf(grist.write([TABLE], [GROUP]))).code).toBe('GRIST_FILE_SATUREE');
    expect(server.received).toHaveLength(8);
  });

  it('is not sent again once the day’s requests are spent', async () => {
    const { grist, server } = await scripted(writes((response) => json(response, 429, DAILY)));
    expect((await failureOf(grist.write([TABLE], [GROUP]))).code).toBe('GRIST_LIMITE_QUOTIDIENNE');
    expect(server.received).toHaveLength(1);
  });

  it('is sent again when a proxy had no server to give it to', async () => {
    const none = (response: ServerResponse) =>
      response.writeHead(503).end('<html>Service Unavailable</html>');
    const { grist, server } = await scripted(writes(none, (response) => applied(response)));
    expect(await grist.write([TABLE], [GROUP])).toMatchObject([{ status: 'written' }]);
    expect(server.received).toHaveLength(2);
  });

  it('is GRIST_INJOIGNABLE when nobody listens, after a few tries', async () => {
    const server = await serve(() => {});
    await server.close();
    const waits: number[] = [];
    const failure = await failureOf(opened(server.origin, 'doc', {}, waits).write([TABLE], [GROUP]));
    expect(failure.code).toBe('GRIST_INJOIGNABLE');
    expect(waits.length).toBeGreaterThan(2);
  });
});

describe('a write whose answer is lost', () => {
  const lost: readonly [what: string, answer: (response: ServerResponse) => void][] = [
    ['the connection is cut', (response) => response.destroy()],
    ['a proxy gave up (504)', (response) => response.writeHead(504).end('<html>')],
    ['a proxy lost its server (502)', (response) => response.writeHead(502).end('<html>')],
    ['the document was being closed', (response) => json(response, 503, FLUX)],
    [
      'Grist failed after its transaction',
      (response) => json(response, 500, { error: 'Cannot read properties' }),
    ],
    ['an error page took its place', (response) => response.writeHead(500).end('<html>')],
    ['the answer is cut short', (response) => response.writeHead(200).end('{"retVal')],
    ['the row ids are missing', (response) => applied(response, [null])],
    ['the answer is never finished', (response) => response.writeHead(200).write('{"ret')],
  ];
  it.each(lost)('is never sent twice: %s', async (_, answer) => {
    const patience = { rows: { firstByte: 150, total: 200 } };
    const { grist, server } = await scripted(writes(answer), { patience });
    expect((await failureOf(grist.write([TABLE], [GROUP]))).code).toBe('GRIST_ECRITURE_INCERTAINE');
    expect(server.received.map(({ body }) => (body === '[]' ? 'attente' : 'lignes'))).toEqual([
      'lignes',
      'attente',
    ]);
  });

  const barrier = (answer: (response: ServerResponse, rank: number) => void): FixtureHandler => {
    let rank = 0;
    return (request, response) => {
      if (request.body !== '[]') return void response.destroy();
      rank += 1;
      answer(response, rank);
    };
  };
  const patience = { barrier: { firstByte: 40, total: 60 } };

  it('waits for a document that is slow to come back', async () => {
    const { grist, server } = await scripted(
      barrier((response, rank) => (rank < 4 ? void response.writeHead(502).end() : applied(response, []))),
    );
    expect((await failureOf(grist.write([TABLE], [GROUP]))).code).toBe('GRIST_ECRITURE_INCERTAINE');
    expect(server.received).toHaveLength(5);
  });
  it('is GRIST_DOC_BLOQUE when the document never answers again', async () => {
    const { grist } = await scripted(
      barrier(() => {}),
      { patience },
    );
    expect((await failureOf(grist.write([TABLE], [GROUP]))).code).toBe('GRIST_DOC_BLOQUE');
  });
  it('is GRIST_INDISPONIBLE when the site never comes back', async () => {
    const { grist } = await scripted(barrier((response) => void response.writeHead(502).end()));
    expect((await failureOf(grist.write([TABLE], [GROUP]))).code).toBe('GRIST_INDISPONIBLE');
  });
  it('is GRIST_CLE_REFUSEE when the key was revoked meanwhile', async () => {
    const { grist } = await scripted(
      barrier((response) => json(response, 401, { error: 'invalid API key' })),
    );
    expect((await failureOf(grist.write([TABLE], [GROUP]))).code).toBe('GRIST_CLE_REFUSEE');
  });
});

describe('a refusal', () => {
  const cases: readonly [status: number, sentence: string, code: string, detail: string | null][] = [
    [401, 'Bad request: invalid API key', 'GRIST_CLE_REFUSEE', null],
    [403, 'No write access', 'GRIST_ACCES_INSUFFISANT', null],
    [
      403,
      'Blocked by table create access rules',
      'GRIST_REGLES_ACCES',
      'Blocked by table create access rules',
    ],
    [404, 'document not found', 'GRIST_DOC_INTROUVABLE', null],
    [404, 'Document is deleted', 'GRIST_DOC_CORBEILLE', null],
    [500, 'Document is in delete-only mode', 'GRIST_DOC_PLEIN', null],
    [500, "[Sandbox] KeyError 'number'", 'GRIST_STRUCTURE_CHANGEE', null],
    [
      500,
      '[Sandbox] AssertionError docactions.[Bulk]UpdateRecord for non-existent record #9',
      'GRIST_STRUCTURE_CHANGEE',
      null,
    ],
    [500, '[Sandbox] PipeFromSandbox is closed', 'GRIST_INDISPONIBLE', null],
  ];
  it.each(cases)('%i %s', async (status, sentence, code, detail) => {
    const { grist, server } = await scripted((_, response) => json(response, status, { error: sentence }));
    expect(await failureOf(grist.write([TABLE], [GROUP]))).toMatchObject({ code, detail });
    expect(server.received).toHaveLength(1);
  });

  it('says nothing of the key, of the rows, nor of what the server answered', async () => {
    const echo = (request: { body: string }, response: ServerResponse) =>
      json(response, 400, { error: `Error manipulating data: [Sandbox] ValueError ${request.body} ${KEY}` });
    const { grist } = await scripted(echo);
    const [outcome] = await grist.write([TABLE], [GROUP]);
    expect(outcome).toEqual({
      status: 'failed',
      dossier: 1,
      code: 'GRIST_DOSSIER_REFUSE',
      facts: { erreur: 'ValueError' },
    });
    const failure = await failureOf(grist.structure());
    const told = JSON.stringify([failure.message, failure.facts, failure.detail, String(failure.cause)]);
    expect(told).not.toMatch(new RegExp(`${KEY}|41816609`));
  });
});

describe('a read', () => {
  it('is tried again when the site stumbles', async () => {
    const { grist, server } = await scripted((_, response, rank) =>
      rank === 1
        ? void response.writeHead(502).end()
        : rank === 2
          ? void response.destroy()
          : json(response, 200, { tables: [] }),
    );
    expect(await grist.structure()).toEqual([]);
    expect(server.received).toHaveLength(3);
    expect(grist.traffic()).toMatchObject({ requests: 3, retries: 2 });
  });
  it('is GRIST_PAS_GRIST when a page comes instead', async () => {
    const { grist } = await scripted((_, response) => void response.end('<html>Bienvenue</html>'));
    expect((await failureOf(grist.structure())).code).toBe('GRIST_PAS_GRIST');
  });
  it('never has more than two requests in flight for a document, whoever asks in this process', async () => {
    let inFlight = 0;
    let most = 0;
    const held: (() => void)[] = [];
    const { grist, server } = await scripted((_, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      held.push(() => {
        inFlight -= 1;
        json(response, 200, { tables: [] });
      });
      if (held.length === 2) for (const release of held.splice(0)) release();
    });
    const other = opened(server.origin, 'doc');
    await Promise.all([grist, other, grist, other, grist, other].map((one) => one.structure()));
    expect(most).toBe(2);
    expect(server.received).toHaveLength(6);
  });
});

it('counts only its own traffic when the door is shared', async () => {
  const server = await serve((_, response) => json(response, 200, { tables: [] }));
  const door = openDoor({ reach: EVERYWHERE });
  const first = opened(server.origin, 'un', { door });
  await first.structure();
  const second = opened(server.origin, 'deux', { door });
  await second.structure();
  expect(second.traffic().requests).toBe(1);
  await door.close();
  await server.close();
});
