// Schedules as people say them in French, with its typography.

import cronstrue from 'cronstrue/i18n.js';
import { MINUTE } from './cron';
import { slowDown } from './next';
import type { Schedule } from './schedule';

const NBSP = '\u00a0';
const DAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const;

/** E.g. « tous les jours à minuit », « tous les lundis à 6 h 30 ». In lower case, without final stop. */
export function scheduleWords(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'jamais':
      return 'jamais automatiquement';
    case 'quart_heure':
      return `tous les quarts d’heure`;
    case 'horaire':
      return 'toutes les heures';
    case 'quotidien':
      return `tous les jours à ${timeWords(schedule.heure)}`;
    case 'jours_ouvres':
      return `du lundi au vendredi à ${timeWords(schedule.heure)}`;
    case 'hebdomadaire':
      return `tous les ${DAYS[schedule.jour - 1] ?? 'lundi'}s à ${timeWords(schedule.heure)}`;
    case 'mensuel':
      return `${dayOfMonth(schedule.jour)} de chaque mois à ${timeWords(schedule.heure)}`;
    case 'cron':
      return cronWords(schedule.expression);
  }
}

/** What is said of a schedule that slowed down after failures; null when it has not. */
export function slowDownWords(schedule: Schedule, failures: number): string | null {
  const wait = slowDown(schedule, failures);
  if (wait === null) return null;
  return `Après ${failures}${NBSP}échecs de suite, les essais sont espacés ${durationWords(wait)} au plus. Le rythme normal reprend dès la première réussite.`;
}

/** « minuit », « midi », « 6 h », « 6 h 30 ». */
function timeWords(heure: string): string {
  const [hours = '0', minutes = '00'] = heure.split(':');
  const hour = Number(hours);
  if (minutes === '00' && hour === 0) return 'minuit';
  if (minutes === '00' && hour === 12) return 'midi';
  return minutes === '00' ? `${hour}${NBSP}h` : `${hour}${NBSP}h${NBSP}${minutes}`;
}

function dayOfMonth(jour: number | 'dernier'): string {
  if (jour === 'dernier') return 'le dernier jour';
  return jour === 1 ? 'le 1er' : `le ${jour}`;
}

/** With its preposition: « d’un jour », « de 30 minutes ». */
function durationWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE);
  if (minutes >= 24 * 60) return 'd’un jour';
  if (minutes === 60) return 'd’une heure';
  return minutes < 60
    ? `de ${minutes}${NBSP}minutes`
    : `de ${Math.floor(minutes / 60)}${NBSP}h${minutes % 60 === 0 ? '' : `${NBSP}${String(minutes % 60).padStart(2, '0')}`}`;
}

/**
 * cronstrue's sentence in our typography: « à 6 h 30, du lundi au vendredi » for « À 06:30, de lundi à vendredi ». An
 * expression that it cannot say is shown as it is.
 */
function cronWords(expression: string): string {
  const sentence = cronstrue.toString(expression, {
    locale: 'fr',
    use24HourTimeFormat: true,
    dayOfWeekStartIndexZero: true,
    throwExceptionOnParseError: false,
  });
  if (!/^[À-ÿA-Za-z]/.test(sentence) || /^(Une erreur|An error)/.test(sentence))
    return `selon l’expression ${expression}`;
  const said = sentence
    .replace(/\bde (lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) à (?=\p{L})/gu, 'du $1 au ')
    .replace(/, uniquement (?=le )/g, ', ')
    .replace(/\b(\d{2}:\d{2})\b/g, (time) => timeWords(time))
    .replace(/\ble 1(?!\d)/g, 'le 1er')
    .replace(/'/g, '’')
    .replace(/(\d) (minutes?|heures?|jours?|mois)\b/g, `$1${NBSP}$2`);
  return said.charAt(0).toLowerCase() + said.slice(1);
}
