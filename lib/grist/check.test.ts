import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import type { FixtureHandler } from '../http/fixture-server';
import { opened, scripted } from './fixture-grist';

type Reply = readonly [status: number, body: unknown];
const DOCUMENT = { id: 'tcJksqzZHRUtTFtccwGhQL', name: 'Suivi', access: 'editors', workspace: {} };
const APPLIED = { actionNum: 0, retValues: [], isModification: false };
const ROWS = { statement: '', records: [{ fields: { un: 1 } }] };

const answering = (replies: {
  document?: Reply;
  apply?: Reply;
  sql?: Reply;
  tables?: Reply;
}): FixtureHandler => {
  const send = (response: ServerResponse, [status, body]: Reply) => {
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  return (request, response) => {
    const place = new URL(request.url, 'http://x').pathname.replace('/api/docs/doc', '');
    if (place === '') return send(response, replies.document ?? [200, DOCUMENT]);
    if (place === '/apply') return send(response, replies.apply ?? [200, APPLIED]);
    if (place === '/sql') return send(response, replies.sql ?? [200, ROWS]);
    return send(response, replies.tables ?? [200, { tables: [] }]);
  };
};

describe('check', () => {
  it('finds the document, its role, and its whole id, in three requests', async () => {
    const { grist, server } = await scripted(answering({}));
    expect(await grist.check()).toEqual({
      documentId: DOCUMENT.id,
      documentName: 'Suivi',
      role: 'editors',
      canWrite: true,
      canQuery: true,
    });
    expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/docs/doc',
      'POST /api/docs/doc/apply?noparse=1',
      'POST /api/docs/doc/sql',
    ]);
    expect(server.received[1]?.body).toBe('[]');
  });

  it.each<[string, Reply]>([
    ['access rules hide something', [403, { error: 'insufficient document access' }]],
    ['this Grist is too old', [404, { error: 'not found: /api/docs/doc/sql' }]],
    ['a firewall does not like SQL', [403, '<html>Forbidden</html>']],
  ])('goes on without queries when %s, and does not ask again', async (_, sql) => {
    const { grist, server } = await scripted(answering({ sql, tables: [200, { records: [] }] }));
    expect(await grist.check()).toMatchObject({ canQuery: false });
    const table = {
      key: 'dossiers',
      ref: 1,
      id: 'D',
      columns: [],
      keyColumns: [],
      dossierColumn: null,
    } as const;
    await grist.countRows([table]);
    expect(server.received.filter(({ url }) => url.endsWith('/sql'))).toHaveLength(1);
  });

  const refused: readonly [what: string, replies: Parameters<typeof answering>[0], code: string][] = [
    ['a wrong key', { document: [401, { error: 'Bad request: invalid API key' }] }, 'GRIST_CLE_REFUSEE'],
    ['no access', { document: [403, { error: 'access denied' }] }, 'GRIST_ACCES_INSUFFISANT'],
    ['an access that is null', { document: [200, { ...DOCUMENT, access: null }] }, 'GRIST_ACCES_INSUFFISANT'],
    ['a viewer', { apply: [403, { error: 'No write access' }] }, 'GRIST_ACCES_INSUFFISANT'],
    [
      'no such document',
      { document: [404, { error: 'document not found' }], tables: [404, { error: 'document not found' }] },
      'GRIST_DOC_INTROUVABLE',
    ],
    [
      'the trash',
      { document: [404, { error: 'document not found' }], tables: [404, { error: 'Document is deleted' }] },
      'GRIST_DOC_CORBEILLE',
    ],
    ['another site', { document: [404, '<html>Not found</html>'] }, 'GRIST_PAS_GRIST'],
    ['another site that answers', { document: [200, '<html>Welcome</html>'] }, 'GRIST_PAS_GRIST'],
    ['another API', { document: [200, { name: 'x' }] }, 'GRIST_PAS_GRIST'],
    ['another API that refuses', { document: [401, { message: 'Unauthorized' }] }, 'GRIST_PAS_GRIST'],
    ['a site under maintenance', { document: [503, '<html>'] }, 'GRIST_INDISPONIBLE'],
    ['a full document', { apply: [500, { error: 'Document is in delete-only mode' }] }, 'GRIST_DOC_PLEIN'],
  ];
  it.each(refused)('refuses %s', async (_, replies, code) => {
    const { grist, server } = await scripted(answering(replies));
    const error = await grist.check().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error instanceof Failure ? error.code : error).toBe(code);
    expect(server.received.every(({ body }) => body === '' || body === '[]')).toBe(true);
  });

  it('takes a key pasted with its end of line, and refuses what cannot be one', async () => {
    const { grist, server } = await scripted(answering({}), { key: '  cle-collee\n' });
    await grist.check();
    expect(server.received[0]?.headers.authorization).toBe('Bearer cle-collee');
    for (const key of ['', '   ', 'clé', 'deux mots', 'a\nb']) {
      expect(() => opened(server.origin, 'doc', { key })).toThrow('GRIST_CLE_REFUSEE');
    }
  });

  it('refuses a site that sends elsewhere', async () => {
    const { grist } = await scripted(
      (_, response) => void response.writeHead(302, { location: 'https://ailleurs.example' }).end(),
    );
    await expect(grist.check()).rejects.toMatchObject({ code: 'GRIST_PAS_GRIST' });
  });

  it('refuses a document that never answers a write', async () => {
    const silent: FixtureHandler = (request, response) => {
      if (!request.url.includes('/apply')) answering({})(request, response, 1);
    };
    const short = { firstByte: 40, total: 60 };
    const { grist } = await scripted(silent, { patience: { rows: short, barrier: short } });
    await expect(grist.check()).rejects.toMatchObject({ code: 'GRIST_DOC_BLOQUE' });
  });

  it('does not take a slow answer for a refusal', async () => {
    let rank = 0;
    const once: FixtureHandler = (request, response) => {
      rank += request.url.includes('/apply') ? 1 : 0;
      if (request.url.includes('/apply') && rank === 1) return void response.destroy();
      return answering({})(request, response, 1);
    };
    const { grist } = await scripted(once);
    expect(await grist.check()).toMatchObject({ canWrite: true });
  });
});
