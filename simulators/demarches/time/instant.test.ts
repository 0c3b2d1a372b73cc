// Instants as DN prints them, against what the platform knows of Paris.

import { describe, expect, test } from 'vitest';
import { micros, parisMidnight, printDay, printExact, printInstant } from './instant';

const paris = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
});

describe('printInstant', () => {
  test('truncates to the second and gives the Paris offset, in winter and in summer', () => {
    expect(printInstant(micros('2026-01-15T10:20:30.999999Z'))).toBe('2026-01-15T11:20:30+01:00');
    expect(printInstant(micros('2026-07-15T22:20:30.5Z'))).toBe('2026-07-16T00:20:30+02:00');
  });

  test('agrees with the platform around both changes of hour, over years', () => {
    for (let year = 2015; year < 2040; year += 1) {
      for (const month of ['03', '10']) {
        for (let day = 24; day <= 31; day += 1) {
          for (const hour of ['00', '01', '02', '23']) {
            const iso = `${year}-${month}-${day}T${hour}:59:59Z`;
            expect(printInstant(micros(iso)).slice(0, 19).replace('T', ' ')).toBe(
              paris.format(new Date(iso)),
            );
            expect(Date.parse(printInstant(micros(iso)))).toBe(Date.parse(iso));
          }
        }
      }
    }
  });
});

test('a date alone is midnight in Paris', () => {
  expect(printInstant(micros('2026-01-01'))).toBe('2026-01-01T00:00:00+01:00');
  expect(printInstant(micros('2026-08-01'))).toBe('2026-08-01T00:00:00+02:00');
  expect(printDay(parisMidnight('2026-03-29'))).toBe('2026-03-29');
});

test('microseconds survive the way to a cursor and back', () => {
  const at = micros('2026-02-03T04:05:06.123456Z');
  expect(printExact(at)).toBe('2026-02-03T04:05:06.123456000Z');
  expect(micros(printExact(at))).toBe(at);
  expect(printExact(micros('2026-02-03T04:05:06+02:00'))).toBe('2026-02-03T02:05:06.000000000Z');
});

test('what is no instant is refused', () => {
  expect(() => micros('hier')).toThrow(RangeError);
});
