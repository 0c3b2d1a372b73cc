// DN changes: a schema that moves under a running source, and answers that this code has never seen.

import { afterEach, describe, expect, test } from 'vitest';
import { type DemarchesSimulator, startDemarches } from '../../simulators/demarches/start';
import { Failure } from '../errors/failure';
import type { Dossier } from '../sync/model/dossier';
import { makeBudget } from './budget';
import { proxy } from './fixture-proxy';
import { allChamps, EVERYTHING, FROM_THE_START, openTestSource, readAll } from './fixture-source';
import {
  type CachedSchema,
  memorySchemaCache,
  SCHEMA_LIFETIME_MS,
  type SchemaCache,
} from './schema/schema-cache';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function simulate(options: Parameters<typeof startDemarches>[0]): Promise<DemarchesSimulator> {
  const dn = await startDemarches(options);
  closers.push(() => dn.close());
  return dn;
}

function open(...args: Parameters<typeof openTestSource>) {
  const opened = openTestSource(...args);
  closers.push(() => opened.source.close());
  return opened;
}

async function rewritten(
  dn: DemarchesSimulator,
  rewrite: (operation: string, answer: string) => string | null,
) {
  const server = await proxy(dn.origin, rewrite);
  closers.push(() => server.close());
  return { origin: server.origin, token: dn.token, number: dn.number, server };
}

/** A cache that only ever holds this schema, until another is written. */
function holding(entry: CachedSchema): SchemaCache {
  const cache = memorySchemaCache();
  let held: CachedSchema | null = entry;
  return {
    read: async (origin) => held ?? (await cache.read(origin)),
    write: async (origin, next) => {
      held = null;
      await cache.write(origin, next);
    },
  };
}

async function schemaOf(dn: DemarchesSimulator): Promise<CachedSchema> {
  const schemas = memorySchemaCache();
  await open(dn, { schemas }).source.describe();
  const entry = await schemas.read(dn.origin);
  if (entry === null) throw new Error('the schema was not kept');
  return entry;
}

describe('a schema that moves', () => {
  test.each([
    ['2026-08', '2026-01'],
    ['2026-01', '2026-08'],
  ] as const)('from %s to %s: read again once, nothing lost', async (before, after) => {
    const old = await simulate({ preset: 'tiny', variant: before });
    const entry = await schemaOf(old);
    const dn = await simulate({ preset: 'small', variant: after });
    const { source } = open(dn, { schemas: holding(entry) });
    const { dossiers } = await readAll(source);
    expect(dossiers).toHaveLength(25);
    // Something removed is met at once; something added waits for the next day's reading.
    expect(dn.stats().requests).toBe(after === '2026-01' ? 3 : 1);
    expect(dn.stats().operations.Schema ?? 0).toBe(after === '2026-01' ? 1 : 0);
  });

  test('kept a day, then read again', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const time = { now: Date.parse('2026-11-23T10:00:00Z') };
    const { source } = open(dn, { clock: { now: () => time.now }, budget: makeBudget() });
    await source.describe();
    time.now += SCHEMA_LIFETIME_MS - 1;
    await source.describe();
    expect(dn.stats().operations.Schema).toBe(1);
    time.now += 1;
    await source.describe();
    expect(dn.stats().operations.Schema).toBe(2);
  });

  test('a refusal that lasts is ours: DS_REQUETE_REFUSEE, without insisting', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const refusal = JSON.stringify({
      errors: [{ message: 'Field secret', path: ['query Page'], extensions: { code: 'undefinedField' } }],
    });
    const instance = await rewritten(dn, (operation) => (operation === 'Page' ? refusal : null));
    const { source } = open(instance);
    await source.describe();
    const failure = await source.page(FROM_THE_START, EVERYTHING).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ code: 'DS_REQUETE_REFUSEE', facts: { reason: 'undefinedField' } });
    expect(dn.stats().operations).toMatchObject({ Page: 2, Schema: 2 });
  });

  test('an instance that refuses the introspection: DS_SCHEMA_INCONNU', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const refusal = '{"errors":[{"message":"no","extensions":{"code":"undefinedField"}}]}';
    const instance = await rewritten(dn, (operation) => (operation === 'Schema' ? refusal : null));
    await expect(open(instance).source.describe()).rejects.toMatchObject({ code: 'DS_SCHEMA_INCONNU' });
  });
});

