// The original's names, on the examples of facts/original.md §2b.

import { describe, expect, it } from 'vitest';
import { originalBlockName, originalIds, originalName } from './names';

describe('the name of a column', () => {
  it.each([
    ['1. Intitulé', 'intitule'],
    ['2024 - Montant', 'col_2024_montant'],
    ['Coût (€) / an', 'cout_an'],
    ['🚀', 'col_'],
    ['2.1 Sous-question', 'col_1_sous_question'],
    ['', 'column'],
    ['  Deux   espaces ', 'deux_espaces'],
    ["L’usage d'eau", 'l_usage_d_eau'],
  ])('%j is %j', (label, name) => {
    expect(originalName(label)).toBe(name);
  });

  it('is cut after 143 characters, with a mark of the whole', () => {
    const name = originalName('a'.repeat(200));
    expect(name).toMatch(/^a{143}_[0-9a-f]{6}$/);
  });

  it('keeps a leading number in a block', () => {
    expect(originalBlockName('1. Intitulé')).toBe('col_1_intitule');
  });

  it('is numbered from the second field of that name on', () => {
    const fields = ['Commentaire', 'Autre', 'Commentaire', 'commentaire'].map((label, index) => ({
      id: String(index),
      label,
    }));
    expect([...originalIds(fields, originalName).values()]).toEqual([
      'commentaire',
      'autre',
      'commentaire_1',
      'commentaire_2',
    ]);
  });
});
