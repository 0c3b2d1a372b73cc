// Cron expressions: what each schedule amounts to, and which ones of a user are accepted.

import { Cron } from 'croner';
import { Failure } from '../../errors/failure';
import type { Schedule } from './schedule';

const ZONE = 'Europe/Paris';

export const MINUTE = 60_000;

/** No schedule runs more often: a run takes minutes, and DN counts requests. */
export const SHORTEST_PERIOD = 15 * MINUTE;

/** Enough to see two days of an expression that fires every quarter of an hour. */
const OBSERVED = 200;

/** Where the observation of an expression begins: any day without a change of hour does. */
const REFERENCE = new Date('2026-06-01T00:00:00Z');

/** The expression of a schedule; null for one that never fires. */
export function cronOf(schedule: Schedule): string | null {
  switch (schedule.kind) {
    case 'jamais':
      return null;
    case 'quart_heure':
      return '*/15 * * * *';
    case 'horaire':
      return '0 * * * *';
    case 'quotidien':
      return `${at(schedule.heure)} * * *`;
    case 'jours_ouvres':
      return `${at(schedule.heure)} * * 1-5`;
    case 'hebdomadaire':
      return `${at(schedule.heure)} * * ${schedule.jour}`;
    case 'mensuel':
      return `${at(schedule.heure)} ${schedule.jour === 'dernier' ? 'L' : schedule.jour} * *`;
    case 'cron':
      return schedule.expression;
  }
}

/** Minutes and hours of a cron expression, from `06:30`. */
function at(heure: string): string {
  const [hours = '0', minutes = '0'] = heure.split(':');
  return `${Number(minutes)} ${Number(hours)}`;
}

/**
 * The next time that it fires after `instant`, in Paris: a time that the spring change skips is served at the change,
 * one that the autumn change repeats is served once. Null when it never does.
 */
export function nextOccurrence(expression: string, instant: Date): Date | null {
  return compiled(expression).nextRun(instant);
}

/** Milliseconds between two closest firings. */
export function shortestGap(expression: string): number {
  const found = gaps.get(expression);
  if (found !== undefined) return found;
  const times = compiled(expression).nextRuns(OBSERVED, REFERENCE);
  const gap = times.reduce((shortest, time, index) => {
    const previous = times[index - 1];
    return previous === undefined ? shortest : Math.min(shortest, time.getTime() - previous.getTime());
  }, Number.POSITIVE_INFINITY);
  gaps.set(expression, gap);
  return gap;
}

/**
 * A user's expression, with its blanks set right. Throws PLANIFICATION_INVALIDE, saying why, for what is not five
 * fields, never fires, or fires more often than every quarter of an hour.
 */
export function readCron(text: string): string {
  const expression = text.trim().split(/\s+/).join(' ');
  if (!/^[\dA-Za-z*/,#-]+( [\dA-Za-z*/,#?-]+){4}$/.test(expression)) {
    throw refused(
      'Une expression cron a cinq champs séparés par des espaces : minute, heure, jour du mois, mois, jour de la semaine. Exemple : 30 6 * * 1-5.',
    );
  }
  try {
    compiled(expression);
  } catch {
    throw refused('Un des cinq champs a une valeur impossible. Exemple qui convient : 30 6 * * 1-5.');
  }
  if (nextOccurrence(expression, REFERENCE) === null) {
    throw refused('Cette expression ne correspond à aucune date.');
  }
  if (shortestGap(expression) < SHORTEST_PERIOD) {
    throw refused('Cette expression est trop fréquente : au plus souvent, tous les quarts d’heure.');
  }
  return expression;
}

/** Planning reads few expressions, for many links: what is costly to know of one is kept, within a bound. */
const crons = new Map<string, Cron>();
const gaps = new Map<string, number>();
const KEPT = 1000;

function compiled(expression: string): Cron {
  const found = crons.get(expression);
  if (found !== undefined) return found;
  const made = new Cron(expression, { timezone: ZONE, mode: '5-part', paused: true });
  if (crons.size >= KEPT) {
    crons.clear();
    gaps.clear();
  }
  crons.set(expression, made);
  return made;
}

function refused(detail: string): Failure {
  return new Failure('PLANIFICATION_INVALIDE', { detail });
}
