// R1, schedules: due when they should be, through both changes of hour, apart from each other, and never switched off.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAfter, nextAfterFailures } from './next';
import { DEFAULT_SCHEDULE, NEVER, readSchedule, type Schedule } from './schedule';

function series(schedule: Schedule, from: string, count: number, rank = 0): readonly (string | undefined)[] {
  const times: (string | undefined)[] = [];
  let after = new Date(from);
  for (let index = 0; index < count; index++) {
    const next = nextAfter(schedule, after, rank);
    times.push(next?.toISOString().slice(0, 16));
    if (next !== null) after = next;
  }
  return times;
}

describe('the next due instant', () => {
  it.each<[string, Schedule, string, readonly string[]]>([
    ['midnight in winter', DEFAULT_SCHEDULE, '2026-01-10T12:00Z', ['2026-01-10T23:00', '2026-01-11T23:00']],
    ['midnight in summer', DEFAULT_SCHEDULE, '2026-07-10T12:00Z', ['2026-07-10T22:00', '2026-07-11T22:00']],
    ['hourly', { kind: 'horaire' }, '2026-07-10T12:00Z', ['2026-07-10T13:00', '2026-07-10T14:00']],
    [
      'working days, from a Friday',
      { kind: 'jours_ouvres', heure: '06:30' },
      '2026-01-09T12:00Z',
      ['2026-01-12T05:30', '2026-01-13T05:30'],
    ],
    [
      'Sundays',
      { kind: 'hebdomadaire', jour: 7, heure: '18:00' },
      '2026-01-05T00:00Z',
      ['2026-01-11T17:00', '2026-01-18T17:00'],
    ],
    [
      'the last day of the month',
      { kind: 'mensuel', jour: 'dernier', heure: '08:00' },
      '2026-01-31T12:00Z',
      ['2026-02-28T07:00', '2026-03-31T06:00'],
    ],
    // The night when 2 h becomes 3 h: 02:30 does not exist, and is served at 3 h.
    [
      '02:30 on the night that skips it',
      { kind: 'quotidien', heure: '02:30' },
      '2026-03-27T12:00Z',
      ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30'],
    ],
    // The night when 3 h becomes 2 h: 02:30 comes twice, and is served once.
    [
      '02:30 on the night that repeats it',
      { kind: 'quotidien', heure: '02:30' },
      '2026-10-23T12:00Z',
      ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'hourly through the spring change: no hour is missed',
      { kind: 'horaire' },
      '2026-03-28T23:30Z',
      ['2026-03-29T00:00', '2026-03-29T01:00', '2026-03-29T02:00'],
    ],
    [
      'hourly through the autumn change: both hours are served',
      { kind: 'horaire' },
      '2026-10-24T23:30Z',
      ['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00'],
    ],
    [
      'a cron expression',
      { kind: 'cron', expression: '0 8,18 * * MON-FRI' },
      '2026-01-09T12:00Z',
      ['2026-01-09T17:00', '2026-01-12T07:00'],
    ],
  ])('%s', (_what, schedule, from, times) => {
    expect(series(schedule, from, times.length)).toEqual(times);
  });

  it('is none for a schedule that is off', () => {
    expect(nextAfter(NEVER, new Date(), 3)).toBeNull();
  });

  it.each<[Schedule, string, readonly string[]]>([
    [
      DEFAULT_SCHEDULE,
      '2026-01-10T12:00Z',
      ['2026-01-10T23:00', '2026-01-10T23:15', '2026-01-10T23:30', '2026-01-10T23:45'],
    ],
    [
      { kind: 'horaire' },
      '2026-01-10T11:59Z',
      ['2026-01-10T12:00', '2026-01-10T12:15', '2026-01-10T12:30', '2026-01-10T12:45', '2026-01-10T12:00'],
    ],
    [
      { kind: 'quart_heure' },
      '2026-01-10T11:59Z',
      ['2026-01-10T12:00', '2026-01-10T12:05', '2026-01-10T12:10'],
    ],
  ])('spreads the links of one document: %j', (schedule, from, times) => {
    expect(times.map((_, rank) => series(schedule, from, 1, rank)[0])).toEqual(times);
  });

  it('keeps the same distance day after day, also through a change of hour', () => {
    expect(series(DEFAULT_SCHEDULE, '2026-10-24T12:00Z', 3, 2)).toEqual([
      '2026-10-24T22:30',
      '2026-10-25T23:30',
      '2026-10-26T23:30',
    ]);
  });

  it('always advances, and is never more than its period away, whatever the instant and the rank', () => {
    const instants = fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2027-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    const schedules: readonly (readonly [Schedule, number])[] = [
      [{ kind: 'quart_heure' }, 15],
      [{ kind: 'horaire' }, 60],
      [{ kind: 'quotidien', heure: '02:30' }, 25 * 60],
    ];
    fc.assert(
      fc.property(
        instants,
        fc.nat(40),
        fc.constantFrom(...schedules),
        (instant, rank, [schedule, minutes]) => {
          const next = nextAfter(schedule, instant, rank);
          const wait = (next?.getTime() ?? Number.NaN) - instant.getTime();
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeLessThanOrEqual(minutes * 60_000);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('after failures', () => {
  const at = new Date('2026-01-10T12:07:00Z');
  const wait = (schedule: Schedule, failures: number) => {
    const due = nextAfterFailures(schedule, at, 0, failures);
    return due === null ? null : Math.round((due.getTime() - at.getTime()) / 60_000);
  };

  it.each<[Schedule, readonly (readonly [failures: number, minutes: number])[]]>([
    [
      { kind: 'quart_heure' },
      [
        [0, 8],
        [1, 8],
        [2, 8],
        [3, 23],
        [4, 53],
        [5, 113],
        [50, 1433],
      ],
    ],
    [
      { kind: 'horaire' },
      [
        [2, 53],
        [3, 113],
        [4, 233],
        [50, 1433],
      ],
    ],
    [
      { kind: 'hebdomadaire', jour: 1, heure: '00:00' },
      [
        [0, 2093],
        [50, 2093],
      ],
    ],
  ])('slows down to a day at most, at its own times, and never stops: %j', (schedule, expected) => {
    for (const [failures, minutes] of expected) expect(wait(schedule, failures)).toBe(minutes);
  });

  it('is still due after a thousand failures, whatever the schedule (R1)', () => {
    for (const schedule of [
      DEFAULT_SCHEDULE,
      { kind: 'quart_heure' },
      { kind: 'mensuel', jour: 28, heure: '03:00' },
      { kind: 'cron', expression: '0 0 29 2 *' },
    ] as const) {
      expect(nextAfterFailures(schedule, at, 5, 1000)).not.toBeNull();
    }
  });
});

describe('a schedule as it was kept', () => {
  it('comes back, and one that nobody understands becomes the default one instead of none (R1)', () => {
    const weekly = { kind: 'hebdomadaire', jour: 3, heure: '05:00' };
    expect(readSchedule(JSON.parse(JSON.stringify(weekly)))).toEqual(weekly);
    expect(readSchedule(null)).toEqual(NEVER);
    expect(readSchedule({ kind: 'toutes_les_lunes' })).toEqual(DEFAULT_SCHEDULE);
  });
});
