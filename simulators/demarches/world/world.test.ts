// Dossiers come from a seed: always the same, each alone, and with everything that makes synchronisations fail.

import { describe, expect, test } from 'vitest';
import type { Champ, ChampValue, Dossier } from '../../../lib/sync/model/dossier';
import { allFields } from '../form/field';
import { type DemarchesOptions, settle } from '../options';
import { FIELD_TYPES, type FieldType } from '../schema/champs';
import { testClock } from '../testing/time';
import { truthOf } from '../truth/dossier';
import { World } from './world';

const world = (options: DemarchesOptions): World => new World(settle({ clock: testClock(), ...options }));

const dossiers = (of: World): Dossier[] =>
  Array.from({ length: of.table.count }, (_, index) => index)
    .filter((index) => of.table.visible(index))
    .map((index) => truthOf(of, index));

const champsOf = (dossier: Dossier): Champ[] =>
  [...dossier.champs, ...dossier.annotations].flatMap((one) =>
    one.value.kind === 'repetition' ? [one, ...one.value.rows.flatMap(({ champs }) => champs)] : [one],
  );

describe('seeds', () => {
  test('the same gives the same dossiers, another gives others', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => dossiers(world({ preset: 'small', seed })));
    expect(same).toEqual(one);
    expect(other?.map(({ champs }) => champs)).not.toEqual(one?.map(({ champs }) => champs));
  });

  test('a dossier does not depend on those read before it', () => {
    const of = world({ preset: 'small' });
    const last = truthOf(of, 20);
    dossiers(of);
    expect(truthOf(of, 20)).toEqual(last);
  });

  test('numbers are unique, in order of deposit, and found again', () => {
    const of = world({ preset: 'tiny', dossiers: 3000 });
    let last = 0;
    for (let index = 0; index < of.table.count; index += 1) {
      const number = of.numberOf(index);
      expect(number).toBeGreaterThan(last);
      expect(of.indexOf(number)).toBe(index);
      last = number;
    }
    expect(of.indexOf(12)).toBeNull();
  });

  test('nothing happens after the present of the clock', () => {
    const of = world({ preset: 'tiny', dossiers: 200, clock: testClock('2025-01-01T00:00:00Z') });
    for (let index = 0; index < 200; index += 1) {
      expect(of.table.updatedAt(index)).toBeLessThanOrEqual(Date.parse('2025-01-01T00:00:00Z') * 1000);
      expect(of.table.deposeAt(index)).toBeLessThanOrEqual(of.table.updatedAt(index));
    }
  });
});

