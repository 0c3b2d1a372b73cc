// The dated statement, to the character: no-break spaces included.

import { describe, expect, it } from 'vitest';
import type { Proof } from './ports';
import { shortRoot, statementText } from './statement';

const PROOF: Proof = {
  ...{ depth: 'complete', provedAt: '2026-11-23T13:05:59Z', dossiers: 2000, rows: 9, cells: 99 },
  ...{ differences: 0, repaired: 0, late: 0, unreadable: 0, awaitedFiles: 0, root: null, complete: true },
};

describe('statementText', () => {
  it.each([
    [{}, '2\u202f000\u00a0dossiers, 0\u00a0écart, vérifié le 23\u00a0novembre 2026 à 14\u00a0h\u00a005'],
    [
      { dossiers: 1, differences: 1 },
      '1\u00a0dossier, 1\u00a0écart, vérifié le 23\u00a0novembre 2026 à 14\u00a0h\u00a005',
    ],
    [
      { dossiers: 0, differences: 2, repaired: 3, unreadable: 1, awaitedFiles: 1, late: 2 },
      '0\u00a0dossier, 2\u00a0écarts, 3\u00a0écarts réparés, 1\u00a0dossier illisible, 1\u00a0fichier à copier, 2\u00a0modifiés depuis la dernière synchronisation, vérifié le 23\u00a0novembre 2026 à 14\u00a0h\u00a005',
    ],
    // The first of a month, an hour of one digit, and midnight in summer time.
    [
      { provedAt: '2026-12-01T08:07:00Z' },
      '2\u202f000\u00a0dossiers, 0\u00a0écart, vérifié le 1er\u00a0décembre 2026 à 9\u00a0h\u00a007',
    ],
    [
      { provedAt: '2026-07-31T22:00:00Z' },
      '2\u202f000\u00a0dossiers, 0\u00a0écart, vérifié le 1er\u00a0août 2026 à 0\u00a0h\u00a000',
    ],
    [
      { complete: false },
      'vérification interrompue le 23\u00a0novembre 2026 à 14\u00a0h\u00a005\u00a0: 2\u202f000\u00a0dossiers, 0\u00a0écart',
    ],
  ])('%j', (changes: Partial<Proof>, sentence) => {
    expect(statementText({ ...PROOF, ...changes })).toBe(sentence);
  });

  it('shows the first bytes of the root', () => {
    expect(shortRoot('0123456789abcdef0123')).toBe('0123\u00a04567\u00a089ab\u00a0cdef');
  });
});
