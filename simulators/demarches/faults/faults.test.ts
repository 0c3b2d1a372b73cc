// Every fault that the simulated DN can make, as a client sees it over HTTP (facts/demarches.md §2, §8).

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DemarchesSimulator, startDemarches } from '../start';
import { type Answer, ask } from '../testing/ask';
import { testClock } from '../testing/time';
import type { Fault, FaultMatch, FaultRule } from './rule';

type Page = {
  readonly demarche: {
    readonly dossiers: { readonly nodes: readonly ({ readonly number: number } | null)[] };
  };
};

let dn: DemarchesSimulator;
let numbers: readonly number[];

beforeEach(async () => {
  dn = await startDemarches({ preset: 'small', dossiers: 12, clock: testClock() });
  numbers = dn.control({ type: 'numbers' });
});
afterEach(() => dn.close());

const LIGHT = 'number state demandeur { __typename ... on PersonneMoraleIncomplete { siret } }';
const FULL = `${LIGHT} champs { id stringValue ... on CarteChamp { geoAreas { id } } }`;

const pages = (fields = FULL, first = 12): Promise<Answer<Page>> =>
  ask<Page>(
    dn,
    `query pages($first: Int) { demarche(number: ${dn.number}) { dossiers(first: $first) { nodes { ${fields} } } } }`,
    { first },
  );

const set = (...rules: FaultRule[]): null => dn.control({ type: 'set_faults', rules });
const always = (fault: Fault, when: FaultMatch = {}): null => set({ when, fault });

const target = (): number => numbers[4] ?? 0;

describe('of HTTP', () => {
  test.each([
    [429, 'text/plain'],
    [500, 'application/json; charset=utf-8'],
    [502, 'text/html; charset=utf-8'],
    [503, 'application/json; charset=utf-8'],
    [504, 'text/html; charset=utf-8'],
  ] as const)('%s', async (status, type) => {
    always({ type: 'status', status });
    const answer = await pages();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    expect(answer.headers.get('retry-after')).toBeNull();
    if (status === 500) expect(answer.json().errors?.[0]).toHaveProperty('extensions.exception_id');
  });

  test('429 with the header of a proxy', async () => {
    always({ type: 'status', status: 429, retryAfter: '2' });
    expect((await pages()).headers.get('retry-after')).toBe('2');
  });

  test('connections cut before the answer, or in its middle', async () => {
    always({ type: 'reset', when: 'before' });
    await expect(pages()).rejects.toThrow();
    always({ type: 'reset', when: 'middle' });
    await expect(pages()).rejects.toThrow();
    expect(dn.stats().statuses).toEqual({ reset: 2 });
  });

  test('200 with half a body, with something else, with a web page', async () => {
    for (const type of ['truncated', 'malformed', 'html'] as const) {
      always({ type });
      const answer = await pages();
      expect(answer.status).toBe(200);
      expect(() => answer.json()).toThrow(SyntaxError);
    }
  });

  test('late, by so many milliseconds', async () => {
    always({ type: 'slow', ms: 30 });
    const before = performance.now();
    expect((await pages()).json().data?.demarche.dossiers.nodes).toHaveLength(12);
    expect(performance.now() - before).toBeGreaterThanOrEqual(25);
  });
});

test('the second half of the body is late, and whole', async () => {
  set({ fault: { type: 'drip', ms: 30 } });
  const before = performance.now();
  expect((await pages()).json().data?.demarche.dossiers.nodes).toHaveLength(12);
  expect(performance.now() - before).toBeGreaterThanOrEqual(25);
});

describe('inside an answer', () => {
  test('the time is spent after some nodes: data, nulls, and one code only', async () => {
    always({ type: 'timeout', afterNodes: 3 });
    const { data, errors } = (await pages()).json();
    expect(data?.demarche.dossiers.nodes.map((node) => node?.number ?? null)).toEqual([
      ...numbers.slice(0, 3),
      ...Array(9).fill(null),
    ]);
    expect(errors).toHaveLength(9);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([
      'timeout',
      ...Array(8).fill(undefined),
    ]);
    expect(errors?.[1]).toMatchObject({
      message: 'Timeout on Dossier.number',
      path: ['demarche', 'dossiers', 'nodes', 4, 'number'],
    });
  });

  test('the time is spent before the list, or on one dossier: no data', async () => {
    always({ type: 'timeout', afterNodes: -1 });
    expect((await pages()).json()).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'timeout' } }],
    });
    const alone = await ask(dn, `{ dossier(number: ${target()}) { number } }`);
    expect(alone.json()).toMatchObject({ data: null, errors: [{ extensions: { code: 'timeout' } }] });
  });

  test('a null node, by its place or by its number, in a page or alone', async () => {
    set(
      { fault: { type: 'null_node', position: 2 } },
      { when: { dossier: target() }, fault: { type: 'null_node' } },
    );
    const { data, errors } = (await pages()).json();
    const missing = data?.demarche.dossiers.nodes.flatMap((node, position) =>
      node === null ? [position] : [],
    );
    expect(missing).toEqual([2, 4]);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['invalid_null', 'invalid_null']);
    const alone = (await ask(dn, `{ dossier(number: ${target()}) { number } }`)).json();
    expect(alone).toMatchObject({ data: null, errors: [{ extensions: { code: 'invalid_null' } }] });
  });

  test('an error at the root beside complete data', async () => {
    always({ type: 'root_error', code: 'timeout' });
    const { data, errors } = (await pages()).json();
    expect(data?.demarche.dossiers.nodes).toHaveLength(12);
    expect(errors).toEqual([{ message: 'Erreur fictive', extensions: { code: 'timeout' } }]);
  });
});

