// The adapter over a DN in trouble, by real HTTP: nothing is lost, nothing is asked for ever, and the reason is told.

import { afterEach, describe, expect, test } from 'vitest';
import type { Fault, FaultRule } from '../../simulators/demarches/faults/rule';
import type { DemarchesOptions as SimulatorOptions } from '../../simulators/demarches/options';
import { type DemarchesSimulator, startDemarches } from '../../simulators/demarches/start';
import type { FailureCode } from '../errors/catalogue';
import { failureOf } from '../errors/testing';
import { serve } from '../http/fixture-server';
import { allChamps, EVERYTHING, FROM_THE_START, openTestSource, readAll } from './fixture-source';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function simulate(options: SimulatorOptions): Promise<DemarchesSimulator> {
  const dn = await startDemarches(options);
  closers.push(() => dn.close());
  return dn;
}

function open(dn: Parameters<typeof openTestSource>[0], more: Parameters<typeof openTestSource>[1] = {}) {
  const opened = openTestSource(dn, more);
  closers.push(() => opened.source.close());
  return opened;
}

const numbersOf = (dn: DemarchesSimulator): readonly number[] =>
  [...dn.control({ type: 'numbers' })].sort((a, b) => a - b);
const sorted = (dossiers: readonly { readonly number: number }[]): readonly number[] =>
  dossiers.map(({ number }) => number).sort((a, b) => a - b);
const faults = (dn: DemarchesSimulator, ...rules: readonly FaultRule[]): void => {
  dn.control({ type: 'set_faults', rules });
};

describe('passing troubles: every dossier comes in the end, once (defects D1 and D2 of the original)', () => {
  const PASSING: readonly [string, Fault][] = [
    ['502', { type: 'status', status: 502 }],
    ['504', { type: 'status', status: 504 }],
    ['503 of a gateway or a maintenance', { type: 'status', status: 503 }],
    ['500', { type: 'status', status: 500 }],
    ['429', { type: 'status', status: 429 }],
    ['a reset before the answer', { type: 'reset', when: 'before' }],
    ['a reset in the middle', { type: 'reset', when: 'middle' }],
    ['a truncated answer', { type: 'truncated' }],
    ['an answer that is not JSON', { type: 'malformed' }],
    ['a page of HTML with a 200', { type: 'html' }],
    ['a timeout with partial data', { type: 'timeout', afterNodes: 3 }],
    ['an error at the root', { type: 'root_error', message: 'oups' }],
  ];

  test.each(PASSING)('%s, twice, in the middle of the reading', async (_, fault) => {
    const dn = await simulate({ preset: 'tiny', dossiers: 160 });
    const { source } = open(dn);
    faults(dn, { when: { operation: 'Page', nth: [1, 2] }, fault });
    const { dossiers, unreadable } = await readAll(source);
    expect(unreadable).toEqual([]);
    expect(dossiers.map(({ number }) => number)).toEqual([...new Set(dossiers.map(({ number }) => number))]);
    expect(sorted(dossiers)).toEqual(numbersOf(dn));
    expect(source.traffic().retries).toBe(2);
  });

  test.each(PASSING)('%s, once, on every other kind of question', async (_, fault) => {
    const dn = await simulate({ preset: 'small' });
    const { source } = open(dn);
    const isMaintenance = fault.type === 'status' && fault.status === 503;
    for (const operation of ['Verification', 'Schema', 'Description', 'Disparus']) {
      // Somebody waits for a check: it tells a maintenance at once.
      if (operation === 'Verification' && isMaintenance) continue;
      faults(dn, { when: { operation }, fault, times: 1 });
      if (operation === 'Verification') expect((await source.check()).title).toBe(dn.demarche().title);
      if (operation === 'Schema') expect((await source.describe()).form).toEqual(dn.demarche().form);
      if (operation === 'Description') expect((await source.describe()).form.origin).toBe('descriptors');
      if (operation === 'Disparus')
        expect(await source.tombstones(null)).toEqual(await source.tombstones(null));
    }
  });

  test('the page that a timeout spoiled is thrown away, whole', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 40 });
    const { source } = open(dn);
    faults(dn, { when: { operation: 'Page', nth: 0 }, fault: { type: 'timeout', afterNodes: 30 } });
    const { pages } = await readAll(source);
    expect(pages[0]).toBe(25);
  });

  test('a 429 makes everyone wait for RateLimit-Reset, at most 61 s, and is no retry storm', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 10 });
    const { source, waits } = open(dn);
    await source.check();
    faults(dn, { fault: { type: 'status', status: 429 }, times: 1 });
    await source.page(FROM_THE_START, EVERYTHING);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(1000);
    expect(waits[0]).toBeLessThanOrEqual(61_000);
    expect(dn.stats().statuses['429']).toBe(1);
  });

  test('tombstones are asked in smaller pages when DN is slow', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 80 });
    const { source } = open(dn);
    for (const number of numbersOf(dn)) dn.control({ type: 'hide', number, by: 'administration' });
    const honest = await source.tombstones(null);
    faults(dn, { when: { operation: 'Disparus', firstAbove: 30 }, fault: { type: 'status', status: 504 } });
    expect(await source.tombstones(null)).toEqual(honest);
    expect(honest.length).toBeGreaterThanOrEqual(80);
  });

  test('a cursor that DN cannot read is refused at once', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 10 });
    const { source } = open(dn);
    await source.describe();
    const before = dn.stats().requests;
    const failure = await failureOf(source.page({ ...FROM_THE_START, after: 'pas un curseur' }, EVERYTHING));
    expect(failure.code).toBe('DS_REQUETE_REFUSEE');
    expect(dn.stats().requests).toBe(before + 1);
  });

  test('a 429 that lasts is DS_LIMITE_DEBIT after five', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const { source } = open(dn);
    faults(dn, { fault: { type: 'status', status: 429 } });
    expect((await failureOf(source.check())).code).toBe('DS_LIMITE_DEBIT');
    expect(dn.stats().requests).toBe(5);
  });

  test('a maintenance is waited for in minutes', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 10 });
    const waits: number[] = [];
    const { source } = open(dn, {
      sleep: async (ms) => {
        waits.push(ms);
        if (waits.length === 2) dn.control({ type: 'set_maintenance', on: false });
      },
    });
    dn.control({ type: 'set_maintenance', on: true });
    const { dossiers } = await readAll(source);
    expect(dossiers).toHaveLength(10);
    expect(waits).toEqual([60_000, 120_000]);
  });
});

