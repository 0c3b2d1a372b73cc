import { describe, expect, it } from 'vitest';
import { nextTick, parseCron } from './cron';

/** [cron, after, the next ticks]. Europe/Paris moves on 29 March and 25 October 2026, at 01:00 UTC. */
const TICKS: readonly (readonly [cron: string, after: string, ...ticks: string[]])[] = [
  ['*/5 * * * *', '2026-01-01T00:00:00.000Z', '2026-01-01T00:05:00.000Z', '2026-01-01T00:10:00.000Z'],
  ['*/5 * * * *', '2026-01-01T00:04:59.999Z', '2026-01-01T00:05:00.000Z'],
  [
    'TZ=Europe/Paris 0 0 * * *',
    '2026-01-01T12:00:00Z',
    '2026-01-01T23:00:00.000Z',
    '2026-01-02T23:00:00.000Z',
  ],
  ['CRON_TZ=Europe/Paris 0 0 * * *', '2026-07-01T12:00:00Z', '2026-07-01T22:00:00.000Z'],
  // Midnight before and after each change.
  [
    'TZ=Europe/Paris 0 0 * * *',
    '2026-03-28T12:00:00Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ],
  [
    'TZ=Europe/Paris 0 0 * * *',
    '2026-10-24T12:00:00Z',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ],
  // An hour that does not exist: once, as soon as it would have been.
  [
    'TZ=Europe/Paris 30 2 * * *',
    '2026-03-28T12:00:00Z',
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ],
  // An hour that comes twice: once, the first time.
  [
    'TZ=Europe/Paris 30 2 * * *',
    '2026-10-24T12:00:00Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-26T01:30:00.000Z',
  ],
  // Every quarter of an hour is none the wiser.
  [
    'TZ=Europe/Paris */15 * * * *',
    '2026-10-25T00:45:00Z',
    '2026-10-25T01:00:00.000Z',
    '2026-10-25T01:15:00.000Z',
  ],
  ['TZ=Europe/Paris 0 8 * * 1-5', '2026-01-02T12:00:00Z', '2026-01-05T07:00:00.000Z'],
  ['0 0 1 * *', '2026-01-31T00:00:00Z', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
];

describe('ticks', () => {
  it.each(TICKS)('%s after %s', (text, after, ...ticks) => {
    const cron = parseCron(text);
    let instant = Date.parse(after);
    for (const tick of ticks) {
      instant = nextTick(cron, instant) ?? Number.NaN;
      expect(new Date(instant).toISOString()).toBe(tick);
    }
  });

  it('a day that never comes has none', () => {
    expect(nextTick(parseCron('0 0 31 2 *'), Date.parse('2026-01-01T00:00:00Z'))).toBeNull();
  });
});

describe('refused', () => {
  it.each(['* * * *', '0 * * * * *', '@daily', 'TZ=Mars/Olympus 0 0 * * *', '99 0 * * *', ''])(
    '%s',
    (text) => {
      expect(() => parseCron(text)).toThrow(/le rythme «/);
    },
  );
});
