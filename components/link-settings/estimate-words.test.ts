// Sizes in plain words: never surer than the look was.

import { describe, expect, it } from 'vitest';
import type { FilesEstimate } from '../../lib/sync/files-weight';
import { basisSentence, isOver, sumSentence, weightWords } from './estimate-words';

/** Every kind of no-break space is one here. */
const plain = (text: string | null) => text?.replace(/[\u00a0\u202f]/g, '_') ?? null;
const GO = 1_000_000_000;

describe('a size', () => {
  it.each<readonly [FilesEstimate['basis'], number, number, number, string | null]>([
    ['exacte', 12, 3_200_000, 0, '3,2_Mo pour 12_fichiers'],
    ['exacte', 1, 830, 0, '830_octets pour 1_fichier'],
    ['exacte', 0, 0, 0, 'aucun fichier'],
    ['estimee', 11_987, 3.21 * GO, 0, 'environ 3,2_Go pour 12_000_fichiers'],
    ['estimee', 7, 7_000, 0, 'environ 7_Ko pour 7_fichiers'],
    ['estimee', 0, 0, 0, 'aucun fichier'],
    ['partielle', 40, 2_000_000, 4, '2_Mo pour 40_fichiers, dont 4_de taille inconnue'],
    ['exacte', 3, 0, 3, '3_fichiers, de taille inconnue'],
    ['inconnue', 0, 0, 0, null],
  ])('%s, %i files of %i bytes, %i unsized', (basis, files, bytes, unsized, words) => {
    expect(plain(weightWords({ files, bytes, unsized }, basis))).toBe(words);
  });
});

const FIELDS = [
  { id: 'rib', label: 'RIB', files: 100, bytes: 0.6 * GO, unsized: 0, isIdentity: false },
  { id: 'plan', label: 'Plan', files: 50, bytes: 0.6 * GO, unsized: 0, isIdentity: false },
];
const ESTIMATE: FilesEstimate = { basis: 'estimee', read: 100, fields: FIELDS };

describe('what is chosen', () => {
  it('is told beside the ceiling', () => {
    const one = { estimate: ESTIMATE, chosen: ['rib', 'perdu'], ceiling: GO };
    expect(isOver(one)).toBe(false);
    expect(plain(sumSentence(one))).toBe(
      'Pour le champ choisi_: environ 600_Mo pour 100_fichiers. Le plafond est de 1_Go.',
    );
  });

  it('is told to pass it', () => {
    const both = { estimate: ESTIMATE, chosen: ['rib', 'plan'], ceiling: GO };
    expect(isOver(both)).toBe(true);
    expect(plain(sumSentence(both))).toMatch(
      /^Pour les 2_champs choisis_: environ 1,2_Go pour 150_fichiers\. C’est plus que le plafond de 1_Go/,
    );
  });

  it('is nothing where nothing is chosen, or known', () => {
    expect(sumSentence({ estimate: ESTIMATE, chosen: [], ceiling: GO })).toBeNull();
    const unknown = { estimate: { ...ESTIMATE, basis: 'inconnue' as const }, chosen: ['rib'], ceiling: 1 };
    expect(sumSentence(unknown)).toBeNull();
    expect(isOver(unknown)).toBe(false);
  });
});

it('says how sure it is', () => {
  const said = (['exacte', 'estimee', 'partielle', 'inconnue'] as const).map((basis) =>
    plain(basisSentence({ basis, read: 100, fields: [] })),
  );
  expect(new Set(said).size).toBe(4);
  for (const sentence of said) expect(sentence).toContain('100_dossiers');
  expect(basisSentence({ basis: 'exacte', read: 0, fields: [] })).toBe(
    'La démarche n’a pas encore de dossier.',
  );
});