describe('lasting troubles: told, with a bounded number of requests', () => {
  test.each<[string, Fault, FailureCode]>([
    ['502', { type: 'status', status: 502 }, 'DS_INDISPONIBLE'],
    ['500', { type: 'status', status: 500 }, 'DS_ERREUR_INTERNE'],
    ['HTML', { type: 'html' }, 'DS_REPONSE_ILLISIBLE'],
    ['resets', { type: 'reset', when: 'before' }, 'RESEAU_COUPURE'],
    ['timeouts', { type: 'timeout', afterNodes: 0 }, 'DS_REPONSE_PARTIELLE'],
  ])('%s for ever', async (_, fault, code) => {
    const dn = await simulate({ preset: 'tiny', dossiers: 60 });
    const { source } = open(dn);
    await source.describe();
    const before = dn.stats().requests;
    faults(dn, { fault });
    expect((await failureOf(source.page(FROM_THE_START, EVERYTHING))).code).toBe(code);
    expect(dn.stats().requests - before).toBeLessThanOrEqual(16);
  });

  test('a maintenance that lasts is DS_MAINTENANCE', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const { source, waits } = open(dn);
    dn.control({ type: 'set_maintenance', on: true });
    expect((await failureOf(source.describe())).code).toBe('DS_MAINTENANCE');
    expect(waits).toEqual([60_000, 120_000, 240_000]);
    expect((await failureOf(source.check())).code).toBe('DS_MAINTENANCE');
    expect(waits).toHaveLength(3);
  });

  test('a server that is not there: RESEAU_INJOIGNABLE', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const { source } = open(dn);
    await source.describe();
    await dn.close();
    const failure = await failureOf(source.page(FROM_THE_START, EVERYTHING));
    expect(failure.code).toBe('RESEAU_INJOIGNABLE');
  });

  test('a redirect is refused, and the token goes nowhere', async () => {
    const elsewhere = await serve((_, response) => void response.end('{}'));
    closers.push(() => elsewhere.close());
    const moved = await serve((_, response) => {
      response.writeHead(301, { location: `${elsewhere.origin}/api/v2/graphql` });
      response.end();
    });
    closers.push(() => moved.close());
    const { source } = open({ origin: moved.origin, token: 'jeton', number: 1 });
    const failure = await failureOf(source.check());
    expect(failure.code).toBe('RESEAU_REDIRECTION');
    expect(failure.facts).toMatchObject({ status: 301, crossOrigin: true });
    expect(moved.received).toHaveLength(1);
    expect(elsewhere.received).toHaveLength(0);
  });

  test('a site that is not DN: DS_REPONSE_ILLISIBLE, in two requests', async () => {
    const other = await serve((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<html>Bienvenue</html>');
    });
    closers.push(() => other.close());
    const { source } = open({ origin: other.origin, token: 'jeton', number: 1 });
    expect((await failureOf(source.check())).code).toBe('DS_REPONSE_ILLISIBLE');
    expect(other.received).toHaveLength(2);
  });

  test('a GraphQL server that is not DN: DS_SCHEMA_INCONNU', async () => {
    const other = await serve((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"data":{"t0":{"name":"Query","fields":[]}}}');
    });
    closers.push(() => other.close());
    const { source } = open({ origin: other.origin, token: 'jeton', number: 1 });
    expect((await failureOf(source.describe())).code).toBe('DS_SCHEMA_INCONNU');
  });
});

