// For tests: a clock that only moves when it is told.

import type { Clock } from '../time/clock';

export type TestClock = Clock & { advance(ms: number): void };

export const testClock = (iso = '2026-11-02T09:00:00Z'): TestClock => {
  let now = Date.parse(iso);
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
};
