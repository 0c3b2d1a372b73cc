import { describe, expect, test } from 'vitest';
import { FIRST_PAGE_SIZE, halvedPageSize, nextPageSize } from './page-size';

describe('page size', () => {
  test.each([
    [50, 2999, 75],
    [75, 10, 100],
    [100, 10, 100],
    [1, 10, 2],
    [2, 10, 3],
    [50, 3000, 50],
    [50, 8000, 50],
    [50, 8001, 33],
    [1, 60_000, 1],
  ])('%i dossiers in %i ms → %i', (size, elapsed, expected) => {
    expect(nextPageSize(size, elapsed)).toBe(expected);
  });

  test('halves down to one, never to zero', () => {
    expect([50, 25, 3, 2, 1].map(halvedPageSize)).toEqual([25, 12, 1, 1, 1]);
  });

  test.each([1, 50, 125, 126, 1000, 10_000, 123_456])('%i dossiers cost at most ⌈N/100⌉ + 1 pages', (n) => {
    let read = 0;
    let pages = 0;
    for (let size = FIRST_PAGE_SIZE; read < n; size = nextPageSize(size, 0)) {
      read += size;
      pages += 1;
    }
    expect(pages).toBeLessThanOrEqual(Math.ceil(n / 100) + 1);
  });
});
