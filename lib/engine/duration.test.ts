import { describe, expect, it } from 'vitest';
import { due, durationMs } from './duration';

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['2s', 2_000],
    ['1h30m', 5_400_000],
    ['365d', 365 * 86_400_000],
    ['2w', 14 * 86_400_000],
    ['1.5h', 5_400_000],
    ['', null],
    ['2', null],
    ['2 s', null],
    ['2y', null],
    ['s', null],
  ])('%s → %s', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it('an instant is one', () => {
    expect(due('2030-01-01T00:00:00.000Z')).toEqual({ kind: 'at', iso: '2030-01-01T00:00:00.000Z' });
  });

  it.each(['tomorrow', '', '2030-13-01T00:00:00Z'])('« %s » is refused', (text) => {
    expect(() => due(text)).toThrow('neither a duration nor an instant');
  });
});