describe('refused: one request, no insistence', () => {
  test.each<[string, (dn: DemarchesSimulator) => void, FailureCode]>([
    ['a revoked token', (dn) => dn.control({ type: 'revoke_token', token: dn.token }), 'DS_JETON_REFUSE'],
    ['an expired token', (dn) => dn.control({ type: 'expire_token', token: dn.token }), 'DS_JETON_EXPIRE'],
    [
      'a token of another démarche',
      (dn) => dn.control({ type: 'scope_token', token: dn.token, scope: 'autre' }),
      'DS_DEMARCHE_NON_AUTORISEE',
    ],
    [
      'a network that is not declared',
      (dn) => dn.control({ type: 'refuse_network', token: dn.token, address: '203.0.113.7' }),
      'DS_JETON_IP_REFUSEE',
    ],
    ['a deleted démarche', (dn) => dn.control({ type: 'delete_demarche' }), 'DS_DEMARCHE_INTROUVABLE'],
  ])('%s', async (_, refuse, code) => {
    const dn = await simulate({ preset: 'tiny' });
    const { source, waits } = open(dn);
    await source.describe();
    refuse(dn);
    for (const ask of [
      () => source.check(),
      () => source.describe(),
      () => source.page(FROM_THE_START, EVERYTHING),
      () => source.tombstones(null),
    ]) {
      const before = dn.stats().requests;
      const failure = await failureOf(ask());
      expect(failure.code).toBe(code);
      expect(`${failure.message}${JSON.stringify(failure.facts)}${failure.stack}`).not.toContain(dn.token);
      expect(dn.stats().requests).toBe(before + 1);
      if (code === 'DS_JETON_IP_REFUSEE') expect(failure.detail).toContain('203.0.113.7');
    }
    expect(waits).toEqual([]);
  });

  test('a démarche that does not exist', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const { source } = open({ origin: dn.origin, token: dn.token, number: dn.number + 1 });
    expect((await failureOf(source.check())).code).toBe('DS_DEMARCHE_INTROUVABLE');
  });
});

