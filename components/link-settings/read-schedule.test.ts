// The form of the schedule, and the times that it announces.

import { describe, expect, it } from 'vitest';
import { comingTimes } from './coming-times';
import { readScheduleForm } from './read-schedule';

function read(entries: Readonly<Record<string, string>>) {
  return readScheduleForm({ get: (name) => entries[name] ?? null });
}

describe('the form of the schedule', () => {
  it.each([
    [{ rythme: 'jamais' }, { kind: 'jamais' }],
    [{ rythme: 'quart_heure', heure: 'n’importe quoi' }, { kind: 'quart_heure' }],
    [
      { rythme: 'quotidien', heure: '06:30' },
      { kind: 'quotidien', heure: '06:30' },
    ],
    [
      { rythme: 'quotidien', heure: '06:30:00' },
      { kind: 'quotidien', heure: '06:30' },
    ],
    [
      { rythme: 'hebdomadaire', heure: '23:59', 'jour-semaine': '7' },
      { kind: 'hebdomadaire', jour: 7, heure: '23:59' },
    ],
    [
      { rythme: 'mensuel', heure: '00:00', 'jour-mois': 'dernier' },
      { kind: 'mensuel', jour: 'dernier', heure: '00:00' },
    ],
    [
      { rythme: 'cron', expression: ' 30 6 * * 1 ' },
      { kind: 'cron', expression: '30 6 * * 1' },
    ],
  ])('%j', (entries, schedule) => {
    expect(read(entries)).toEqual({ schedule });
  });

  it.each([
    [{}, 'rythme'],
    [{ rythme: 'toujours' }, 'rythme'],
    [{ rythme: 'quotidien', heure: '' }, 'heure'],
    [{ rythme: 'quotidien', heure: '24:00' }, 'heure'],
    [{ rythme: 'hebdomadaire', heure: '06:30', 'jour-semaine': '8' }, 'jour-semaine'],
    [{ rythme: 'mensuel', heure: '06:30', 'jour-mois': '31' }, 'jour-mois'],
  ])('tells what is wrong by its field: %j', (entries, field) => {
    const got = read(entries);
    expect('problems' in got ? got.problems.map((one) => one.field) : []).toEqual([field]);
  });
});

describe('the times that are announced', () => {
  const now = Date.parse('2026-11-23T09:00:00Z');

  it('are the next three, at Paris time, and those of the link’s place in its document', () => {
    expect(comingTimes({ kind: 'quotidien', heure: '06:30' }, now, 0)).toEqual({
      status: 'times',
      words: 'tous les jours à 6\u00a0h\u00a030',
      times: [
        'mardi 24 novembre 2026 à 6\u00a0h\u00a030',
        'mercredi 25 novembre 2026 à 6\u00a0h\u00a030',
        'jeudi 26 novembre 2026 à 6\u00a0h\u00a030',
      ],
    });
    expect(comingTimes({ kind: 'quotidien', heure: '06:30' }, now, 1)).toMatchObject({
      times: [expect.stringContaining('6\u00a0h\u00a045'), expect.anything(), expect.anything()],
    });
  });

  it('say why an expression cannot be', () => {
    expect(comingTimes({ kind: 'cron', expression: '* * * * *' }, now, 0)).toMatchObject({
      status: 'unreadable',
      why: expect.stringContaining('trop fréquente'),
    });
    expect(comingTimes({ kind: 'jamais' }, now, 0)).toEqual({ status: 'never' });
  });
});
