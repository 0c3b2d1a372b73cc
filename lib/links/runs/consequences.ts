// What the end of a run changes for its link: freshness, the pace of its schedule, and whether a lost run is taken up.

import type { EndedRun, LinkPace, PhaseStart, Verdict } from '../../store/conclusion-rows';
import { nextAfter, nextAfterFailures } from '../schedule/next';
import { readSchedule } from '../schedule/schedule';

const MINUTE = 60_000;

/** How long a lost run waits before it is taken up again, each time that it is lost in a row. Then the schedule only. */
export const RESUMPTIONS: readonly number[] = [0, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE];

/** Pure. Only a synchronisation changes the pace; a cancelled one changes nothing. */
export function consequencesOf(run: EndedRun, pace: LinkPace, phases: readonly PhaseStart[]): Verdict {
  return { link: paceAfter(run, pace), phases: durations(phases, run.endedAt) };
}

function paceAfter(run: EndedRun, pace: LinkPace): Verdict['link'] {
  const { nextDueAt, resumptions, consecutiveFailures, freshAt } = pace;
  const same = { nextDueAt, resumeAt: null, resumptions, consecutiveFailures, freshAt };
  // They read nothing new: what is to be taken up again still is.
  const untouched = { ...same, resumeAt: pace.resumeAt };
  if (run.kind !== 'sync' || run.superseded) return untouched;
  switch (run.status) {
    case 'reussi':
    case 'avec_echecs': {
      if (run.partial) return untouched;
      const schedule = readSchedule(pace.schedule);
      const isSlowed = consecutiveFailures > 0 && nextDueAt !== null;
      return {
        nextDueAt: isSlowed ? nextAfter(schedule, run.endedAt, pace.rank) : nextDueAt,
        resumeAt: null,
        resumptions: 0,
        consecutiveFailures: 0,
        freshAt: run.startedAt ?? freshAt,
      };
    }
    case 'annule':
      return { ...same, resumptions: 0 };
    case 'interrompu':
      return afterInterruption(run, pace, same);
    case 'echoue':
      return afterFailure(run, pace, same);
  }
}

/** Nobody wanted it to stop: it is taken up again from its cursor, a bounded number of times. */
function afterInterruption(run: EndedRun, pace: LinkPace, same: Verdict['link']): Verdict['link'] {
  if (run.code === 'EXECUTION_NON_PRISE') return afterFailure(run, pace, same);
  // The terminal's runs are its user's.
  if (run.trigger === 'cli' || pace.deleting || pace.paused) return same;
  const wait = RESUMPTIONS[pace.resumptions];
  if (wait === undefined) return afterFailure(run, pace, same);
  return {
    ...same,
    resumeAt: new Date(run.endedAt.getTime() + wait),
    resumptions: pace.resumptions + 1,
  };
}

function afterFailure(run: EndedRun, pace: LinkPace, same: Verdict['link']): Verdict['link'] {
  const consecutiveFailures = pace.consecutiveFailures + 1;
  const schedule = readSchedule(pace.schedule);
  const slowed = nextAfterFailures(schedule, run.endedAt, pace.rank, consecutiveFailures);
  return { ...same, nextDueAt: slowed, resumptions: 0, consecutiveFailures };
}

/** Milliseconds of each phase: until the next one begins, the last one until the end. A phase met twice adds up. */
export function durations(phases: readonly PhaseStart[], endedAt: Date): Readonly<Record<string, number>> {
  const spent: Record<string, number> = {};
  for (const [index, { phase, at }] of phases.entries()) {
    const until = phases[index + 1]?.at ?? endedAt;
    spent[phase] = (spent[phase] ?? 0) + Math.max(0, until.getTime() - at.getTime());
  }
  return spent;
}