describe('tied to one dossier', () => {
  test('poison: 500 as soon as its champs are asked', async () => {
    always({ type: 'poison' }, { dossier: target() });
    expect((await pages()).status).toBe(500);
    expect((await pages(FULL, 4)).status).toBe(200);
    expect((await pages(LIGHT)).json().data?.demarche.dossiers.nodes[4]).toMatchObject({ number: target() });
    expect((await ask(dn, `{ dossier(number: ${target()}) { annotations { id } } }`)).status).toBe(500);
    expect((await ask(dn, `{ dossier(number: ${numbers[5]}) { annotations { id } } }`)).status).toBe(200);
  });

  test('poison that is slow: everything after it is lost', async () => {
    always({ type: 'poison_timeout' }, { dossier: target() });
    const { data, errors } = (await pages()).json();
    expect(data?.demarche.dossiers.nodes.filter((node) => node !== null)).toHaveLength(4);
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'timeout' } });
    expect((await pages(LIGHT)).json().errors).toBeUndefined();
  });

  test('an area of an unknown kind: 500 when areas are asked, and only then', async () => {
    const field = dn.demarche().form.champs.find(({ label }) => label === 'Périmètre')?.id ?? '';
    const area = {
      id: 1,
      source: 'rpg',
      description: null,
      geometry: { type: 'Point', coordinates: [0, 0] },
      parcelle: null,
    };
    dn.control({ type: 'edit_champ', number: target(), field, value: [area] });
    always({ type: 'unresolved_area' }, { dossier: target() });
    expect((await pages()).status).toBe(500);
    expect((await pages(`${LIGHT} champs { id stringValue }`)).status).toBe(200);
  });

  test('any fault of HTTP, only for requests that serve it', async () => {
    always({ type: 'status', status: 502 }, { dossier: target() });
    expect((await pages(LIGHT, 4)).status).toBe(200);
    expect((await pages(LIGHT, 5)).status).toBe(502);
    expect(dn.stats().faults).toEqual([1]);
  });
});

describe('which requests are struck', () => {
  const statuses = async (count: number, fields = LIGHT, first = 12): Promise<number[]> => {
    const found = [];
    for (let request = 0; request < count; request += 1) found.push((await pages(fields, first)).status);
    return found;
  };
  const fault: Fault = { type: 'status', status: 502 };

  test('so many times', async () => {
    set({ fault, times: 2 });
    expect(await statuses(4)).toEqual([502, 502, 200, 200]);
  });

  test('the nth ones', async () => {
    always(fault, { nth: [1, 3] });
    expect(await statuses(5)).toEqual([200, 502, 200, 502, 200]);
  });

  test('by operation, field, champs, size of the page', async () => {
    always(fault, { operation: 'others' });
    expect(await statuses(1)).toEqual([200]);
    always(fault, { operation: 'pages' });
    expect(await statuses(1)).toEqual([502]);
    always(fault, { field: 'deletedDossiers' });
    expect(await statuses(1)).toEqual([200]);
    always(fault, { field: 'dossiers' });
    expect(await statuses(1)).toEqual([502]);
    always(fault, { champs: true });
    expect([await statuses(1), await statuses(1, FULL)]).toEqual([[200], [502]]);
    always(fault, { firstAbove: 5 });
    expect([await statuses(1, LIGHT, 5), await statuses(1, LIGHT, 6)]).toEqual([[200], [502]]);
  });

  test('by chance, the same chance for the same seed', async () => {
    always(fault, { probability: 0.5 });
    const first = await statuses(20);
    expect(new Set(first)).toEqual(new Set([200, 502]));
    always(fault, { probability: 0.5 });
    expect(await statuses(20)).toEqual(first);
  });
});

test('what was asked and sent is counted', async () => {
  const answer = await pages(LIGHT, 5);
  await ask(dn, `query one { dossier(number: ${target()}) { id } }`);
  const stats = dn.stats();
  expect(stats).toMatchObject({
    requests: 2,
    operations: { pages: 1, one: 1 },
    statuses: { 200: 2 },
    dossiers: 6,
  });
  expect(stats.bytesSent).toBeGreaterThan(Buffer.byteLength(answer.text));
  dn.control({ type: 'reset_stats' });
  expect(dn.stats()).toMatchObject({ requests: 0, bytesSent: 0, bytesReceived: 0, operations: {} });
});