describe('dossiers that DN cannot serve never stop the others', () => {
  test('null nodes are found by number and asked one by one', async () => {
    const dn = await simulate({ preset: 'small' });
    const { source } = open(dn);
    await source.describe();
    const before = dn.stats().requests;
    faults(dn, { when: { operation: 'Page' }, fault: { type: 'null_node', position: 4 }, times: 1 });
    const { dossiers, unreadable } = await readAll(source);
    expect(unreadable).toEqual([]);
    expect(sorted(dossiers)).toEqual(numbersOf(dn));
    expect(dn.stats().requests - before).toBe(3);
  });

  test('one that is null whatever is asked: told with its number', async () => {
    const dn = await simulate({ preset: 'small' });
    const bad = numbersOf(dn)[6] ?? 0;
    const { source } = open(dn);
    faults(dn, { when: { dossier: bad }, fault: { type: 'null_node' } });
    const { dossiers, unreadable } = await readAll(source);
    expect(sorted(dossiers)).toEqual(numbersOf(dn).filter((number) => number !== bad));
    expect(unreadable).toMatchObject([{ code: 'DS_DOSSIER_ILLISIBLE' }]);
  });

  test.each(['poison', 'poison_timeout'] as const)('one that fails its whole page (%s)', async (type) => {
    const dn = await simulate({ preset: 'tiny', dossiers: 230 });
    const bad = numbersOf(dn)[77] ?? 0;
    const { source } = open(dn);
    await source.describe();
    faults(dn, { when: { dossier: bad }, fault: { type } });
    const before = dn.stats().requests;
    const { dossiers, unreadable } = await readAll(source);
    expect(sorted(dossiers)).toEqual(numbersOf(dn).filter((number) => number !== bad));
    expect(unreadable).toMatchObject([{ number: bad, code: 'DS_DOSSIER_ILLISIBLE' }]);
    expect(dn.stats().requests - before).toBeLessThanOrEqual(45);
    if (type === 'poison') expect(unreadable[0]?.facts.exceptionId).toBeTypeOf('string');
    const alone = await source.dossier(bad, EVERYTHING);
    expect(alone).toMatchObject({ number: bad, code: 'DS_DOSSIER_ILLISIBLE' });
  });

  test('after a failing dossier the pages are as large as before', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 600 });
    const bad = [...dn.control({ type: 'numbers' })][150] ?? 0;
    const { source } = open(dn);
    faults(dn, { when: { dossier: bad }, fault: { type: 'poison' } });
    const { pages, unreadable } = await readAll(source, { ...FROM_THE_START, order: 'deposited' });
    expect(unreadable.map(({ number }) => number)).toEqual([bad]);
    expect(pages.slice(-3, -1)).toEqual([100, 100]);
    expect(pages.length).toBeLessThanOrEqual(18);
  });

  test('several of them, neighbours, first and last', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 90 });
    const listed = [...dn.control({ type: 'numbers' })];
    const bad = [0, 40, 41, 89].map((rank) => listed[rank] ?? 0);
    const { source } = open(dn);
    faults(dn, ...bad.map((dossier) => ({ when: { dossier }, fault: { type: 'poison' as const } })));
    const { dossiers, unreadable } = await readAll(source, { ...FROM_THE_START, order: 'deposited' });
    expect(unreadable.map(({ number }) => number)).toEqual(bad);
    expect(sorted(dossiers)).toEqual(numbersOf(dn).filter((number) => !bad.includes(number)));
  });

  test('when every dossier is unreadable, the cost stays in proportion', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 40 });
    const { source } = open(dn);
    await source.describe();
    const all = Array.from({ length: 40 }, (_, position) => ({
      when: { operation: 'Page' },
      fault: { type: 'null_node' as const, position },
    }));
    dn.control({
      type: 'set_faults',
      rules: [...all, { when: { operation: 'Dossier' }, fault: { type: 'status', status: 500 } }],
    });
    const before = dn.stats().requests;
    const { dossiers, unreadable } = await readAll(source);
    expect(dossiers).toEqual([]);
    expect(unreadable.map(({ number }) => number).sort()).toEqual([...numbersOf(dn)]);
    expect(dn.stats().requests - before).toBeLessThanOrEqual(2 + 40 * 2 + 5 * 4);
  });

  test('areas that DN cannot name: the part is told, and without it the dossier reads', async () => {
    const dn = await simulate({ preset: 'small' });
    const drawn = [...dn.truth()].filter((one) =>
      allChamps(one).some(({ value }) => value.kind === 'carte' && value.areas.length > 0),
    );
    const bad = drawn[3]?.number ?? 0;
    const { source } = open(dn);
    faults(dn, { when: { dossier: bad }, fault: { type: 'unresolved_area' } });
    const { dossiers, unreadable } = await readAll(source);
    expect(unreadable).toEqual([{ number: bad, code: 'DS_CHAMP_ILLISIBLE', facts: { part: 'zones' } }]);
    expect(dossiers).toHaveLength(numbersOf(dn).length - 1);
    const without = await readAll(open(dn).source, FROM_THE_START, { ...EVERYTHING, geo: false });
    expect(without.unreadable).toEqual([]);
    expect(without.dossiers).toHaveLength(numbersOf(dn).length);
  });

  test('fields that DN reads as null by mistake are counted, not fatal', async () => {
    const dn = await simulate({ preset: 'demo', dossiers: 60 });
    const { source } = open(dn);
    const { unreadable } = await readAll(source);
    expect(unreadable).toEqual([]);
    const places = source.oddities().map(({ kind, place }) => `${kind} ${place}`);
    expect(places).toContain('invalid_null demarche.dossiers.nodes.champs.commune.code');
    expect(JSON.stringify(source.oddities())).not.toMatch(/\d{3}/);
  });
});

