import { describe, expect, test } from 'vitest';
import { retryAfterDelay } from './retry-after';

const NOW = Date.parse('2026-11-23T10:00:00Z');

describe('retryAfterDelay', () => {
  test.each([
    { header: null, expected: null },
    { header: '0', expected: 0 },
    { header: ' 12 ', expected: 12_000 },
    { header: 'Mon, 23 Nov 2026 10:00:30 GMT', expected: 30_000 },
    { header: 'Monday, 23-Nov-26 10:00:30 GMT', expected: 30_000 },
    { header: 'Mon Nov 23 10:00:30 2026', expected: 30_000 },
    { header: 'Mon, 23 Nov 2026 09:59:00 GMT', expected: 0 },
    { header: '-5', expected: null },
    { header: '1.5', expected: null },
    { header: 'bientôt', expected: null },
    { header: 'Mon, 99 Foo 2026 10:00:30 GMT', expected: null },
    { header: '', expected: null },
  ])('$header → $expected', ({ header, expected }) => {
    expect(retryAfterDelay(header, NOW)).toBe(expected);
  });
});
