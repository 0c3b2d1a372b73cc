// Saving how often a link synchronises by itself, and when it next does.

import { readManagedLink, updateLink } from '../store/managed-links';
import { readCron } from './schedule/cron';
import { nextAfter } from './schedule/next';
import { type Schedule, scheduleShape } from './schedule/schedule';
import type { Service } from './service';

/**
 * Returns the next due instant, null when there is none. Throws PLANIFICATION_INVALIDE for a cron expression that cannot
 * be, LIAISON_INCONNUE.
 */
export async function saveSchedule(
  { database, clock }: Service,
  linkId: string,
  given: Schedule,
): Promise<Date | null> {
  const { rank } = await readManagedLink(database, linkId);
  const read = scheduleShape.parse(given);
  const schedule = read.kind === 'cron' ? { ...read, expression: readCron(read.expression) } : read;
  const nextDueAt = nextAfter(schedule, new Date(clock.now()), rank);
  await updateLink(database, linkId, {
    // Off is no schedule at all: such a link takes no place among those of its document.
    schedule: schedule.kind === 'jamais' ? null : schedule,
    nextDueAt,
  });
  return nextDueAt;
}