describe('a description that DN cannot give', () => {
  const failing = (times: number): FaultRule => ({
    when: { operation: 'Description' },
    fault: { type: 'status', status: 500 },
    times,
  });

  test('without former revisions: the active one, and what old dossiers show', async () => {
    const dn = await simulate({ preset: 'small' });
    const { source } = open(dn);
    faults(dn, failing(2));
    const { form, ...rest } = await source.describe();
    expect(form.origin).toBe('sample');
    const truth = dn.demarche();
    const { form: whole, ...others } = truth;
    expect(rest).toEqual(others);
    // What former revisions had comes after the active one, so the common beginning is the active revision's.
    expect(form.champs.slice(0, 20).map(({ id }) => id)).toEqual(
      whole.champs.slice(0, 20).map(({ id }) => id),
    );
    expect(form.champs.slice(0, 20).map(({ options }) => options)).toEqual(
      whole.champs.slice(0, 20).map(({ options }) => options),
    );
  });

  test('not at all: inferred from dossiers, types from their champs', async () => {
    const dn = await simulate({ preset: 'small' });
    const { source } = open(dn);
    faults(dn, failing(4));
    const { form, groupes, title } = await source.describe();
    const truth = dn.demarche();
    expect(form.origin).toBe('sample');
    expect(title).toBe(truth.title);
    expect(groupes).toEqual(truth.groupes);
    const known = new Set(truth.form.champs.map(({ id }) => id));
    expect(form.champs.length).toBeGreaterThan(20);
    for (const { id, typename } of form.champs) {
      expect(known).toContain(id);
      expect(typename).toMatch(/ChampDescriptor$/);
    }
    const block = form.champs.find(({ typename }) => typename === 'RepetitionChampDescriptor');
    expect(block?.children.length).toBeGreaterThan(0);
  });

  test('when even the title fails, the failure is DN’s', async () => {
    const dn = await simulate({ preset: 'small' });
    const { source } = open(dn);
    faults(dn, failing(100));
    expect((await failureOf(source.describe())).code).toBe('DS_ERREUR_INTERNE');
  });
});

describe('stopping', () => {
  test('a wait is cut short, and says RESEAU_INTERROMPU', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const stop = new AbortController();
    const { source } = open(dn, {
      signal: stop.signal,
      sleep: async (_, signal) => {
        stop.abort();
        signal?.throwIfAborted();
      },
    });
    faults(dn, { fault: { type: 'status', status: 502 } });
    expect((await failureOf(source.describe())).code).toBe('RESEAU_INTERROMPU');
    expect(dn.stats().requests).toBe(1);
    expect((await failureOf(source.page(FROM_THE_START, EVERYTHING))).code).toBe('RESEAU_INTERROMPU');
    expect(dn.stats().requests).toBe(1);
  });
});