describe('answers never seen', () => {
  test('unknown types of champ and of demandeur, unknown enum values: kept, counted nowhere as a failure', async () => {
    const dn = await simulate({ preset: 'small', demandeurs: 'physique' });
    const instance = await rewritten(dn, (operation, answer) =>
      operation === 'Page'
        ? answer
            .replaceAll('"__typename":"DateChamp"', '"__typename":"VisaChamp"')
            .replaceAll('"__typename":"PersonnePhysique"', '"__typename":"Extraterrestre"')
            .replaceAll('"state":"en_instruction"', '"state":"en_orbite"')
            .replaceAll('"virusScanResult":"safe"', '"virusScanResult":"quantique"')
        : null,
    );
    const { dossiers, unreadable } = await readAll(open(instance).source);
    expect(unreadable).toEqual([]);
    expect(dossiers).toHaveLength(25);
    const visas = dossiers.flatMap(allChamps).filter(({ typename }) => typename === 'VisaChamp');
    expect(visas.length).toBeGreaterThan(25);
    expect(visas.every(({ value }) => value.kind === 'unknown')).toBe(true);
    expect(visas.some(({ text }) => text !== null)).toBe(true);
    expect(new Set(dossiers.map(({ demandeur }) => JSON.stringify(demandeur)))).toEqual(
      new Set(['{"type":"inconnu","typename":"Extraterrestre"}']),
    );
    expect(dossiers.some(({ state }) => state === 'en_orbite')).toBe(true);
  });

  test('every person and organisation null: no dossier is lost (defect R4)', async () => {
    const dn = await simulate({ preset: 'small', demandeurs: 'mixte' });
    const emptied =
      /"(usager|expert|claimant|entreprise|association|address|groupeInstructeur|demandeur|correction)":\{/g;
    const emptyOut = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(emptyOut);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => {
          const isPerson =
            `"${key}":{`.match(emptied) !== null && typeof inner === 'object' && inner !== null;
          return [key, isPerson && !Array.isArray(inner) ? null : emptyOut(inner)];
        }),
      );
    };
    const instance = await rewritten(dn, (operation, answer) =>
      operation === 'Page' ? JSON.stringify(emptyOut(JSON.parse(answer))) : null,
    );
    const { dossiers, unreadable } = await readAll(open(instance).source);
    expect(unreadable).toEqual([]);
    expect(dossiers).toHaveLength(25);
    expect(dossiers.every((one: Dossier) => one.usagerEmail === null && one.groupe === null)).toBe(true);
    expect(dossiers.some((one) => one.avis.length > 0)).toBe(true);
  });

  test('odd rows among the tombstones are passed over', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 20 });
    for (const number of [...dn.control({ type: 'numbers' })].slice(0, 4)) {
      dn.control({ type: 'hide', number, by: 'administration' });
    }
    const honest = await open(dn).source.tombstones(null);
    const instance = await rewritten(dn, (operation, answer) =>
      operation === 'Disparus' ? answer.replace(/"nodes":\[\{[^}]*\},/, '"nodes":[null,') : null,
    );
    const found = await open(instance).source.tombstones(null);
    expect(honest.length).toBeGreaterThanOrEqual(4);
    expect(found).toHaveLength(honest.length - 1);
  });

  test('a page that would be read for ever is refused', async () => {
    const dn = await simulate({ preset: 'tiny', dossiers: 120 });
    const instance = await rewritten(dn, (operation, answer) =>
      operation === 'Page' ? answer.replace(/"endCursor":"[^"]*"/, '"endCursor":null') : null,
    );
    await expect(open(instance).source.page(FROM_THE_START, EVERYTHING)).rejects.toMatchObject({
      code: 'DS_REPONSE_ILLISIBLE',
    });
  });
});

describe('a budget shared by two sources of the same token', () => {
  test('the 429 of one makes the other wait too', async () => {
    const dn = await simulate({ preset: 'tiny' });
    const waits: number[] = [];
    const budget = makeBudget({
      sleep: async (ms) => {
        waits.push(ms);
      },
    });
    const one = open(dn, { budget }).source;
    const two = open(dn, { budget }).source;
    await one.check();
    dn.control({
      type: 'set_faults',
      rules: [{ fault: { type: 'status', status: 429 }, times: 1 }],
    });
    await Promise.all([one.check(), two.check(), two.check()]);
    expect(waits).toHaveLength(1);
    expect(dn.stats().statuses).toEqual({ '200': 4, '429': 1 });
  });
});
