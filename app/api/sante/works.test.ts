// What makes /api/sante answer 503.

import { expect, it } from 'vitest';
import { engineWorks } from './works';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const WELL = { connected: true, roomless: 0, lastCron: '2026-03-02T08:59:30Z' };

it.each([
  [WELL, true],
  [{ ...WELL, lastCron: null }, true],
  [{ ...WELL, connected: false }, false],
  [{ ...WELL, roomless: 1 }, false],
  [{ ...WELL, lastCron: '2026-03-02T08:54:59Z' }, false],
])('%j: %s', (health, works) => {
  expect(engineWorks(health, NOW - 1_000, NOW)).toBe(works);
});

it('a process that never planned is silent since its start', () => {
  expect(engineWorks({ ...WELL, lastCron: null }, NOW - 6 * 60_000, NOW)).toBe(false);
});
