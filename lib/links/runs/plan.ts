// Planning: every link that is due gets its run, once, whatever is played again and however many plan at once.

import { dueLinks, markServed, standingRuns } from '../../store/due-links';
import { insertRequests, type RequestedRun } from '../../store/run-requests';
import { nextAfterFailures } from '../schedule/next';
import { readSchedule } from '../schedule/schedule';
import type { Service } from '../service';

/** More than this many wait for the next time, a minute later. */
const LIMIT = 1_000;

export type PlannedRun = {
  readonly linkId: string;
  readonly runId: string;
  /** `<link>:<due instant>`: the id of the event that announces it, so that it is announced once. */
  readonly requestId: string;
  readonly trigger: 'planification' | 'reprise';
  /** `already`: an open run of the link serves this time too, or it was planned before. */
  readonly status: 'requested' | 'already';
  /** Should it be announced? Not when it has begun. */
  readonly waiting: boolean;
};

/**
 * Four statements for all of them. A time that was missed, the server being down, is served once, and the schedule goes
 * on from now. Should the process die before the runs are announced, `watchRuns` lists them a few minutes later.
 */
export async function planRuns({ database, clock }: Service): Promise<readonly PlannedRun[]> {
  const now = clock.now();
  const due = await dueLinks(database, now, LIMIT);
  if (due.length === 0) return [];
  const wanted = due.map((link) => ({ ...link, key: requestId(link.linkId, link.due) }));
  const requests = wanted.map(
    ({ linkId, trigger, key }): RequestedRun => ({
      ...{ linkId, kind: 'sync', trigger, by: null, key, scope: { mode: 'nouveautes' } },
    }),
  );
  const made = new Set((await insertRequests(database, now, requests)).map(({ runId }) => runId));
  const standing = new Map(
    (await standingRuns(database, wanted)).map((run) => [`${run.linkId} ${run.key}`, run]),
  );
  const served = wanted.map(({ linkId, trigger, due: slot, schedule, rank, consecutiveFailures }) => ({
    ...{ linkId, trigger, due: slot },
    next: nextAfterFailures(readSchedule(schedule), new Date(now), rank, consecutiveFailures),
  }));
  await markServed(database, served);
  return wanted.flatMap(({ linkId, trigger, key }) => {
    const run = standing.get(`${linkId} ${key}`);
    // None: its link was deleted, or paused, meanwhile; or the run that served it just ended.
    if (run === undefined) return [];
    const status = made.delete(run.runId) ? 'requested' : 'already';
    return [{ linkId, runId: run.runId, requestId: key, trigger, status, waiting: run.waiting }];
  });
}

/** Deterministic: the same due instant of the same link is the same request, wherever it is planned. */
export function requestId(linkId: string, due: Date): string {
  return `${linkId}:${due.toISOString()}`;
}
