// Copied files in plain words, of a link and of a run that noted them.

import { describe, expect, it } from 'vitest';
import { readRunFiles, runFilesWords, standingWords } from './files-words';

/** Every kind of no-break space is one here. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, '_');
const GO = 1_000_000_000;

it.each([
  [1_234, 1.2 * GO, 3, '1_234 (1,2_Go sur 2_Go permis)_; 3_en attente'],
  [0, 0, 0, '0 (0_octet sur 2_Go permis)'],
])('a link with %i files', (copied, copiedBytes, awaited, words) => {
  expect(plain(standingWords({ copied, copiedBytes, awaited, ceiling: 2 * GO }))).toBe(words);
});

describe('a run', () => {
  const files = { copied: 12, copiedBytes: 3_100_000, waiting: 3, refused: 1 };

  it('tells what it noted', () => {
    const read = readRunFiles({ title: 'Aides', healed: 0, files, verification: null });
    expect(read).toEqual(files);
    expect(plain(runFilesWords(files))).toBe(
      '12_fichiers copiés (3,1_Mo), 3_fichiers en attente, 1_fichier refusé',
    );
    expect(runFilesWords({ copied: 0, copiedBytes: 0, waiting: 0, refused: 0 })).toBe(
      'aucun nouveau fichier à copier',
    );
  });

  it.each([
    [null],
    [undefined],
    ['texte'],
    [{ title: 'avant les fichiers' }],
    [{ files: null }],
    [{ files: { copied: 'douze' } }],
    [{ files: { ...files, waiting: -1 } }],
  ])('that noted nothing of the kind: %j', (statement) => {
    expect(readRunFiles(statement)).toBeNull();
  });
});