describe.each(['2026-01', '2026-08'] as const)('the demonstration, variant %s', (variant) => {
  const of = world({ preset: 'demo', dossiers: 400, variant });
  const all = dossiers(of);
  const champs = all.flatMap(champsOf);
  const values = champs.map(({ value }) => value);
  const some = (wanted: (value: ChampValue) => boolean): boolean => values.some(wanted);

  test('has as many visible dossiers as asked', () => {
    expect(all).toHaveLength(400);
  });

  test('has every type of field', () => {
    const types = new Set(of.revisions.flatMap(({ form }) => allFields(form).map(({ type }) => type)));
    const expected = (Object.keys(FIELD_TYPES) as FieldType[]).filter((type) => {
      const { only } = FIELD_TYPES[type] as { only?: string };
      return only === undefined || only === variant;
    });
    expect([...types].sort()).toEqual(expected.sort());
  });

  test('has labels that clash', () => {
    const labels = of.active.form.champs.map(({ label }) => label);
    for (const label of ['ID', 'Or', 'Global', 'Œuvre', '🎭🎪', '2. Dépenses'])
      expect(labels).toContain(label);
    expect(labels.filter((label) => label === 'Nom')).toHaveLength(2);
    expect(of.active.form.annotations.map(({ label }) => label)).toContain('Nom');
    expect(Math.max(...labels.map(({ length }) => length))).toBeGreaterThan(190);
    const spending = of.active.form.champs.find(({ label }) => label === '2. Dépenses');
    expect(spending?.children.filter(({ label }) => label === 'Détail')).toHaveLength(2);
  });

  test('has dossiers in every state, group, revision, and with every kind of demandeur', () => {
    const distinct = (read: (dossier: Dossier) => unknown): number => new Set(all.map(read)).size;
    expect(distinct(({ state }) => state)).toBe(5);
    expect(distinct(({ groupe }) => groupe?.number)).toBe(3);
    expect(distinct(({ revisionId }) => revisionId)).toBe(3);
    expect(distinct(({ demandeur }) => demandeur.type)).toBe(3);
    expect(distinct(({ archived }) => archived)).toBe(2);
    expect(distinct(({ connectionUsager }) => connectionUsager)).toBe(3);
  });

  test('only finished dossiers stay on older revisions', () => {
    const active = truthOf(of, of.table.count - 1).revisionId;
    for (const { state, revisionId } of all) {
      if (state === 'en_construction' || state === 'en_instruction') expect(revisionId).toBe(active);
    }
    const old = all.find(({ revisionId }) => revisionId !== active);
    expect(old?.champs.map(({ label }) => label)).toContain('Ancien numéro d’agrément');
  });

  test.each<[string, (value: ChampValue) => boolean]>([
    ['0', (value) => value.kind === 'integer' && value.digits === '0'],
    ['an integer beyond 2^53', (value) => value.kind === 'integer' && BigInt(value.digits ?? 0) > 2n ** 53n],
    ['0.0', (value) => value.kind === 'decimal' && value.number === 0],
    ['no decimal', (value) => value.kind === 'decimal' && value.number === null],
    ['a yes/no without answer', (value) => value.kind === 'yes_no' && value.yes === null],
    [
      'a choice with a comma',
      (value) => value.kind === 'choice' && value.choice === 'Commune, communauté de communes',
    ],
    [
      'choices with a comma',
      (value) => value.kind === 'choices' && value.choices.includes('Seniors, retraités'),
    ],
    ['a formula', (value) => value.kind === 'text' && value.text === '=1+1'],
    ['markup', (value) => value.kind === 'text' && value.text?.startsWith('<b>') === true],
    ['leading zeros', (value) => value.kind === 'text' && value.text === '000042'],
    ['no text', (value) => value.kind === 'text' && value.text === null],
    [
      'an address without codes',
      (value) => value.kind === 'address' && value.address !== null && value.commune === null,
    ],
    ['an établissement that is unknown', (value) => value.kind === 'siret' && value.etablissement === null],
    [
      'an établissement without entreprise',
      (value) => value.kind === 'siret' && value.etablissement?.entreprise === null,
    ],
    ['an unknown foundation', (value) => value.kind === 'rnf' && value.id === null],
    ['several areas on a carte', (value) => value.kind === 'carte' && value.areas.length > 2],
    [
      'a parcelle',
      (value) => value.kind === 'carte' && value.areas.some(({ source }) => source === 'cadastre'),
    ],
    ['no area', (value) => value.kind === 'carte' && value.areas.length === 0],
    [
      'files of the same name',
      (value) =>
        value.kind === 'files' &&
        new Set(value.files.map(({ filename }) => filename)).size < value.files.length,
    ],
    ['an identity document', (value) => value.kind === 'titre_identite' && value.filled],
    ['a département of Corse', (value) => value.kind === 'departement' && value.departement?.code === '2A'],
    ['a block without rows', (value) => value.kind === 'repetition' && value.rows.length === 0],
    [
      'an empty row',
      (value) =>
        value.kind === 'repetition' &&
        value.rows.some((row) =>
          row.champs.every(
            ({ text, value: { kind } }) =>
              text === null || kind === 'checkbox' || kind === 'carte' || kind === 'files',
          ),
        ),
    ],
    [
      'an answer out of the list',
      (value) => value.kind === 'choice' && value.choice?.startsWith('Le collectif') === true,
    ],
    ['a référentiel with its columns', (value) => value.kind === 'text' && value.exposed?.length === 2],
  ])('has %s', (_, wanted) => {
    expect(some(wanted)).toBe(true);
  });

  test('has carte, siret, files and links inside the rows of a block', () => {
    const kinds = new Set(
      values.flatMap((value) =>
        value.kind === 'repetition'
          ? value.rows.flatMap(({ champs: held }) => held.map((one) => one.value.kind))
          : [],
      ),
    );
    for (const kind of ['carte', 'siret', 'files', 'dossier_link'] as const) expect(kinds).toContain(kind);
  });

  test('has champs that a condition hides', () => {
    const shown = all.filter(({ champs: held }) => held.some(({ label }) => label === 'Par qui ?')).length;
    expect(shown).toBeGreaterThan(20);
    expect(shown).toBeLessThan(380);
  });

  test('has avis without expert or answer, discarded messages, corrections, labels with colours', () => {
    const avis = all.flatMap((one) => one.avis);
    expect(avis.some(({ expertEmail }) => expertEmail === null)).toBe(true);
    expect(avis.some(({ reponse }) => reponse === null)).toBe(true);
    expect(avis.some(({ questionAnswer }) => questionAnswer !== null)).toBe(true);
    const messages = all.flatMap((one) => one.messages);
    expect(messages.some(({ discardedAt, body }) => discardedAt !== null && body === null)).toBe(true);
    expect(messages.some(({ correction }) => correction !== null)).toBe(true);
    expect(all.some(({ dates }) => dates.derniereCorrectionEnAttente !== null)).toBe(true);
    expect(all.flatMap(({ labels }) => labels).length).toBeGreaterThan(50);
  });

  test('names nobody: every address is at exemple.fr', () => {
    const text = JSON.stringify(all);
    const emails = text.match(/[\w.+-]+@[\w.-]+/g) ?? [];
    expect(emails.length).toBeGreaterThan(400);
    expect(emails.filter((one) => !/@(instruction\.)?exemple\.fr$/.test(one))).toEqual([]);
  });
});

test('a démarche has one kind of demandeur, but for demonstrations', () => {
  const types = (demandeurs: 'physique' | 'morale') =>
    new Set(
      dossiers(world({ preset: 'tiny', dossiers: 100, demandeurs })).map(({ demandeur }) => demandeur.type),
    );
  expect(types('physique')).toEqual(new Set(['physique']));
  expect(types('morale')).toEqual(new Set(['morale', 'morale_incomplete']));
});

test('100 000 dossiers are a few megabytes until they are read', () => {
  const before = process.memoryUsage();
  const of = world({ preset: 'bench', dossiers: 100_000 });
  const after = process.memoryUsage();
  expect(of.table.count).toBe(100_000);
  expect((after.arrayBuffers - before.arrayBuffers) / 1e6).toBeLessThan(10);
});
