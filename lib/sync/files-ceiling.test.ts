// Ceilings as people write them, and back.

import { describe, expect, it } from 'vitest';
import { type CeilingUnit, ceilingParts, readCeiling, readCeilingText } from './files-ceiling';

describe('a ceiling', () => {
  it.each<readonly [string, CeilingUnit, number]>([
    ['1', 'Mo', 1_000_000],
    ['2', 'Go', 2_000_000_000],
    ['1,5', 'Go', 1_500_000_000],
    ['0.5', 'Go', 500_000_000],
    [' 1\u202f000 ', 'Go', 1_000_000_000_000],
    ['1 000 000', 'Mo', 1_000_000_000_000],
  ])('%j %s', (text, unit, bytes) => {
    expect(readCeiling(text, unit)).toBe(bytes);
  });

  it.each<readonly [string, CeilingUnit]>([
    ['', 'Go'],
    ['0', 'Go'],
    ['0,9', 'Mo'],
    ['-3', 'Go'],
    ['1001', 'Go'],
    ['1e3', 'Mo'],
    ['1,2,3', 'Go'],
    ['beaucoup', 'Go'],
    ['9'.repeat(5_000), 'Mo'],
    ['Infinity', 'Go'],
  ])('refuses %j %s', (text, unit) => {
    expect(readCeiling(text, unit)).toBeNull();
  });

  it('is read from one text, with its unit', () => {
    expect(readCeilingText('500 Mo')).toBe(500_000_000);
    expect(readCeilingText('1,5go')).toBe(1_500_000_000);
    expect(['2', 'Go', '2 To', '2 Go Go', ''].map(readCeilingText)).toEqual([null, null, null, null, null]);
  });

  it.each([1_000_000, 1_234_567, 999_000_000, 1_000_000_000, 2_500_000_000, 1_000_000_000_000])(
    'of %i bytes is shown as it is read back',
    (bytes) => {
      const { count, unit } = ceilingParts(bytes);
      expect(readCeiling(count, unit)).toBe(bytes);
    },
  );
});
