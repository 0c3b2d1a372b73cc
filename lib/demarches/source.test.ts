// The adapter over the simulated DN, by real HTTP, when all is well.

import { afterEach, describe, expect, test } from 'vitest';
import type { DemarchesOptions as SimulatorOptions } from '../../simulators/demarches/options';
import { type DemarchesSimulator, startDemarches } from '../../simulators/demarches/start';
import { Failure } from '../errors/failure';
import type { Dossier } from '../sync/model/dossier';
import { allChamps, EVERYTHING, FROM_THE_START, openTestSource, readAll, settled } from './fixture-source';
import { openDemarches } from './source';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function simulate(options: SimulatorOptions): Promise<DemarchesSimulator> {
  const dn = await startDemarches(options);
  closers.push(() => dn.close());
  return dn;
}

function open(dn: DemarchesSimulator, more: Parameters<typeof openTestSource>[1] = {}) {
  const opened = openTestSource(dn, more);
  closers.push(() => opened.source.close());
  return opened;
}

const byNumber = (a: Dossier, b: Dossier): number => a.number - b.number;

describe.each(['2026-01', '2026-08'] as const)('a démarche on the schema of %s', (variant) => {
  test('every dossier is what DN holds, whatever its type of champ or of demandeur', async () => {
    const dn = await simulate({ preset: 'demo', dossiers: 130, variant, demandeurs: 'mixte', seed: 7 });
    const { source } = open(dn);
    const { dossiers, unreadable } = await readAll(source);
    expect(unreadable).toEqual([]);
    const truth = [...dn.truth()].sort(byNumber);
    const read = [...dossiers].sort(byNumber);
    expect(read.map(({ number }) => number)).toEqual(truth.map(({ number }) => number));
    for (const [rank, dossier] of read.entries()) {
      expect(settled(dossier)).toEqual(settled(truth[rank] as Dossier));
    }
    const types = new Set(dossiers.map(({ demandeur }) => demandeur.type));
    expect(types).toContain('morale_incomplete');
    expect(
      new Set(dossiers.flatMap((one) => allChamps(one).map(({ typename }) => typename))).size,
    ).toBeGreaterThan(20);
  });

  test('the description is the démarche’s: active revision, former ones, groupes, labels', async () => {
    const dn = await simulate({ preset: 'demo', dossiers: 30, variant });
    const { source } = open(dn);
    const found = await source.describe();
    const truth = dn.demarche();
    expect(found).toEqual({ ...truth, dossiersCount: variant === '2026-01' ? null : truth.dossiersCount });
    expect(found.form.champs.some(({ exposed }) => exposed.length > 0)).toBe(true);
  });

  test('1 000 dossiers cost ⌈N/100⌉ + at most 4 requests, introspection and description included', async () => {
    const dn = await simulate({ preset: 'bench', dossiers: 1000, champs: 5, variant });
    const { source } = open(dn);
    await source.describe();
    const { dossiers, pages } = await readAll(source, FROM_THE_START, { ...EVERYTHING, exposed: false });
    expect(dossiers).toHaveLength(1000);
    expect(pages[0]).toBe(50);
    expect(Math.max(...pages)).toBe(100);
    expect(source.traffic().requests).toBe(dn.stats().requests);
    expect(source.traffic().requests).toBeLessThanOrEqual(10 + 4);
    expect(source.traffic().retries).toBe(0);
    expect(source.traffic().bytesReceived).toBe(dn.stats().bytesSent);
  });
});

