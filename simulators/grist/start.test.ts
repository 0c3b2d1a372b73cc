// The simulated Grist from outside: troubles, statistics, people, gestures, the control route, and what it refuses.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTROL_HEADER, CONTROL_PATH } from './control-route';
import { type Simulator, startGrist } from './start';

let grist: Simulator;

beforeEach(async () => {
  grist = await startGrist();
  grist.document().apply([
    [
      'AddTable',
      'Faits',
      [
        { id: 'n', type: 'Int' },
        { id: 't', type: 'Text' },
      ],
    ],
  ]);
});

afterEach(async () => {
  await grist.close();
});

function ask(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(`${grist.url}/api/docs/${grist.docId}${path}`, {
    method,
    headers: { authorization: `Bearer ${grist.key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

const add = (signal?: AbortSignal): Promise<Response> =>
  ask('POST', '/apply?noparse=1', [['AddRecord', 'Faits', null, { n: 1 }]], signal);

const rows = (): number => grist.document().rows('Faits').length;

describe('troubles', () => {
  it.each([429, 500, 502, 503, 504])('%i before the effect, then as usual', async (status) => {
    grist.fault({ path: '/apply', fault: { type: 'status', status, when: 'before', retryAfter: '3' } });
    const refused = await add();
    expect([refused.status, refused.headers.get('retry-after'), rows()]).toEqual([status, '3', 0]);
    expect((await add()).status).toBe(200);
    expect(rows()).toBe(1);
  });

  it('502 with a page after the effect', async () => {
    grist.fault({ fault: { type: 'status', status: 502, when: 'after', body: '<html>Bad gateway</html>' } });
    const reply = await add();
    expect([reply.status, reply.headers.get('content-type'), rows()]).toEqual([
      502,
      'text/html; charset=utf-8',
      1,
    ]);
    expect(await reply.text()).toBe('<html>Bad gateway</html>');
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('a connection cut %s the effect', async (when, expected) => {
    grist.fault({ fault: { type: 'reset', when } });
    await expect(add()).rejects.toThrow();
    expect(rows()).toBe(expected);
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('silence %s the effect lasts until the client gives up', async (when, expected) => {
    const silence = grist.fault({ fault: { type: 'silence', when } });
    const patience = new AbortController();
    const asked = add(patience.signal);
    await until(() => grist.stats().requests === 1 && rows() === expected);
    patience.abort();
    await expect(asked).rejects.toThrow();
    expect(silence.hits).toBe(1);
    expect((await add()).status).toBe(200);
  });

  it('JSON cut in half: ended as if whole, or broken in the body', async () => {
    grist.fault({ fault: { type: 'truncated', whole: true } });
    await expect(add().then((reply) => reply.json())).rejects.toThrow(SyntaxError);
    grist.fault({ fault: { type: 'truncated', whole: false } });
    const reply = await add();
    await expect(reply.text()).rejects.toThrow();
    expect(rows()).toBe(2);
  });

  it('JSON whose second half is late, and whole', async () => {
    grist.fault({ fault: { type: 'drip', ms: 30 } });
    const before = performance.now();
    const reply = await add();
    await reply.json();
    expect(performance.now() - before).toBeGreaterThanOrEqual(25);
    expect([reply.status, rows()]).toEqual([200, 1]);
  });

  it('a page with 200', async () => {
    grist.fault({ fault: { type: 'html', when: 'before' } });
    const reply = await add();
    expect([reply.status, reply.headers.get('content-type'), rows()]).toEqual([
      200,
      'text/html; charset=utf-8',
      0,
    ]);
  });

  it('a stall keeps the document busy: an empty list sent after it is answered after it', async () => {
    grist.fault({ body: 'AddRecord', fault: { type: 'stall', ms: 80 } });
    const order: string[] = [];
    const stalled = add().then(() => order.push(`write, ${rows()} row`));
    await until(() => grist.stats().requests === 1);
    const barrier = ask('POST', '/apply', []).then(() => order.push('barrier'));
    await Promise.all([stalled, barrier]);
    expect(order).toEqual(['write, 1 row', 'barrier']);
  });
});

describe('statistics', () => {
  it('count requests, bytes, statuses and actions, and forget on demand', async () => {
    await add();
    await ask('POST', '/sql', { sql: 'select nope' });
    const { requests, bytesIn, bytesOut, byStatus, seen, peakParallel } = grist.stats();
    expect([requests, peakParallel, byStatus]).toEqual([2, 1, { 200: 1, 400: 1 }]);
    expect(seen.map(({ method, status, actions }) => [method, status, actions])).toEqual([
      ['POST', 200, ['AddRecord']],
      ['POST', 400, []],
    ]);
    expect(bytesIn).toBe(JSON.stringify([['AddRecord', 'Faits', null, { n: 1 }]]).length + 21);
    expect(bytesOut).toBe(seen.reduce((sum, one) => sum + one.bytesOut, 0));
    expect(bytesOut).toBeGreaterThan(100);
    grist.resetStats();
    expect(grist.stats()).toMatchObject({ requests: 0, bytesIn: 0, byStatus: {}, seen: [] });
  });

  it('tell how many requests were in hand at once', async () => {
    grist.settings.latencyMs = 30;
    await Promise.all([add(), add(), add()]);
    expect(grist.stats().peakParallel).toBe(3);
  });
});

describe('several people and documents', () => {
  it('each document has its own rows, people and rules', async () => {
    const other = grist.createDocument({ id: 'autre', name: 'Autre' });
    other.apply([['AddTable', 'Seule', [{ id: 'a' }]]]);
    expect(
      grist
        .document()
        .tables()
        .map(({ id }) => id),
    ).toEqual(['Table1', 'Faits']);
    expect(other.tables().map(({ id }) => id)).toEqual(['Table1', 'Seule']);
    other.share(grist.people.owner.email, null);
    const reply = await fetch(`${grist.url}/api/docs/autre`, {
      headers: { authorization: `Bearer ${grist.key}` },
    });
    expect(reply.status).toBe(403);
    expect(() => grist.document('inconnu')).toThrow('no document inconnu');
  });

  it('rules bind everybody unless told otherwise; the trash refuses all', async () => {
    const document = grist.document();
    document.setRules({ structure: 'forbidden' });
    const column = [['AddVisibleColumn', 'Faits', 'x', {}]];
    expect((await ask('POST', '/apply?noparse=1', column)).status).toBe(403);
    expect((await ask('POST', '/sql', { sql: 'select 1' })).status).toBe(403);
    expect((await add()).status).toBe(200);
    document.setRules({ appliesTo: 'not_owners' });
    expect((await ask('POST', '/apply?noparse=1', column)).status).toBe(200);
    document.putInTrash();
    expect((await ask('GET', '/tables')).status).toBe(404);
    document.takeOutOfTrash();
    expect((await ask('GET', '/tables')).status).toBe(200);
  });
});

describe('gestures of a user', () => {
  it('act like the interface, and move the history', () => {
    const document = grist.document();
    const before = document.history();
    const id = document.addRow('Faits', { n: 5, t: 'x' });
    document.editCell('Faits', id, 't', 'y');
    expect(document.renameColumn('Faits', 't', 'Texte libre')).toBe('Texte_libre');
    expect(document.relabelColumn('Faits', 'n', 'Numéro')).toBe('Numero');
    document.retypeColumn('Faits', 'Numero', 'Text');
    expect(document.addFormulaColumn('Faits', 'total', '$Numero + 1')).toBe('total');
    expect(document.addColumn('Faits', 'note', 'Bool')).toBe('note');
    expect(document.rows('Faits')).toEqual([
      { id: 1, Numero: '5', Texte_libre: 'y', total: null, note: false },
    ]);
    expect(document.table('Faits').columns.map((column) => column.label)).toEqual([
      'Numéro',
      't',
      'total',
      'note',
    ]);
    expect(document.renameTable('Faits', 'faits 2')).toBe('Faits_2');
    document.deleteColumn('Faits_2', 'note');
    document.deleteRows('Faits_2', [id]);
    expect(document.rows('Faits_2')).toEqual([]);
    document.deleteTable('Faits_2');
    expect(document.tables().map((table) => table.id)).toEqual(['Table1']);
    expect(document.history() - before).toBe(11);
  });

  it('are refused as Grist refuses them', () => {
    expect(() => grist.document().deleteColumn('Faits', 'nope')).toThrow(
      '[Sandbox] ValueError No such column: Faits.nope',
    );
  });
});

describe('what is not imitated is said', () => {
  it.each([
    ['an action of the engine', [['CreateViewSection', 1, 0, 'chart', null, null]]],
    ['metadata that is not kept', [['AddRecord', '_grist_Filters', null, { colRef: 1 }]]],
    ['an attribute that is not kept', [['ModifyColumn', 'Faits', 'n', { recalcWhen: 1 }]]],
  ])('%s', async (_name, actions) => {
    const reply = await ask('POST', '/apply?noparse=1', actions);
    expect([reply.status, await reply.text()]).toEqual([500, expect.stringContaining('simulator of Grist')]);
  });

  it('texts meant for typed columns without noparse=1', async () => {
    const typed = await ask('POST', '/apply', [['AddRecord', 'Faits', null, { n: '12' }]]);
    expect([typed.status, await typed.text()]).toEqual([500, expect.stringContaining('noparse=1')]);
    const text = await ask('POST', '/apply', [['AddRecord', 'Faits', null, { t: '12', n: 12 }]]);
    expect(text.status).toBe(200);
  });
});

describe('the control route', () => {
  const order = (token: string, body: unknown): Promise<Response> =>
    fetch(`${grist.url}${CONTROL_PATH}`, {
      method: 'POST',
      headers: { [CONTROL_HEADER]: token },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('sets troubles, latency and rules, and tells the statistics', async () => {
    await add();
    const reply = await order(grist.controlToken, {
      faults: [{ path: '/apply', fault: { type: 'status', status: 503, when: 'before' } }],
      maxParallel: 4,
      resetStats: true,
      document: { id: grist.docId, rules: { sql: 'forbidden' } },
    });
    const { stats } = (await reply.json()) as { stats: { requests: number } };
    expect(stats.requests).toBe(2);
    expect((await add()).status).toBe(503);
    expect((await add()).status).toBe(200);
    expect((await ask('POST', '/sql', { sql: 'select 1' })).status).toBe(403);
    expect(grist.settings.maxParallel).toBe(4);
  });

  it('is closed without its token, and refuses what it does not understand', async () => {
    expect((await order('autre', {})).status).toBe(404);
    expect((await order(grist.controlToken, { latency: 3 })).status).toBe(400);
    expect((await order(grist.controlToken, '{')).status).toBe(400);
    expect((await order(grist.controlToken, '')).status).toBe(200);
  });
});

/** Waits for something that another task brings about. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a document’s access token', () => {
  const withToken = async (
    method: string,
    path: string,
    token: string,
    id = grist.docId,
  ): Promise<readonly [number, unknown]> => {
    const answer = await fetch(`${grist.url}/api/docs/${id}${path}?auth=${token}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: '[]' } : {}),
    });
    return [answer.status, Object(await answer.json()).error];
  };

  it('opens what is under its document, and nothing of the site', async () => {
    const { token, baseUrl, ttlMsecs } = grist.accessToken();
    expect(ttlMsecs).toBe(15 * 60_000);
    expect(baseUrl).toBe(`${grist.url}/api/docs/${grist.docId.slice(0, 12)}`);
    expect(await withToken('GET', '/tables', token)).toEqual([200, undefined]);
    expect(await withToken('POST', '/apply', token)).toEqual([200, undefined]);
    expect((await withToken('GET', '', token))[0]).toBe(403);
    expect((await withToken('GET', '/tables', token, grist.createDocument().id))[0]).toBe(403);
  });

  it('reads only, when it was asked so or when its person only reads', async () => {
    const asked = grist.accessToken({ readOnly: true }).token;
    const viewer = grist.accessToken({ person: grist.people.viewer }).token;
    for (const token of [asked, viewer]) {
      expect(await withToken('GET', '/tables', token)).toEqual([200, undefined]);
      expect(await withToken('POST', '/apply', token)).toEqual([403, 'No write access']);
    }
  });

  it('is worth nothing once it is over, changed, or its person has no access', async () => {
    expect(await withToken('GET', '/tables', grist.accessToken({ livesMs: -1_000 }).token)).toEqual([
      401,
      'Token has expired',
    ]);
    const { token } = grist.accessToken();
    expect(await withToken('GET', '/tables', `${token.slice(0, -4)}AAAA`)).toEqual([
      401,
      'Cannot verify token',
    ]);
    expect((await withToken('GET', '/tables', 'rien'))[0]).toBe(401);
    const editor = grist.accessToken({ person: grist.people.editor }).token;
    grist.document().share(grist.people.editor.email, null);
    expect(await withToken('GET', '/tables', editor)).toEqual([403, 'No view access']);
  });
});
