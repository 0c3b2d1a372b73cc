// The links of a page, each with its status word, in one query.

import { type ListedLink, listLinkRows } from '../store/link-list';
import { readSchedule, type Schedule } from './schedule/schedule';
import { slowDownWords } from './schedule/words';
import type { Service } from './service';
import { type EndedRun, type LinkStatus, statusOf } from './status';

export type LinkLine = Omit<ListedLink, 'schedule'> & {
  readonly schedule: Schedule;
  readonly status: LinkStatus;
  /** What is said of a schedule that slowed down after failures; null when it has not. */
  readonly slowed: string | null;
};

/** `ids` null: every link; otherwise those that somebody may see. */
export async function listLinks(
  { database, clock }: Service,
  ids: readonly string[] | null,
): Promise<readonly LinkLine[]> {
  const now = new Date(clock.now());
  return (await listLinkRows(database, ids)).map((row) => {
    const schedule = readSchedule(row.schedule);
    const status = statusOf({
      paused: row.pausedAt !== null,
      running: row.openRunId !== null,
      freshAt: row.freshAt,
      last: row.last === null ? null : endedRun(row.last.status, row.last.code),
      decisionsAwaited: row.decisionsAwaited,
      nextDueAt: row.nextDueAt,
      now,
    });
    return { ...row, schedule, status, slowed: slowDownWords(schedule, row.consecutiveFailures) };
  });
}

const ENDS = ['reussi', 'avec_echecs', 'interrompu', 'echoue'] as const;

function endedRun(status: string, code: string | null): EndedRun {
  const known = ENDS.find((one) => one === status);
  if (known === undefined) throw new Error(`a run cannot end as ${status}`);
  return { status: known, code };
}
