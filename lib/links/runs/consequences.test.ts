// What the end of a run changes for its link, case by case.

import { describe, expect, it } from 'vitest';
import type { EndedRun, LinkPace } from '../../store/conclusion-rows';
import { consequencesOf, durations, RESUMPTIONS } from './consequences';

const ENDED = new Date('2026-03-02T08:20:00Z');
const RUN: EndedRun = {
  runId: 'run',
  linkId: 'link',
  kind: 'sync',
  trigger: 'planification',
  status: 'reussi',
  code: null,
  startedAt: new Date('2026-03-02T08:00:00Z'),
  endedAt: ENDED,
  superseded: false,
  partial: false,
};
const NEXT = new Date('2026-03-02T09:00:00Z');
const PACE: LinkPace = {
  schedule: { kind: 'horaire' },
  nextDueAt: NEXT,
  resumeAt: null,
  resumptions: 0,
  consecutiveFailures: 0,
  freshAt: new Date('2026-03-02T07:00:00Z'),
  paused: false,
  deleting: false,
  rank: 0,
};
const LOST: Partial<EndedRun> = { status: 'interrompu', code: 'EXECUTION_PERDUE' };
const outcome = (run: Partial<EndedRun>, pace: Partial<LinkPace> = {}) =>
  consequencesOf({ ...RUN, ...run }, { ...PACE, ...pace }, []).link;

describe('the end of a run', () => {
  it.each(['reussi', 'avec_echecs'] as const)('%s refreshes the link and keeps its pace', (status) => {
    expect(outcome({ status })).toEqual({
      ...{ nextDueAt: NEXT, resumeAt: null, resumptions: 0, consecutiveFailures: 0 },
      freshAt: RUN.startedAt,
    });
  });

  it.each<[string, Partial<EndedRun>]>([
    ['only tried failed dossiers again', { partial: true }],
    ['is a verification', { kind: 'verify' }],
  ])('that %s leaves everything as it is, and what is to be taken up again too', (_which, run) => {
    const waiting = { consecutiveFailures: 6, resumptions: 2, resumeAt: ENDED };
    expect(outcome(run, waiting)).toEqual({
      ...{ nextDueAt: NEXT, resumeAt: ENDED, resumptions: 2, consecutiveFailures: 6, freshAt: PACE.freshAt },
    });
  });

  it('brings a slowed schedule back to normal at the first success (R1)', () => {
    const slowed = { consecutiveFailures: 6, nextDueAt: new Date('2026-03-02T23:00:00Z'), resumptions: 2 };
    expect(outcome({}, slowed)).toMatchObject({ nextDueAt: NEXT, consecutiveFailures: 0, resumptions: 0 });
  });

  it('slows the schedule down after repeated failures, and never switches it off (R1)', () => {
    expect(outcome({ status: 'echoue', code: 'DS_JETON_EXPIRE' })).toMatchObject({
      ...{ nextDueAt: NEXT, consecutiveFailures: 1, freshAt: PACE.freshAt },
    });
    expect(outcome({ status: 'echoue' }, { consecutiveFailures: 3 })).toMatchObject({
      nextDueAt: new Date('2026-03-02T12:00:00Z'),
      consecutiveFailures: 4,
    });
    for (let failures = 0; failures < 200; failures += 1) {
      expect(outcome({ status: 'echoue' }, { consecutiveFailures: failures }).nextDueAt).not.toBeNull();
    }
  });

  it('takes a lost run up again, later each time, then leaves it to the schedule', () => {
    const waits = RESUMPTIONS.map((_, resumptions) => {
      const { resumeAt, resumptions: next } = outcome(LOST, { resumptions });
      expect(next).toBe(resumptions + 1);
      return (resumeAt?.getTime() ?? Number.NaN) - ENDED.getTime();
    });
    expect(waits).toEqual(RESUMPTIONS);
    expect(outcome(LOST, { resumptions: RESUMPTIONS.length })).toMatchObject({
      ...{ resumeAt: null, resumptions: 0, consecutiveFailures: 1, nextDueAt: NEXT },
    });
  });

  it.each<[string, Partial<EndedRun>, Partial<LinkPace>]>([
    ['of the terminal', { ...LOST, trigger: 'cli' }, {}],
    ['of a link in pause', LOST, { paused: true }],
    ['of a link being deleted', LOST, { deleting: true }],
    ['that another run has followed', { ...LOST, superseded: true }, {}],
    ['of a verification', { ...LOST, kind: 'verify' }, {}],
    ['of a decision', { ...LOST, kind: 'decision' }, {}],
    ['that somebody cancelled', { status: 'annule' }, {}],
  ])('does not take up a run %s, and counts no failure', (_which, run, pace) => {
    expect(outcome(run, pace)).toMatchObject({ resumeAt: null, consecutiveFailures: 0, nextDueAt: NEXT });
  });

  it('takes up a run that its engine stopped to make room for a new version', () => {
    expect(outcome({ status: 'interrompu', code: null })).toMatchObject({ resumeAt: ENDED, resumptions: 1 });
  });

  it('counts a run that nobody began as a failure', () => {
    expect(outcome({ status: 'interrompu', code: 'EXECUTION_NON_PRISE' })).toMatchObject({
      ...{ resumeAt: null, consecutiveFailures: 1 },
    });
  });
});

describe('durations of phases', () => {
  it('go until the next phase, add up, and are never negative', () => {
    const at = (seconds: number) => new Date(ENDED.getTime() - seconds * 1000);
    expect(
      durations(
        [
          { phase: 'preparation', at: at(60) },
          { phase: 'lecture', at: at(50) },
          { phase: 'suppressions', at: at(20) },
          { phase: 'lecture', at: at(15) },
          { phase: 'cloture', at: at(-5) },
        ],
        ENDED,
      ),
    ).toEqual({ preparation: 10_000, lecture: 30_000 + 20_000, suppressions: 5_000, cloture: 0 });
  });
});
