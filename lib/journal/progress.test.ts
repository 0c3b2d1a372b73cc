// Progress: what is known is told, what is not is null.

import { describe, expect, it } from 'vitest';
import { NO_COUNTS } from '../run/counts';
import { advance, type Progress, type Sample, shownAt } from './progress';

const START = Date.parse('2026-03-02T08:00:00Z');

function measured(samples: readonly (readonly [second: number, done: number, changes?: Partial<Sample>])[]) {
  let progress: Progress | null = null;
  for (const [second, done, changes] of samples) {
    const at = START + second * 1000;
    progress = advance(progress, {
      ...{ at, phase: 'lecture', done, total: 10_000, counts: NO_COUNTS },
      ...changes,
    });
  }
  if (progress === null) throw new Error('no sample');
  return progress;
}

const steady = Array.from({ length: 31 }, (_, second) => [second, second * 100] as const);

describe('progress', () => {
  it('tells the rate and the time left of a steady reading, and counts down between samples', () => {
    const progress = measured(steady);
    expect(shownAt(progress, START, START + 30_000)).toMatchObject({
      ...{ phase: 'lecture', done: 3_000, total: 10_000, elapsed: 30_000, rate: 100, left: 70_000 },
    });
    expect(shownAt(progress, START, START + 40_000).left).toBe(60_000);
  });

  it('forgets what is older than a minute: a reading that sped up is told at its new pace', () => {
    const slow = Array.from({ length: 60 }, (_, second) => [second, second] as const);
    const fast = Array.from({ length: 70 }, (_, second) => [60 + second, 60 + second * 50] as const);
    expect(shownAt(measured([...slow, ...fast]), START, START + 129_000).rate).toBeCloseTo(50, 0);
  });

  it.each<[string, Parameters<typeof measured>[0]]>([
    ['at the first sample', [[0, 0]]],
    [
      'before ten seconds',
      [
        [0, 0],
        [3, 300],
        [9, 900],
      ],
    ],
    ['when the total is unknown', steady.map(([second, done]) => [second, done, { total: null }] as const)],
    ['when more was done than announced', steady.map(([s, done]) => [s, done, { total: 500 }] as const)],
    [
      'when the pace is not steady',
      [
        [0, 0],
        [10, 10],
        [20, 20],
        [30, 2_000],
        [40, 4_000],
      ],
    ],
    [
      'when nothing moves',
      [
        [0, 50],
        [10, 50],
        [20, 50],
      ],
    ],
    [
      'in a phase that just began',
      [...steady, [31, 0, { phase: 'suppressions' as const }], [32, 1, { phase: 'suppressions' as const }]],
    ],
  ])('hides the time left %s', (_when, samples) => {
    const progress = measured(samples);
    expect(shownAt(progress, START, progress.at).left).toBeNull();
  });

  it('hides rate and time left of a reading that stalled', () => {
    expect(shownAt(measured(steady), START, START + 30_000 + 46_000)).toMatchObject({
      rate: null,
      left: null,
    });
  });

  it('never goes below zero', () => {
    const ending = steady.map(([second, done]) => [second, done, { total: 3_000 }] as const);
    expect(shownAt(measured(ending), START, START + 35_000)).toMatchObject({ left: 0 });
    expect(shownAt(measured(ending), START + 60_000, START + 35_000).elapsed).toBe(0);
  });
});
