// The next times of a schedule, as people read them. Pure: the same in the browser and on the server.

import { Failure } from '../../lib/errors/failure';
import { readCron } from '../../lib/links/schedule/cron';
import { nextAfter } from '../../lib/links/schedule/next';
import type { Schedule } from '../../lib/links/schedule/schedule';
import { scheduleWords } from '../../lib/links/schedule/words';

export type Coming =
  | { readonly status: 'never' }
  | { readonly status: 'unreadable'; readonly why: string | null }
  | { readonly status: 'times'; readonly words: string; readonly times: readonly string[] };

const SHOWN = 3;

const DAY = new Intl.DateTimeFormat('fr-FR', {
  ...{ timeZone: 'Europe/Paris', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
});
const TIME = new Intl.DateTimeFormat('fr-FR', {
  ...{ timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
});

/** `now`: milliseconds. `rank`: place of the link among those of its document. */
export function comingTimes(given: Schedule, now: number, rank: number): Coming {
  if (given.kind === 'jamais') return { status: 'never' };
  try {
    const schedule = given.kind === 'cron' ? { ...given, expression: readCron(given.expression) } : given;
    const times: string[] = [];
    let at: Date | null = new Date(now);
    while (times.length < SHOWN && at !== null) {
      at = nextAfter(schedule, at, rank);
      if (at !== null) times.push(inWords(at));
    }
    return { status: 'times', words: scheduleWords(schedule), times };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { status: 'unreadable', why: error.detail };
  }
}

/** « mardi 24 novembre 2026 à 6 h 30 ». */
function inWords(date: Date): string {
  const [hour = '0', minute = '00'] = TIME.format(date).split(':');
  return `${DAY.format(date)} à ${Number(hour)}\u00a0h\u00a0${minute}`;
}