describe('pages', () => {
  test('the second reading starts where the first stopped, `since` included', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 40 });
    const { source } = open(dn);
    const first = await readAll(source);
    const last = first.dossiers.at(-1) as Dossier;
    const since = last.dates.derniereModification;
    dn.control({ type: 'touch', number: (first.dossiers[0] as Dossier).number });
    const again = await readAll(source, { ...FROM_THE_START, since });
    const numbers = again.dossiers.map(({ number }) => number);
    expect(numbers).toContain(last.number);
    expect(numbers).toContain(first.dossiers[0]?.number);
    expect(numbers.length).toBeLessThan(40);
  });

  test('in the order of dépôt, with the filters that DN applies', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 60 });
    const { source } = open(dn);
    const truth = [...dn.truth()];
    const middle = truth[30]?.dates.depot ?? '';
    const deposited = await readAll(source, { ...FROM_THE_START, order: 'deposited', since: middle });
    expect(deposited.dossiers.map(({ number }) => number)).toEqual(
      truth
        .filter(({ dates }) => Date.parse(dates.depot ?? '') >= Date.parse(middle))
        .map(({ number }) => number),
    );
    const state = truth[0]?.state ?? '';
    const filtered = await readAll(source, { ...FROM_THE_START, state, archived: false });
    expect(filtered.dossiers.length).toBeGreaterThan(0);
    expect(filtered.dossiers.map(({ number }) => number).sort()).toEqual(
      truth
        .filter((one) => one.state === state && !one.archived)
        .map(({ number }) => number)
        .sort(),
    );
  });

  test('an empty démarche: one page, no cursor', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 0 });
    const { source } = open(dn);
    expect(await source.page(FROM_THE_START, EVERYTHING)).toEqual({
      dossiers: [],
      unreadable: [],
      endCursor: null,
      hasNextPage: false,
    });
  });

  test('an excluded descriptor is nowhere in what is given', async () => {
    const dn = await simulate({ preset: 'small' });
    const { form } = dn.demarche();
    const exclude = [form.champs[0]?.id ?? '', form.annotations[0]?.id ?? ''];
    const { source } = open(dn, { exclude });
    const { dossiers } = await readAll(source);
    const seen = new Set(dossiers.flatMap((one) => allChamps(one).map(({ descriptorId }) => descriptorId)));
    expect(seen.size).toBeGreaterThan(10);
    for (const id of exclude) expect(seen).not.toContain(id);
  });

  test('what the selection leaves out is not asked', async () => {
    const dn = await simulate({ preset: 'small' });
    const all = open(dn);
    const { dossiers: whole } = await readAll(all.source);
    const nothing = open(dn);
    const selection = {
      champs: false,
      annotations: false,
      avis: false,
      traitements: false,
      messages: false,
      pieces: false,
      geo: false,
      liensExpirants: false,
      exposed: false,
    };
    const { dossiers } = await readAll(nothing.source, FROM_THE_START, selection);
    expect(dossiers.map(({ number }) => number)).toEqual(whole.map(({ number }) => number));
    expect(dossiers.every((one) => one.champs.length + one.avis.length + one.messages.length === 0)).toBe(
      true,
    );
    expect(whole.some((one) => one.pdfUrl !== null)).toBe(true);
    expect(dossiers.every((one) => one.pdfUrl === null)).toBe(true);
    expect(nothing.source.traffic().bytesReceived).toBeLessThan(all.source.traffic().bytesReceived / 5);
  });

  test('without `pieces`, files keep their names and lose their addresses', async () => {
    const dn = await simulate({ preset: 'small' });
    const { source } = open(dn);
    const { dossiers } = await readAll(source, FROM_THE_START, { ...EVERYTHING, pieces: false });
    const files = dossiers
      .flatMap(allChamps)
      .flatMap(({ value }) => (value.kind === 'files' ? value.files : []));
    expect(files.length).toBeGreaterThan(0);
    expect(files.every(({ url, filename }) => url === null && filename !== '')).toBe(true);
  });
});

describe('one dossier', () => {
  test('by its number; null when DN does not know it', async () => {
    const dn = await simulate({ preset: 'small' });
    const { source } = open(dn);
    const truth = [...dn.truth()][3] as Dossier;
    const found = await source.dossier(truth.number, EVERYTHING);
    expect(settled(found as Dossier)).toEqual(settled(truth));
    expect(await source.dossier(2_000_000_000, EVERYTHING)).toBeNull();
    dn.control({ type: 'vanish', number: truth.number });
    expect(await source.dossier(truth.number, EVERYTHING)).toBeNull();
  });
});

