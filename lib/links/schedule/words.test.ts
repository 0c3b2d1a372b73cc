// Schedules as people say them.

import { describe, expect, it } from 'vitest';
import type { Schedule } from './schedule';
import { scheduleWords, slowDownWords } from './words';

const plain = (text: string | null) => text?.replace(/[\u00a0\u202f]/g, ' ') ?? null;

describe('a schedule in words', () => {
  it.each<[Schedule, string]>([
    [{ kind: 'jamais' }, 'jamais automatiquement'],
    [{ kind: 'quart_heure' }, 'tous les quarts d’heure'],
    [{ kind: 'horaire' }, 'toutes les heures'],
    [{ kind: 'quotidien', heure: '00:00' }, 'tous les jours à minuit'],
    [{ kind: 'quotidien', heure: '06:30' }, 'tous les jours à 6 h 30'],
    [{ kind: 'jours_ouvres', heure: '12:00' }, 'du lundi au vendredi à midi'],
    [{ kind: 'hebdomadaire', jour: 7, heure: '18:00' }, 'tous les dimanches à 18 h'],
    [{ kind: 'mensuel', jour: 1, heure: '07:05' }, 'le 1er de chaque mois à 7 h 05'],
    [{ kind: 'mensuel', jour: 'dernier', heure: '23:00' }, 'le dernier jour de chaque mois à 23 h'],
    [{ kind: 'cron', expression: '30 6 * * 1-5' }, 'à 6 h 30, du lundi au vendredi'],
    [{ kind: 'cron', expression: '0 8,18 * * *' }, 'à 8 h et 18 h'],
    [{ kind: 'cron', expression: '15 3 * * 0' }, 'à 3 h 15, le dimanche'],
    [{ kind: 'cron', expression: '0 0 1 * *' }, 'à minuit, le 1er du mois'],
    [{ kind: 'cron', expression: '0 */2 * * *' }, 'à l’heure pile, toutes les 2 heures'],
    [{ kind: 'cron', expression: '5 4 10,15 * *' }, 'à 4 h 05, le 10 et 15 du mois'],
    [
      { kind: 'cron', expression: '0 9-17 * * 1-5' },
      'toutes les heures, de 9 h à 17 h, du lundi au vendredi',
    ],
  ])('%j: %s', (schedule, words) => {
    expect(plain(scheduleWords(schedule))).toBe(words);
  });

  it('puts no-break spaces inside times', () => {
    expect(scheduleWords({ kind: 'quotidien', heure: '06:30' })).toBe('tous les jours à 6\u00a0h\u00a030');
    expect(scheduleWords({ kind: 'cron', expression: '30 6 * * *' })).toBe('à 6\u00a0h\u00a030');
  });

  it('says that it slowed down, and only then', () => {
    const hourly: Schedule = { kind: 'horaire' };
    expect(slowDownWords(hourly, 2)).toBeNull();
    expect(plain(slowDownWords(hourly, 4))).toBe(
      'Après 4 échecs de suite, les essais sont espacés de 4 h au plus. Le rythme normal reprend dès la première réussite.',
    );
    expect(plain(slowDownWords({ kind: 'quart_heure' }, 3))).toContain('espacés de 30 minutes');
    expect(plain(slowDownWords(hourly, 50))).toContain('espacés de un jour'.replace('de un', 'd’un'));
    expect(slowDownWords({ kind: 'quotidien', heure: '00:00' }, 50)).toBeNull();
  });
});
