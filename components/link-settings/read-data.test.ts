// The form of the data, read into settings: what is not shown stays, what cannot be is told by its field.

import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, EVERYTHING } from '../../lib/sync/model/options';
import { DEFAULT_POLICIES } from '../../lib/sync/model/policies';
import { readDataForm, STATES } from './read-data';

const BEFORE = {
  scope: EVERYTHING,
  options: { ...DEFAULT_OPTIONS, exclus: ['ancien'] },
  policies: { ...DEFAULT_POLICIES, departures: 'archiver' as const },
};
const EVERY_STATE = STATES.map(([code]) => ['statut', code] as const);

function form(entries: readonly (readonly [string, string])[]) {
  const made = new FormData();
  for (const [name, value] of entries) made.append(name, value);
  return made;
}

function read(entries: readonly (readonly [string, string])[], before = BEFORE) {
  return readDataForm(form(entries), before);
}

function settings(entries: readonly (readonly [string, string])[], before = BEFORE) {
  const got = read(entries, before);
  if ('problems' in got) throw new Error(JSON.stringify(got.problems));
  return got.settings;
}

describe('the form of the data', () => {
  it('forgets nothing of what was settled when a document was taken over', () => {
    const takeOver = { tables: [{ table: 'dossiers', id: 'Demarche_1_dossiers' }], columns: [] } as const;
    const got = readDataForm(form([...EVERY_STATE]), { ...BEFORE, takeOver });
    expect('settings' in got && got.settings.takeOver).toEqual(takeOver);
  });

  it('excludes what was shown and not ticked, and leaves alone what was not shown', () => {
    const { options, policies } = settings([
      ...EVERY_STATE,
      ...(['a', 'b', 'c'] as const).map((id) => ['montre', id] as const),
      ['champ', 'a'],
      ['champ', 'c'],
      ['option', 'avis'],
      ['option', 'messages'],
    ]);
    expect(options.exclus).toEqual(['ancien', 'b']);
    expect(options).toMatchObject({ avis: true, messages: true, pieces: false, uneSeuleTable: false });
    expect(policies).toEqual(BEFORE.policies);
  });

  it('keeps a field again once it is ticked', () => {
    const again = settings([...EVERY_STATE, ['montre', 'ancien'], ['champ', 'ancien']]);
    expect(again.options.exclus).toEqual([]);
  });

  it('takes every state ticked, and every group, as no filter at all', () => {
    const groups = [
      ['groupe-montre', '7'],
      ['groupe-montre', '8'],
    ] as const;
    expect(settings([...EVERY_STATE, ...groups, ['groupe', '7'], ['groupe', '8']]).scope).toEqual(EVERYTHING);
    const some = settings([['statut', 'accepte'], ...groups, ['groupe', '8']]).scope;
    expect(some).toMatchObject({ statuts: ['accepte'], groupes: [8] });
  });

  it('leaves a filter by group alone where the groups were not shown', () => {
    const before = { ...BEFORE, scope: { ...EVERYTHING, groupes: [5] } };
    expect(settings(EVERY_STATE, before).scope.groupes).toEqual([5]);
  });

  it('reads days as both people and browsers write them', () => {
    const { scope } = settings([
      ...EVERY_STATE,
      ['depot-debut', '01/02/2026'],
      ['depot-fin', '2026-03-04'],
      ['archives', 'exclus'],
    ]);
    expect(scope).toMatchObject({ depotDebut: '2026-02-01', depotFin: '2026-03-04', archives: 'exclus' });
  });

  it.each([
    [[...EVERY_STATE, ['depot-debut', '30/02/2026'] as const], 'depot-debut'],
    [[...EVERY_STATE, ['depot-fin', '<b>hier</b>'] as const], 'depot-fin'],
    [
      [...EVERY_STATE, ['depot-debut', '2026-03-04'] as const, ['depot-fin', '2026-03-03'] as const],
      'depot-fin',
    ],
    [[], 'statut'],
    [[...EVERY_STATE, ['montre', 'a'] as const], 'champs'],
    [[...EVERY_STATE, ['groupe-montre', '7'] as const], 'groupe'],
    [[...EVERY_STATE, ['plafond', '0'] as const], 'plafond'],
    [[...EVERY_STATE, ['plafond', 'énorme'] as const, ['plafond-unite', 'Go'] as const], 'plafond'],
    [[...EVERY_STATE, ['plafond', '2000'] as const, ['plafond-unite', 'Po'] as const], 'plafond'],
  ])('tells what is wrong by its field: %j', (entries, field) => {
    const got = read(entries);
    expect('problems' in got ? got.problems.map((one) => one.field) : []).toEqual([field]);
  });

  it('copies the files of what is ticked and kept, and leaves alone what was not shown', () => {
    const before = { ...BEFORE, options: { ...BEFORE.options, fichiersCopies: ['ailleurs', 'ancien', 'b'] } };
    const { options } = settings(
      [
        ...EVERY_STATE,
        ...['a', 'b', 'c'].flatMap((id) => [['montre', id] as const, ['fichiers-montre', id] as const]),
        ...[['champ', 'a'] as const, ['champ', 'b'] as const],
        // « c » is not kept; « pirate » is no field of files that the page showed.
        ...['a', 'c', 'pirate'].map((id) => ['fichiers', id] as const),
      ],
      before,
    );
    expect(options.exclus).toEqual(['ancien', 'c']);
    expect(options.fichiersCopies).toEqual(['ailleurs', 'a']);
  });

  it.each<readonly [string, string, number | undefined, number | undefined]>([
    ['2,5', 'Go', undefined, 2_500_000_000],
    ['300', 'Mo', 2_000_000_000, 300_000_000],
    // The usual one is not written down as a choice.
    ['1', 'Go', undefined, undefined],
    ['1', 'Go', 2_000_000_000, 1_000_000_000],
  ])('reads a ceiling: %s %s, %s before', (text, unit, filesCeiling, expected) => {
    const before = filesCeiling === undefined ? BEFORE : { ...BEFORE, filesCeiling };
    const got = readDataForm(form([...EVERY_STATE, ['plafond', text], ['plafond-unite', unit]]), before);
    expect('settings' in got && got.settings.filesCeiling).toBe(expected);
  });

  it('keeps the ceiling where none was shown', () => {
    const got = readDataForm(form(EVERY_STATE), { ...BEFORE, filesCeiling: 5_000_000 });
    expect('settings' in got && got.settings.filesCeiling).toBe(5_000_000);
  });

  it('takes no state, no option and no id that it does not know or that cannot be', () => {
    const { scope, options } = settings([
      ['statut', 'accepte'],
      ['statut', 'DROP TABLE'],
      ['option', 'exclus'],
      ['montre', 'x'.repeat(10_000)],
      ['archives', 'parfois'],
      ['groupe-montre', '7'],
      ['groupe-montre', '8'],
      ['groupe', '7'],
      ['groupe', '-3'],
      ['groupe', 'abc'],
    ]);
    expect(scope).toMatchObject({ statuts: ['accepte'], archives: 'tous', groupes: [7] });
    expect(options.exclus).toEqual(['ancien']);
  });
});