describe('tombstones', () => {
  test('both lists in one request, by number, the final state winning', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 20 });
    const [one, two, three] = [...dn.truth()].map(({ number }) => number);
    if (one === undefined || two === undefined || three === undefined) throw new Error('no dossier');
    const { source } = open(dn);
    const before = await source.tombstones(null);
    const since = new Date(dn.clock.now() - 60_000).toISOString();
    dn.control({ type: 'set_state', number: one, state: 'accepte' });
    dn.control({ type: 'hide', number: one, by: 'administration' });
    dn.control({ type: 'hide', number: two, by: 'administration' });
    dn.control({ type: 'purge', number: two });
    const requests = dn.stats().requests;
    const after = await source.tombstones(since);
    expect(dn.stats().requests).toBe(requests + 1);
    const found = new Map(after.map((tombstone) => [tombstone.number, tombstone.kind]));
    expect(found.get(one)).toBe('pending');
    expect(found.get(two)).toBe('deleted');
    expect(found.has(three)).toBe(false);
    expect((await source.tombstones(null)).length).toBe(before.length + 2);
  });

  test('more than a page of each', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 330 });
    const { source } = open(dn);
    const numbers = [...dn.truth()].map(({ number }) => number);
    const before = (await source.tombstones(null)).length;
    for (const number of numbers.slice(0, 300)) dn.control({ type: 'hide', number, by: 'administration' });
    for (const number of numbers.slice(0, 120)) dn.control({ type: 'purge', number });
    const requests = dn.stats().requests;
    const found = await source.tombstones(null);
    expect(found.length).toBe(before + 300);
    expect(new Set(found.map(({ number }) => number)).size).toBe(found.length);
    expect(found.filter(({ kind }) => kind === 'deleted').length).toBeGreaterThanOrEqual(120);
    expect(dn.stats().requests - requests).toBeLessThanOrEqual(3);
  });
});

describe('check, clock and addresses', () => {
  test('one request, before anything is known of the instance', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const { source } = open(dn);
    expect(source.serverTime()).toBeNull();
    const { title, state } = dn.demarche();
    expect(await source.check()).toEqual({ title, state, dossiersCount: null });
    expect(dn.stats().requests).toBe(1);
    expect(source.serverTime()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    await source.describe();
    expect((await source.check()).dossiersCount).toBe(dn.demarche().dossiersCount);
  });

  test('serverTime is DN’s own clock at the first answer, and does not move', async () => {
    const dn = await simulate({ preset: 'tiny', clock: { now: () => Date.parse('2031-05-06T07:08:09Z') } });
    const { source } = open(dn);
    await source.check();
    await source.check();
    expect(source.serverTime()).toBe('2031-05-06T07:08:09.000Z');
  });

  test('the schema is read once by instance, not once by source', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const first = open(dn, {});
    await first.source.describe();
    const { schemas } = await import('./schema/schema-cache').then(({ memorySchemaCache }) => ({
      schemas: memorySchemaCache(),
    }));
    await open(dn, { schemas }).source.describe();
    const before = dn.stats().operations.Schema ?? 0;
    await open(dn, { schemas }).source.describe();
    expect(dn.stats().operations.Schema).toBe(before);
  });

  test.each([
    ['a démarche’s page', (dn: DemarchesSimulator) => `${dn.origin}/admin/procedures/${dn.number}`],
    ['the API’s address', (dn: DemarchesSimulator) => dn.url],
  ])('accepts %s', async (_, url) => {
    const dn = await simulate({ preset: 'tiny' });
    await expect(open(dn, { url: url(dn) }).source.check()).resolves.toBeTruthy();
  });

  test.each([
    [{ url: 'pas une adresse' }, 'DS_URL_INVALIDE'],
    [{ url: 'http://demarche.numerique.gouv.fr' }, 'DS_URL_INVALIDE'],
    [{ number: 0 }, 'DS_DEMARCHE_INTROUVABLE'],
    [{ number: 1.5 }, 'DS_DEMARCHE_INTROUVABLE'],
    [{ number: 13_002_526_500_013 }, 'DS_DEMARCHE_INTROUVABLE'],
    [{ token: '' }, 'DS_JETON_REFUSE'],
    [{ token: 'jeton\r\nX-Autre: 1' }, 'DS_JETON_REFUSE'],
  ])('%o is refused without a request', (wrong, code) => {
    const options = {
      url: 'https://demarche.numerique.gouv.fr',
      token: 'jeton',
      number: 1,
      clock: { now: () => 0 },
    };
    try {
      openDemarches({ ...options, ...wrong });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      expect((error as Failure).code).toBe(code);
    }
  });
});
