import { describe, expect, it } from 'vitest';
import { retryAfterMs, tableBackoff } from './backoff';

const SECONDS = [15, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600, 7_200, 7_200, 7_200];

describe('the table', () => {
  it.each(SECONDS.map((seconds, attempt) => [attempt, seconds] as const))(
    'after attempt %i: %i seconds, and half a minute at most',
    (attempt, seconds) => {
      expect(tableBackoff(() => 0)(attempt)).toBe(seconds * 1_000);
      expect(tableBackoff(() => 0.999_99)(attempt)).toBeLessThan(seconds * 1_000 + 30_000);
      expect(tableBackoff(() => 0.5)(attempt)).toBe(seconds * 1_000 + 15_000);
    },
  );
});

describe('retry-after', () => {
  const now = Date.parse('2026-03-02T08:00:00Z');
  it.each([
    [null, null],
    ['', null],
    ['soon', null],
    ['3', 3_000],
    ['0', 1_000],
    ['-5', 1_000],
    ['999999', 86_400_000],
    ['2026-03-02T08:00:10.000Z', 10_000],
    ['Mon, 02 Mar 2026 08:01:00 GMT', 60_000],
    ['2026-03-01T08:00:00.000Z', 1_000],
  ])('%s → %s', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
