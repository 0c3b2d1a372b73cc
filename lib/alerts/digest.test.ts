// Eight o'clock in Paris, whatever the season and the hour.

import { describe, expect, it } from 'vitest';
import { lastDigest } from './digest';

describe('the day’s message', () => {
  it.each([
    ['winter, before', '2026-01-15T06:59:59Z', '2026-01-14T07:00:00.000Z'],
    ['winter, at eight', '2026-01-15T07:00:00Z', '2026-01-15T07:00:00.000Z'],
    ['winter, late', '2026-01-15T23:30:00Z', '2026-01-15T07:00:00.000Z'],
    ['summer, before', '2026-07-15T05:59:59Z', '2026-07-14T06:00:00.000Z'],
    ['summer, at eight', '2026-07-15T06:00:00Z', '2026-07-15T06:00:00.000Z'],
    ['the morning of the change to summer', '2026-03-29T06:30:00Z', '2026-03-29T06:00:00.000Z'],
    ['the small hours after it', '2026-03-29T01:30:00Z', '2026-03-28T07:00:00.000Z'],
    ['the morning of the change to winter', '2026-10-25T06:30:00Z', '2026-10-24T06:00:00.000Z'],
  ])('%s', (_what, now, expected) => {
    expect(lastDigest(new Date(now)).toISOString()).toBe(expected);
  });
});
