// The audit log in words.

import { describe, expect, it } from 'vitest';
import { actInWords } from './act-words';

describe('an act', () => {
  it.each([
    ['liaison-transmise', 'a transmis la propriété de la liaison'],
    ['ecrit-par-une-autre-version', 'a agi sur la liaison'],
    ['constructor', 'a agi sur la liaison'],
  ])('%s', (act, words) => {
    expect(actInWords(act)).toBe(words);
  });
});
