import { describe, expect, test } from 'vitest';
import { Failure } from '../../errors/failure';
import { halvedPageSize } from '../paging/page-size';
import { FRESH, type NextStep, nextStep, USUAL_LIMITS } from './patience';
import type { Verdict } from './verdict';

const failure = new Failure('DS_INDISPONIBLE');
const verdict = (name: Exclude<Verdict['class'], 'throttled'>): Verdict => ({ class: name, failure });

/** The same trouble again and again: sizes asked, and waits between them, until it stops. */
function insist(trouble: Verdict, size: number | null) {
  const sizes: (number | null)[] = [];
  const waits: number[] = [];
  let patience = FRESH;
  for (let guard = 0; guard < 100; guard += 1) {
    sizes.push(size);
    const next: NextStep = nextStep(trouble, patience, size, USUAL_LIMITS, () => 0.5);
    if (next.step === 'stop') return { sizes, waits };
    waits.push(next.waitMs);
    patience = next.patience;
    if (next.shrink && size !== null) size = halvedPageSize(size);
  }
  throw new Error('never stops');
}

describe('nextStep', () => {
  test.each<[string, Verdict, number | null, (number | null)[], number[]]>([
    ['fatal: at once', verdict('fatal'), 50, [50], []],
    ['drift: at once', verdict('drift'), 50, [50], []],
    [
      'unreachable: six tries, the same page',
      verdict('unreachable'),
      50,
      [50, 50, 50, 50, 50, 50],
      [500, 1000, 2000, 4000, 8000],
    ],
    [
      'cut: the same page once more, then halves',
      verdict('cut'),
      50,
      [50, 50, 25, 12, 6, 3, 1, 1, 1],
      [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000],
    ],
    [
      'slow: halves at once',
      verdict('slow'),
      50,
      [50, 25, 12, 6, 3, 1, 1, 1],
      [500, 1000, 2000, 4000, 8000, 16_000, 30_000],
    ],
    [
      'internal: halves without waiting, two more tries at one',
      verdict('internal'),
      50,
      [50, 25, 12, 6, 3, 1, 1, 1],
      [0, 0, 0, 0, 0, 16_000, 30_000],
    ],
    ['maintenance: minutes', verdict('maintenance'), 50, [50, 50, 50, 50], [60_000, 120_000, 240_000]],
    [
      'throttled: the budget waits',
      { class: 'throttled', failure, waitMs: 9 },
      50,
      [50, 50, 50, 50, 50],
      [0, 0, 0, 0],
    ],
    [
      'internal on a question without size: three tries',
      verdict('internal'),
      null,
      [null, null, null],
      [500, 1000],
    ],
    [
      'slow on a question without size: six tries',
      verdict('slow'),
      null,
      [null, null, null, null, null, null],
      [500, 1000, 2000, 4000, 8000],
    ],
  ])('%s', (_, trouble, size, sizes, waits) => {
    expect(insist(trouble, size)).toEqual({ sizes, waits });
  });

  test('an impatient caller does not sit through a maintenance', () => {
    const next = nextStep(
      verdict('maintenance'),
      FRESH,
      null,
      { ...USUAL_LIMITS, maintenances: 0 },
      () => 0.5,
    );
    expect(next.step).toBe('stop');
  });
});
