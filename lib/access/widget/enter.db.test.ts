// Who gets a widget's session, over a real Grist's answers: every token that is not whole, true, fresh and of that document is
// refused, and nothing is asked of an address that was not built here.

import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startGrist } from '../../../simulators/grist/start';
import { Failure } from '../../errors/failure';
import { openDoor } from '../../http/door';
import { type FixtureServer, serve } from '../../http/fixture-server';
import { testDatabase } from '../../store/testing/database';
import { SITE, type TestAccess, testAccess, VISITOR } from '../testing/access';
import { enterWidget } from './enter';
import { readWidgetSession, SESSION_MS } from './session';

const store = testDatabase();
const door = openDoor({ reach: { loopback: true, privateNetworks: false } });

let grist: Simulator;
/** Answers by the path's team: HTML, a redirect, or nothing. */
let odd: FixtureServer;

beforeAll(async () => {
  grist = await startGrist();
  odd = await serve((request, response) => {
    if (request.url.includes('/o/html/')) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Bienvenue</html>');
    } else if (request.url.includes('/o/ailleurs/')) {
      response.writeHead(302, { location: `${grist.url}/api/docs/x` }).end();
    } else if (request.url.includes('/o/faux/')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    } else if (request.url.includes('/o/enorme/')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('x'.repeat(2 * 1024 * 1024));
    }
  });
});

afterAll(async () => {
  await Promise.all([grist.close(), odd.close(), door.close()]);
});

function service(): TestAccess {
  const instances = { demarches: [], grist: [grist.url, odd.origin], fichiers: [], loopback: false };
  return testAccess(store.database(), { ...SITE, instances });
}

let minutes = 10;
/** Tokens made within a second for one person would otherwise be one token. */
const next = () => {
  minutes += 1;
  return minutes * 60_000;
};

type Given = { readonly token: string; readonly baseUrl: string };

