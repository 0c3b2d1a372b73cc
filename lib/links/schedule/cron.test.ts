// Cron expressions that a user may give.

import { describe, expect, it } from 'vitest';
import { readCron } from './cron';

describe('a cron expression', () => {
  it.each([
    ['  30  6 * *   1-5 ', '30 6 * * 1-5'],
    ['*/15 * * * *', '*/15 * * * *'],
    ['0,15,30,45 8-18 * * MON-FRI', '0,15,30,45 8-18 * * MON-FRI'],
    ['0 0 L * *', '0 0 L * *'],
    ['0 0 29 2 *', '0 0 29 2 *'],
  ])('« %s » is accepted', (text, expression) => {
    expect(readCron(text)).toBe(expression);
  });

  it.each([
    ['nothing', ''],
    ['four fields', '0 0 * *'],
    ['six fields', '0 0 0 * * *'],
    ['a nickname', '@daily'],
    ['words', 'tous les jours à midi pile'],
    ['an impossible minute', '61 * * * *'],
    ['a day that never comes', '0 0 30 2 *'],
    ['every minute', '* * * * *'],
    ['every ten minutes', '*/10 * * * *'],
    ['twice within a quarter of an hour', '0,5 3 1 * *'],
    ['close across the hour', '50,0 3,4 * * *'],
    ['close across midnight', '55,0 0,23 * * *'],
    ['HTML', '<b>0</b> 0 * * *'],
    ['ten thousand characters', '0 '.repeat(5_000)],
  ])('%s is refused, with an example or a reason', (_what, text) => {
    expect(() => readCron(text)).toThrow(
      expect.objectContaining({ code: 'PLANIFICATION_INVALIDE', detail: expect.stringMatching(/\p{L}{4}/u) }),
    );
  });
});
