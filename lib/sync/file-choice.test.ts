// Which files are copied: the antivirus, the ceiling, and how they go together.

import { describe, expect, it, test } from 'vitest';
import { groupsOf, scanOf, withinRoom } from './file-choice';
import { file } from './testing/samples';

const NOW = Date.parse('2026-06-02T08:00:00Z');
const sized = (...sizes: readonly number[]) => sizes.map((bytes) => ({ bytes }));
const sizesOf = (list: readonly { readonly bytes: number }[]) => list.map(({ bytes }) => bytes);

test.each([
  ['safe', '2020-01-01T00:00:00Z', 'safe'],
  ['pending', '2026-06-01T08:00:00Z', 'waiting'],
  ['pending', '2026-06-01T07:59:59Z', 'unsafe'],
  ['infected', '2026-06-02T07:00:00Z', 'unsafe'],
  ['integrity_error', '2026-06-02T07:00:00Z', 'unsafe'],
] as const)('an antivirus that says %s of a file of %s: %s', (virusScan, createdAt, verdict) => {
  expect(scanOf(file('a.pdf', { virusScan, createdAt }), NOW)).toBe(verdict);
});

describe('files that go together', () => {
  it('keep their order, forty at most, 32 MB at most, a larger one alone', () => {
    const groups = [...groupsOf(sized(...Array<number>(45).fill(1), 31_999_995, 1, 40_000_000, 2))];
    expect(groups.map((group) => group.length)).toEqual([40, 6, 1, 1, 1]);
    expect(groups.flatMap(sizesOf)).toEqual([...Array<number>(45).fill(1), 31_999_995, 1, 40_000_000, 2]);
  });

  it('stop at the first that the room does not hold', () => {
    expect(sizesOf(withinRoom(sized(3, 4, 5), 12))).toEqual([3, 4, 5]);
    expect(sizesOf(withinRoom(sized(3, 9, 1), 11))).toEqual([3]);
    expect(withinRoom(sized(3), 2)).toEqual([]);
    expect(withinRoom(sized(1), -5)).toEqual([]);
    expect(withinRoom([], -5)).toEqual([]);
  });
});
