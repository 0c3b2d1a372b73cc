// Dates in full French, at Paris time; how long ago, when next, how long.

const ZONE = 'Europe/Paris';
const NBSP = '\u00a0';

const FULL = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeStyle: 'short', timeZone: ZONE });
const DAY = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: ZONE });
const DAY_OF_YEAR = new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'long', timeZone: ZONE });
const TIME = new Intl.DateTimeFormat('fr-FR', { hour: 'numeric', minute: '2-digit', timeZone: ZONE });
/** `2026-11-23`, to compare days. */
const CALENDAR = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: ZONE });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const A_DAY = 24 * HOUR;

/** `23 novembre 2026 à 09 h 12`, with no-break spaces in the time. */
export function inFull(date: Date): string {
  return FULL.format(date).replace(/(\d{2}):(\d{2})$/, '$1\u00a0h\u00a0$2');
}

/** `23 novembre 2026`. */
export function dayInFull(date: Date): string {
  return DAY.format(date)
    .replace(/^1 /, `1er${NBSP}`)
    .replace(/^(\d+) /, `$1${NBSP}`);
}

const SPREADSHEET = new Intl.DateTimeFormat('fr-FR', {
  ...{ day: '2-digit', month: '2-digit', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: ZONE },
});

/** `23/11/2026 09:12:00`: what French spreadsheets take for an instant. */
export function forSpreadsheet(date: Date): string {
  return SPREADSHEET.format(date).replace(',', '').replace(/\s/g, ' ');
}

/**
 * Pure. « à l’instant », « il y a 12 min », « il y a 3 h », « il y a 2 jours », then the day itself: after a week nobody
 * counts any more. What is not past yet (two clocks) is « à l’instant ».
 */
export function ago(date: Date, now: Date): string {
  const past = now.getTime() - date.getTime();
  if (past < MINUTE) return 'à l’instant';
  if (past < HOUR) return `il y a ${Math.floor(past / MINUTE)}${NBSP}min`;
  if (past < A_DAY) return `il y a ${Math.floor(past / HOUR)}${NBSP}h`;
  const days = Math.floor(past / A_DAY);
  if (days === 1) return 'il y a un jour';
  return days < 7 ? `il y a ${days}${NBSP}jours` : `le ${dayInFull(date)}`;
}

/** Pure. « à 14 h », « demain à 6 h 30 », « le 3 décembre à minuit »: the time of day of what is to come. */
export function upcoming(date: Date, now: Date): string {
  const time = `à ${timeOfDay(date)}`;
  const day = CALENDAR.format(date);
  if (day === CALENDAR.format(now)) return time;
  if (day === CALENDAR.format(new Date(now.getTime() + A_DAY))) return `demain ${time}`;
  const isThisYear = day.slice(0, 4) === CALENDAR.format(now).slice(0, 4);
  const words = isThisYear
    ? DAY_OF_YEAR.format(date)
        .replace(/^1 /, `1er${NBSP}`)
        .replace(/^(\d+) /, `$1${NBSP}`)
    : dayInFull(date);
  return `le ${words} ${time}`;
}

/** « minuit », « midi », « 14 h », « 6 h 30 ». */
export function timeOfDay(date: Date): string {
  const [hours = '0', minutes = '00'] = TIME.format(date).split(':');
  const hour = Number(hours);
  if (minutes === '00' && hour === 0) return 'minuit';
  if (minutes === '00' && hour === 12) return 'midi';
  return minutes === '00' ? `${hour}${NBSP}h` : `${hour}${NBSP}h${NBSP}${minutes}`;
}

/** Pure. « moins d’une seconde », « 12 secondes », « 3 min 20 s », « 1 h 05 min ». */
export function lasting(milliseconds: number): string {
  const seconds = Math.round(milliseconds / SECOND);
  if (seconds < 1) return 'moins d’une seconde';
  if (seconds < 60) return `${seconds}${NBSP}${seconds === 1 ? 'seconde' : 'secondes'}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    const rest = seconds % 60;
    return rest === 0 ? `${minutes}${NBSP}min` : `${minutes}${NBSP}min${NBSP}${rest}${NBSP}s`;
  }
  const rest = String(minutes % 60).padStart(2, '0');
  return `${Math.floor(minutes / 60)}${NBSP}h${NBSP}${rest}${NBSP}min`;
}

/** Pure. Of what is left, rounded so that it does not jump: « moins d’une minute », « environ 4 minutes ». */
export function roughly(milliseconds: number): string {
  if (milliseconds < MINUTE) return 'moins d’une minute';
  const minutes = Math.round(milliseconds / MINUTE);
  if (minutes === 1) return 'environ une minute';
  if (minutes < 60) return `environ ${minutes}${NBSP}minutes`;
  const hours = Math.floor(minutes / 60);
  const rest = Math.round((minutes % 60) / 5) * 5;
  if (rest === 60) return `environ ${hours + 1}${NBSP}h`;
  return rest === 0
    ? `environ ${hours}${NBSP}h`
    : `environ ${hours}${NBSP}h${NBSP}${String(rest).padStart(2, '0')}`;
}
