// Dates as people read them: table tests, at Paris time, over the changes of hour and of day.

import { describe, expect, it } from 'vitest';
import { ago, dayInFull, forSpreadsheet, inFull, lasting, roughly, timeOfDay, upcoming } from './dates';

const NOW = new Date('2026-11-23T10:00:00Z');
const before = (ms: number) => new Date(NOW.getTime() - ms);
const plain = (text: string) => text.replace(/\u00a0/g, '_');

describe('how long ago', () => {
  it.each([
    [-5_000, 'à l’instant'],
    [59_999, 'à l’instant'],
    [60_000, 'il y a 1_min'],
    [12 * 60_000 + 59_000, 'il y a 12_min'],
    [60 * 60_000, 'il y a 1_h'],
    [23.9 * 60 * 60_000, 'il y a 23_h'],
    [24 * 60 * 60_000, 'il y a un jour'],
    [3 * 24 * 60 * 60_000, 'il y a 3_jours'],
    [8 * 24 * 60 * 60_000, 'le 15_novembre 2026'],
    [22 * 24 * 60 * 60_000, 'le 1er_novembre 2026'],
  ])('%i ms before is « %s »', (ms, words) => {
    expect(plain(ago(before(ms), NOW))).toBe(words);
  });
});

describe('when next', () => {
  it.each([
    ['2026-11-23T13:00:00Z', 'à 14_h'],
    ['2026-11-23T22:59:00Z', 'à 23_h_59'],
    ['2026-11-23T23:00:00Z', 'demain à minuit'],
    ['2026-11-24T05:30:00Z', 'demain à 6_h_30'],
    ['2026-11-25T11:00:00Z', 'le 25_novembre à midi'],
    ['2026-12-01T11:00:00Z', 'le 1er_décembre à midi'],
    ['2027-01-01T05:00:00Z', 'le 1er_janvier 2027 à 6_h'],
  ])('%s is « %s »', (date, words) => {
    expect(plain(upcoming(new Date(date), NOW))).toBe(words);
  });

  it('is said at the hour that clocks show in summer and in winter', () => {
    expect(plain(timeOfDay(new Date('2026-07-01T06:05:00Z')))).toBe('8_h_05');
    expect(plain(timeOfDay(new Date('2026-12-01T06:05:00Z')))).toBe('7_h_05');
  });
});

describe('how long', () => {
  it.each([
    [0, 'moins d’une seconde'],
    [1_000, '1_seconde'],
    [59_400, '59_secondes'],
    [59_600, '1_min'],
    [200_000, '3_min_20_s'],
    [3_900_000, '1_h_05_min'],
  ])('%i ms last « %s »', (ms, words) => {
    expect(plain(lasting(ms))).toBe(words);
  });

  it.each([
    [0, 'moins d’une minute'],
    [61_000, 'environ une minute'],
    [4 * 60_000 + 10_000, 'environ 4_minutes'],
    [62 * 60_000, 'environ 1_h'],
    [93 * 60_000, 'environ 1_h_35'],
    [118 * 60_000, 'environ 2_h'],
  ])('%i ms are left: « %s »', (ms, words) => {
    expect(plain(roughly(ms))).toBe(words);
  });
});

it('gives instants to spreadsheets as they read them', () => {
  expect(forSpreadsheet(NOW)).toBe('23/11/2026 11:00:00');
});

it('gives days and instants in full', () => {
  expect(plain(dayInFull(new Date('2026-12-01T10:00:00Z')))).toBe('1er_décembre 2026');
  expect(plain(inFull(NOW))).toBe('23 novembre 2026 à 11_h_00');
});
