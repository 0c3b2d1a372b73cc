// What is flat, and what grows.

import { describe, expect, it } from 'vitest';
import { isFlat, type Point, slopeOf } from './slope';

const MINUTE = 60_000;

/** One sample a minute for an hour. */
const hour = (value: (minute: number) => number): readonly Point[] =>
  Array.from({ length: 61 }, (_, minute) => ({ at: minute * MINUTE, value: value(minute) }));

describe('the slope of a measure', () => {
  it('is its growth an hour', () => {
    const { mean, anHour, error } = slopeOf(hour((minute) => 100 + minute));
    expect([mean, anHour, error].map((one) => Math.round(one * 1_000) / 1_000)).toEqual([130, 60, 0]);
  });

  it.each<[string, (minute: number) => number, boolean]>([
    ['the same all along', () => 200, true],
    ['going down', (minute) => 200 - minute, true],
    ['restless around one level', (minute) => 200 + (minute % 2) * 40, true],
    ['4 % more in an hour', (minute) => 200 + minute * (8 / 60), true],
    ['a quarter more in an hour', (minute) => 200 + minute * (50 / 60), false],
    ['a quarter more, and restless', (minute) => 200 + minute * (50 / 60) + (minute % 2) * 20, false],
  ])('%s', (_what, value, flat) => {
    expect(isFlat(slopeOf(hour(value)))).toBe(flat);
  });

  it('needs three points', () => {
    expect(() => slopeOf(hour(() => 1).slice(0, 2))).toThrow(/three points/);
  });
});
