// Who is let in, how often, and what the others are told (facts/demarches.md §1, §8).

import { afterEach, describe, expect, test } from 'vitest';
import type { DemarchesOptions } from '../options';
import { type DemarchesSimulator, startDemarches } from '../start';
import { ask } from '../testing/ask';
import { testClock } from '../testing/time';

const TITLE = 'query($number: Int!) { demarche(number: $number) { title } }';
let dn: DemarchesSimulator;
afterEach(() => dn.close());

const start = async (options: DemarchesOptions = {}): Promise<void> => {
  dn = await startDemarches({ preset: 'tiny', clock: testClock(), ...options });
};

const title = (headers: Record<string, string> = {}) => ask(dn, TITLE, { number: dn.number }, headers);

const raw = (body: string, init: RequestInit = {}) =>
  fetch(dn.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${dn.token}` },
    body,
    ...init,
  });

describe('tokens', () => {
  test.each(['Bearer <t>', 'Token <t>', 'Bearer token=<t>', 'bearer <t>'])('%s is accepted', async (form) => {
    await start();
    const { status, json } = await title({ authorization: form.replace('<t>', dn.token) });
    expect([status, json()]).toEqual([
      200,
      { data: { demarche: { title: 'Soutien aux lieux de proximité' } } },
    ]);
  });

  test('without a valid one, a document is refused: 403', async () => {
    await start();
    const { status, json } = await title({ authorization: 'Bearer nope' });
    expect(status).toBe(403);
    expect(json()).toMatchObject({ data: null, errors: [{ extensions: { code: 'forbidden' } }] });
  });

  test('introspection as a stored query needs none', async () => {
    await start();
    const response = await fetch(dn.url, {
      method: 'POST',
      body: JSON.stringify({ queryId: 'introspection' }),
    });
    expect(response.status).toBe(200);
    expect(JSON.stringify(await response.json())).toContain('"PieceJustificativeChamp"');
  });

  test('expired: 401', async () => {
    await start();
    dn.control({ type: 'expire_token', token: dn.token });
    const { status, json } = await title();
    expect(status).toBe(401);
    expect(json()).toEqual({
      data: null,
      errors: [{ message: 'Token expired', extensions: { code: 'unauthorized' } }],
    });
  });

  test('revoked: as if it never was', async () => {
    await start();
    dn.control({ type: 'revoke_token', token: dn.token });
    expect((await title()).status).toBe(403);
  });

  test('refused network: 403 with the address to declare', async () => {
    await start();
    dn.control({ type: 'refuse_network', token: dn.token, address: '203.0.113.9' });
    const { status, json } = await title();
    expect(status).toBe(403);
    expect(json().errors?.[0]?.message).toContain('203.0.113.9');
    dn.control({ type: 'refuse_network', token: dn.token, address: null });
    expect((await title()).status).toBe(200);
  });

  test('of another administrateur: 200, unauthorized at demarche, no data', async () => {
    await start();
    dn.control({ type: 'scope_token', token: dn.token, scope: 'autre' });
    const { status, json } = await title();
    expect(status).toBe(200);
    expect(json()).toMatchObject({
      data: null,
      errors: [{ path: ['demarche'], extensions: { code: 'unauthorized' } }],
    });
  });

  test('a second one has its own life', async () => {
    await start();
    const other = dn.control({ type: 'issue_token' });
    dn.control({ type: 'expire_token', token: dn.token });
    expect((await title({ authorization: `Bearer ${other}` })).status).toBe(200);
  });
});

describe('throttle', () => {
  test('counts by Authorization header on the epoch minute', async () => {
    const clock = testClock('2026-11-02T09:00:30Z');
    await start({ rateLimit: 2, clock });
    const statuses = [];
    for (let request = 0; request < 3; request += 1) statuses.push((await title()).status);
    expect(statuses).toEqual([200, 200, 429]);
    const refused = await title();
    expect(refused.headers.get('content-type')).toBe('text/plain');
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('ratelimit-reset')).toBe(String(Date.parse('2026-11-02T09:01:00Z') / 1000));
    expect(refused.headers.get('retry-after')).toBeNull();
    expect(() => refused.json()).toThrow(SyntaxError);
    const other = dn.control({ type: 'issue_token' });
    expect((await title({ authorization: `Bearer ${other}` })).status).toBe(200);
    clock.advance(30_000);
    expect((await title()).status).toBe(200);
  });

  test('400 a minute unless told otherwise', async () => {
    await start();
    for (let request = 0; request < 400; request += 1) await raw('');
    expect((await title()).status).toBe(429);
  });
});

describe('requests', () => {
  test('only POST on /api/v2/graphql', async () => {
    await start();
    expect((await fetch(dn.url)).status).toBe(404);
    expect((await fetch(`${dn.origin}/api/v1/graphql`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  test('a body that is not JSON, variables that are not an object: 400 bad_request', async () => {
    await start();
    for (const body of ['{', '[]', JSON.stringify({ query: '{__typename}', variables: 3 })]) {
      const response = await raw(body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'bad_request' } }] });
    }
  });

  test('variables may be JSON text', async () => {
    await start();
    const response = await raw(
      JSON.stringify({ query: TITLE, variables: JSON.stringify({ number: dn.number }) }),
    );
    expect(await response.json()).toEqual({
      data: { demarche: { title: 'Soutien aux lieux de proximité' } },
    });
  });

  test('an unknown stored query: 400 since August 2026, 500 before', async () => {
    await start();
    expect((await raw(JSON.stringify({ queryId: 'nope' }))).status).toBe(400);
    await dn.close();
    await start({ variant: '2026-01' });
    expect((await raw(JSON.stringify({ queryId: 'nope' }))).status).toBe(500);
  });

  test('an integer beyond 32 bits: bad_request since August 2026, 500 before', async () => {
    await start();
    const recent = await ask(dn, TITLE, { number: 12_345_678_901 });
    expect([recent.status, recent.json().errors?.[0]?.extensions?.code]).toEqual([200, 'bad_request']);
    await dn.close();
    await start({ variant: '2026-01' });
    const old = await ask(dn, TITLE, { number: 12_345_678_901 });
    expect([old.status, old.json().errors?.[0]?.extensions?.code]).toEqual([500, 'internal_server_error']);
  });

  test('an invalid document: 200, a code, no data key', async () => {
    await start();
    const removed = (await ask(dn, '{ demarche(number: 1) { nope } }')).json();
    expect(removed).toMatchObject({ errors: [{ extensions: { code: 'undefinedField' } }] });
    expect('data' in removed).toBe(false);
    const unknown = (
      await ask(dn, '{ dossier(number: 1) { champs { ... on CnafChampDescriptor { id } } } }')
    ).json();
    expect(unknown).toMatchObject({ errors: [{ extensions: { code: 'undefinedType' } }] });
    const unparsed = (await ask(dn, '{ demarche(')).json();
    expect(Object.keys(unparsed)).toEqual(['errors']);
  });

  test('unknown démarche, unknown dossier, deleted démarche: not_found', async () => {
    await start();
    const codes = async (query: string) =>
      (await ask(dn, query)).json().errors?.map(({ extensions }) => extensions?.code);
    expect(await codes('{ demarche(number: 1) { id } }')).toEqual(['not_found']);
    expect(await codes('{ dossier(number: 1) { id } }')).toEqual(['not_found']);
    expect(await codes('{ groupeInstructeur(number: 1) { id } }')).toEqual(['not_found']);
    dn.control({ type: 'delete_demarche' });
    expect(await codes(`{ demarche(number: ${dn.number}) { id } }`)).toEqual(['not_found']);
  });

  test('a dossier of a démarche that the token does not see: unauthorized', async () => {
    await start();
    const { errors } = (await ask(dn, '{ dossier(number: 77000012) { id } }')).json();
    expect(errors).toMatchObject([{ path: ['dossier'], extensions: { code: 'unauthorized' } }]);
  });

  test('the Date header follows the injected clock', async () => {
    const clock = testClock('2026-11-02T09:00:30.700Z');
    await start({ clock });
    expect((await title()).headers.get('date')).toBe('Mon, 02 Nov 2026 09:00:30 GMT');
  });

  test('maintenance: 503 and its sentence', async () => {
    await start();
    dn.control({ type: 'set_maintenance', on: true });
    const response = await title();
    expect(response.status).toBe(503);
    expect(Object.keys(response.json())).toEqual(['error']);
  });
});
