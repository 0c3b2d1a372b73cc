// Runs in plain words: table tests.

import { describe, expect, it } from 'vitest';
import { bytes, countsWords, phaseWords, rateWords, runStatusWords, triggerWords } from './words';

const NONE = { added: 0, updated: 0, removed: 0, failed: 0, warnings: 0 };
/** Every kind of no-break space is one here. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, '_');

describe('counts', () => {
  it.each([
    [{}, 'aucun changement'],
    [{ added: 1 }, '1_ajouté'],
    [{ added: 1204, updated: 2, removed: 1 }, '1_204_ajoutés, 2_modifiés, 1_retiré'],
    [{ failed: 1 }, '1_en échec'],
    [{ warnings: 3, failed: 2 }, '3_avertissements, 2_en échec'],
  ])('%o', (counts, words) => {
    expect(plain(countsWords({ ...NONE, ...counts }))).toBe(words);
  });
});

it.each([
  [0, '0_octet'],
  [999, '999_octets'],
  [12_440, '12,4_Ko'],
  [3_140_000, '3,1_Mo'],
  [1_240_000_000, '1,2_Go'],
  [2_000_000_000_000, '2_000_Go'],
])('%i bytes', (count, words) => {
  expect(plain(bytes(count))).toBe(words);
});

it.each([
  [12.4, '12_dossiers par seconde'],
  [1, '1_dossier par seconde'],
  [0.5, '30_dossiers par minute'],
  [0.001, '1_dossier par minute'],
])('a rate of %f a second', (rate, words) => {
  expect(plain(rateWords(rate))).toBe(words);
});

it('shows no code for what it does not know', () => {
  expect([triggerWords('robot'), runStatusWords('perdu'), phaseWords('autre')]).toEqual([
    'Autre',
    'Inconnue',
    'Autre étape',
  ]);
  expect([triggerWords('constructor'), runStatusWords('toString')]).toEqual(['Autre', 'Inconnue']);
});
