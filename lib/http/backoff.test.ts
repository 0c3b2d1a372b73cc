import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffDelay } from './backoff';

describe('backoffDelay', () => {
  test.each([
    { attempt: 1, random: 0, expected: 0 },
    { attempt: 1, random: 0.5, expected: 500 },
    { attempt: 2, random: 0.5, expected: 1000 },
    { attempt: 3, random: 0.999, expected: 3996 },
    { attempt: 7, random: 0.5, expected: 30_000 },
    { attempt: 60, random: 0.5, expected: 30_000 },
  ])('try $attempt with random $random waits $expected ms', ({ attempt, random, expected }) => {
    expect(backoffDelay(attempt, { baseMs: 1000, capMs: 60_000 }, () => random)).toBe(expected);
  });

  test('is always between zero and the cap, even after a thousand tries', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (n, r) => {
          const delay = backoffDelay(n, { baseMs: 250, capMs: 8000 }, () => r);
          return delay >= 0 && delay <= 8000;
        },
      ),
    );
  });
});
