// When a proof is due by itself: the rules as a table.

import { describe, expect, it } from 'vitest';
import type { Proof, ProofHistory } from './ports';
import { isCheap, latestProof, proofDue } from './proof-due';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function ago(milliseconds: number, depth: Proof['depth']): Proof {
  return {
    ...{ depth, provedAt: new Date(NOW - milliseconds).toISOString(), complete: true, root: null },
    ...{
      dossiers: 0,
      rows: 0,
      cells: 0,
      differences: 0,
      repaired: 0,
      late: 0,
      unreadable: 0,
      awaitedFiles: 0,
    },
  };
}

function history(known: number, light: number | null, whole: number | null, first: number | null) {
  const found: ProofHistory = {
    known,
    comptes: null,
    legere: light === null ? null : ago(light, 'legere'),
    complete: whole === null ? null : ago(whole, 'complete'),
    first: first === null ? null : new Date(NOW - first).toISOString(),
  };
  return found;
}

describe('proofDue', () => {
  it.each([
    ['the day of the first load of a small démarche: whole, at once', 4999, null, null, null, 'complete'],
    ['the same, even when a light one was made', 4999, HOUR, null, HOUR, 'complete'],
    ['the day of the first load of a larger one: light', 5000, null, null, null, 'legere'],
    ['a larger one, an hour after its light proof: nothing', 5000, HOUR, null, HOUR, null],
    ['a larger one, six days after its first proof: light', 5000, DAY, null, 7 * DAY - 1, 'legere'],
    ['a larger one, a week after its first proof: whole', 5000, HOUR, null, 7 * DAY, 'complete'],
    ['an hour after a whole one: nothing', 100, null, HOUR, HOUR, null],
    ['a day after a whole one: light', 100, null, DAY, DAY, 'legere'],
    ['a minute less: nothing', 100, null, DAY - 60_000, DAY, null],
    ['light an hour ago, whole six days ago: nothing', 100, HOUR, 6 * DAY, 6 * DAY, null],
    ['light a day ago, whole six days ago: light', 100, DAY, 6 * DAY, 6 * DAY, 'legere'],
    ['a week after a whole one: whole', 100, HOUR, 7 * DAY, 30 * DAY, 'complete'],
    ['the same of a larger one', 90_000, HOUR, 7 * DAY, 30 * DAY, 'complete'],
  ] as const)('%s', (_name, known, light, whole, first, due) => {
    expect(proofDue(history(known, light, whole, first), NOW)).toBe(due);
  });
});

describe('isCheap', () => {
  it.each([
    [1, 0, true],
    [1, 999, true],
    [2, 999, false],
    [2, 1999, false],
    [2, 2000, true],
    [21, 100_000, true],
    [101, 100_000, false],
  ])('%i requests for %i dossiers: %s', (requests, dossiers, cheap) => {
    expect(isCheap(requests, dossiers)).toBe(cheap);
  });
});

describe('latestProof', () => {
  it('is the most recent, whatever its depth', () => {
    expect(latestProof(history(1, null, null, null))).toBeNull();
    expect(latestProof(history(1, HOUR, DAY, DAY))?.depth).toBe('legere');
    expect(latestProof(history(1, DAY, HOUR, DAY))?.depth).toBe('complete');
    expect(latestProof({ ...history(1, DAY, HOUR, DAY), comptes: ago(0, 'comptes') })?.depth).toBe('comptes');
  });
});