/** The code of the refusal; `null` when somebody came in. */
async function refusalOf(given: Given, access = service()): Promise<string | null> {
  try {
    await enterWidget(access, VISITOR, door, given);
    return null;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of the right shape, signed by somebody who has not the document's secret. */
function forged(claims: object): string {
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', 'un autre secret').update(signed).digest('base64url')}`;
}

const later = () => Math.floor(Date.now() / 1000) + 600;

describe('a token that its document proves', () => {
  it.each([
    ['the owner’s, for writing', 'owner', false, 'ecriture'],
    ['an editor’s, for writing', 'editor', false, 'ecriture'],
    ['an editor’s, for reading only', 'editor', true, 'lecture'],
    ['a viewer’s, whatever was asked', 'viewer', false, 'lecture'],
  ] as const)('%s', async (_what, who, readOnly, right) => {
    const access = service();
    const [before, tables] = [grist.document().history(), grist.document().tables()];
    const given = grist.accessToken({
      person: grist.people[who],
      readOnly,
      livesMs: next() + Math.random() * 1e6,
    });
    const entered = await enterWidget(access, VISITOR, door, given);
    expect(entered.right).toBe(right);
    const session = readWidgetSession(access.site.sessionSecret, entered.session, access.clock.now());
    expect(session).toMatchObject({ grist: grist.url, document: grist.docId, right });
    expect(session.user).toBeGreaterThan(0);
    expect(entered.until - access.clock.now()).toBe(SESSION_MS);
    // The question whether it may write writes nothing that anybody could see.
    expect(grist.document().tables()).toEqual(tables);
    expect(grist.document().history() - before).toBeLessThanOrEqual(1);
  });

  it('asks nothing about writing of a token made for reading', async () => {
    grist.resetStats();
    await enterWidget(service(), VISITOR, door, grist.accessToken({ readOnly: true, livesMs: next() }));
    expect(grist.stats().requests).toBe(1);
  });
});

describe('a token that proves nothing', () => {
  it('forged: signed by somebody else, for the right document', async () => {
    const { baseUrl } = grist.accessToken();
    const token = forged({ userId: 5, docId: grist.docId, exp: later() });
    expect(await refusalOf({ token, baseUrl })).toBe('WIDGET_JETON_REFUSE');
  });

  it('forged: another person put into a true one', async () => {
    const { token, baseUrl } = grist.accessToken({ person: grist.people.viewer, livesMs: next() });
    const [head, , signature] = token.split('.');
    const body = part({ userId: 5, docId: grist.docId, exp: later() });
    expect(await refusalOf({ token: `${head}.${body}.${signature}`, baseUrl })).toBe('WIDGET_JETON_REFUSE');
  });

  it('without signature (alg none)', async () => {
    const { baseUrl } = grist.accessToken();
    const body = part({ userId: 5, docId: grist.docId, exp: later() });
    const asked = grist.stats().requests;
    expect(await refusalOf({ token: `${part({ alg: 'none' })}.${body}.AA`, baseUrl })).toBe(
      'WIDGET_JETON_REFUSE',
    );
    expect(grist.stats().requests).toBe(asked);
  });

  it('expired', async () => {
    expect(await refusalOf(grist.accessToken({ livesMs: -1_000 }))).toBe('WIDGET_JETON_REFUSE');
  });

  it('of another document, at the address of this one: it opens the other, never this one', async () => {
    const other = grist.createDocument();
    const access = service();
    const { token } = grist.accessToken({ document: other.id });
    const { session } = await enterWidget(access, VISITOR, door, {
      token,
      baseUrl: grist.accessToken().baseUrl,
    });
    expect(readWidgetSession(access.site.sessionSecret, session, access.clock.now()).document).toBe(other.id);
  });

  it('of a person who has no access any more', async () => {
    const given = grist.accessToken({ person: grist.people.editor, livesMs: next() });
    grist.document().share(grist.people.editor.email, null);
    expect(await refusalOf(given)).toBe('WIDGET_JETON_REFUSE');
    grist.document().share(grist.people.editor.email, 'editors');
  });

  it('of a document in the trash', async () => {
    grist.document().putInTrash();
    expect(await refusalOf(grist.accessToken({ livesMs: next() }))).toBe('GRIST_DOC_CORBEILLE');
    grist.document().takeOutOfTrash();
  });

  it('of a fork or a snapshot', async () => {
    const { baseUrl } = grist.accessToken();
    const token = forged({ userId: 5, docId: `${grist.docId}~fork~5`, exp: later() });
    expect(await refusalOf({ token, baseUrl })).toBe('WIDGET_COPIE');
  });

  it.each([
    ['a path', '../../api/orgs'],
    ['a query', 'aaaaaaaaaaaa?x='],
    ['an address', 'https://ailleurs.invalid'],
  ])('whose document is %s', async (_what, docId) => {
    const { baseUrl } = grist.accessToken();
    const asked = grist.stats().requests;
    expect(await refusalOf({ token: forged({ userId: 5, docId, exp: later() }), baseUrl })).toBe(
      'WIDGET_JETON_REFUSE',
    );
    expect(grist.stats().requests).toBe(asked);
  });

  it.each(['', 'a.b', 'a.b.c.d', '....', 'x'.repeat(5_000), 'e30.e30.e30'])(
    'that is none: %#',
    async (token) => {
      expect(await refusalOf({ token, baseUrl: grist.accessToken().baseUrl })).toBe('WIDGET_JETON_REFUSE');
    },
  );
});

describe('a token that was used', () => {
  it('is refused the second time, also at the same instant', async () => {
    const given = grist.accessToken({ livesMs: next() });
    const answers = await Promise.all([refusalOf(given), refusalOf(given), refusalOf(given)]);
    expect(answers.filter((one) => one === null)).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set([null, 'WIDGET_JETON_REJOUE']));
  });

  it('is refused in another spelling of the same bytes', async () => {
    const { token, baseUrl } = grist.accessToken({ livesMs: next() });
    expect(await refusalOf({ token, baseUrl })).toBeNull();
    // 32 bytes leave two bits of the last character unused.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet[alphabet.indexOf(token.at(-1) ?? '') ^ 1] ?? '';
    const twin = token.slice(0, -1) + last;
    expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(token.split('.')[2] ?? '', 'base64url'),
    );
    expect(await refusalOf({ token: twin, baseUrl })).toBe('WIDGET_JETON_REFUSE');
    expect(await refusalOf({ token: `${token}=`, baseUrl })).toBe('WIDGET_JETON_REFUSE');
  });
});

