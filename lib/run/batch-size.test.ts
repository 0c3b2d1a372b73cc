import { describe, expect, it } from 'vitest';
import { isDue, nextBatchSize } from './batch-size';

/** Sizes of the batches of a reading of `total` dossiers by pages of 100, the writer never being late. */
function batchesOf(total: number, told: boolean): readonly number[] {
  const sizes: number[] = [];
  for (let read = 0; read < total; ) {
    const size = nextBatchSize(sizes.length, told ? total - read : null);
    const held = Math.min(Math.ceil(size / 100) * 100, total - read);
    sizes.push(held);
    read += held;
  }
  return sizes;
}

describe('the size of a batch', () => {
  it.each([
    [150, [150]],
    [1000, [200, 500, 300]],
    [10_000, [200, 2000, 2000, 2000, 2000, 1100, 700]],
  ])('%i dossiers, a number that DN told', (total, sizes) => {
    expect(batchesOf(total, true)).toEqual(sizes);
  });

  it('is the usual one when nobody knows where the end is', () => {
    expect(batchesOf(5000, false)).toEqual([2000, 2000, 1000]);
  });

  it.each([100, 1000, 3000, 10_000, 50_000, 123_456])(
    '%i dossiers keep within the requests allowed',
    (total) => {
      // One read a batch, and at worst one request not filled; four requests come before the first batch.
      expect(batchesOf(total, true).length * 1.5).toBeLessThanOrEqual(total / 1000 + 6);
    },
  );
});

describe('when a batch is due', () => {
  it.each([
    [1999, false, false],
    [2000, false, true],
    [2000, true, false],
    [2999, true, false],
    [3000, true, true],
  ])('%i to write of 2000, writer busy: %s → %s', (writes, isBusy, expected) => {
    expect(isDue({ writes, read: writes, age: 0 }, 2000, isBusy)).toBe(expected);
  });

  it.each([
    ['when many were read and few are to be written', { writes: 3, read: 5000, age: 0 }, true, true],
    ['when it is old', { writes: 3, read: 3, age: 10_000 }, false, true],
    ['not before', { writes: 3, read: 4999, age: 9_999 }, false, false],
    ['nor when it would only wait for the writer', { writes: 3, read: 3, age: 10_000 }, true, false],
  ])('%s', (_, held, isBusy, expected) => {
    expect(isDue(held, 2000, isBusy)).toBe(expected);
  });
});