describe('an address', () => {
  it('of a Grist that is not on the list is never called', async () => {
    const other = await startGrist();
    expect(await refusalOf(other.accessToken())).toBe('INSTANCE_NON_AUTORISEE');
    expect(other.stats().requests).toBe(0);
    await other.close();
  });

  it.each([
    'https://user:password@grist.invalid/api/docs/aaaaaaaaaaaa',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'nothing',
  ])('%s', async (baseUrl) => {
    const code = await refusalOf({ token: grist.accessToken({ livesMs: next() }).token, baseUrl });
    expect(['WIDGET_ADRESSE_REFUSEE', 'INSTANCE_NON_AUTORISEE']).toContain(code);
  });

  it.each([
    '/api/orgs',
    '/api/docs/a/../../orgs',
    '/api/docs/aaaaaaaaaaaa?x=1',
    '/api/docs/aaaaaaaaaaaa/sql',
    '/',
  ])('of a Grist on the list, with the path %s', async (path) => {
    const asked = grist.stats().requests;
    const { token } = grist.accessToken({ livesMs: next() });
    expect(await refusalOf({ token, baseUrl: `${grist.url}${path}` })).toBe('WIDGET_ADRESSE_REFUSEE');
    expect(grist.stats().requests).toBe(asked);
  });

  it.each([
    ['answers with a page', 'html', 'GRIST_PAS_GRIST'],
    ['redirects', 'ailleurs', 'GRIST_PAS_GRIST'],
    ['answers something else', 'faux', 'GRIST_REPONSE_ILLISIBLE'],
    ['answers without end', 'enorme', 'RESEAU_REPONSE_TROP_GRANDE'],
  ])('that %s', async (_what, team, code) => {
    const asked = grist.stats().requests;
    const baseUrl = `${odd.origin}/o/${team}/api/docs/${grist.docId}`;
    const { token } = grist.accessToken({ livesMs: next() });
    expect(await refusalOf({ token, baseUrl })).toBe(code);
    expect(grist.stats().requests).toBe(asked);
  });
});

describe('a Grist that does not answer', () => {
  it('is not waited for: seconds, whatever it does', async () => {
    const asked: unknown[] = [];
    const hasty: typeof door = {
      ...door,
      send: (request) => {
        asked.push(request.timeouts);
        return door.send({ ...request, timeouts: { firstByte: 60, total: 80 } });
      },
    };
    const given = { token: grist.accessToken({ livesMs: next() }).token, baseUrl: '' };
    const baseUrl = `${odd.origin}/o/lent/api/docs/${grist.docId}`;
    await expect(enterWidget(service(), VISITOR, hasty, { ...given, baseUrl })).rejects.toThrow(
      'GRIST_INJOIGNABLE',
    );
    expect(asked).toEqual([{ firstByte: 6_000, total: 8_000 }]);
  });
});

describe('many tries', () => {
  it('from one place about one document are refused, without asking Grist; another document is not', async () => {
    const access = service();
    const { baseUrl } = grist.accessToken();
    const other = grist.createDocument();
    const tries = (docId: string, from: number) =>
      refusalOf({ token: forged({ userId: 5, docId, exp: later(), from }), baseUrl }, access);
    for (let count = 0; count < 120; count += 1) await tries(grist.docId, count);
    const asked = grist.stats().requests;
    expect(await tries(grist.docId, 1_000)).toBe('WIDGET_TROP_DE_DEMANDES');
    expect(grist.stats().requests).toBe(asked);
    expect(await tries(other.id, 1_001)).toBe('WIDGET_JETON_REFUSE');
    access.wait(16 * 60_000);
    expect(await tries(grist.docId, 1_002)).toBe('WIDGET_JETON_REFUSE');
  });
});
