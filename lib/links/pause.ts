// Pausing a link, and taking it up again. A run that goes on is not disturbed: it can be cancelled on its own.

import { readManagedLink, updateLink } from '../store/managed-links';
import { nextAfter } from './schedule/next';
import { readSchedule } from './schedule/schedule';
import type { Service } from './service';

/** Throws LIAISON_INCONNUE. */
export async function pauseLink({ database, clock }: Service, linkId: string): Promise<void> {
  const { pausedAt } = await readManagedLink(database, linkId);
  if (pausedAt === null) await updateLink(database, linkId, { pausedAt: new Date(clock.now()) });
}

/** The times that passed meanwhile were given up by the pause: the schedule goes on from now. Throws LIAISON_INCONNUE. */
export async function resumeLink({ database, clock }: Service, linkId: string): Promise<void> {
  const { schedule, rank } = await readManagedLink(database, linkId);
  const nextDueAt = nextAfter(readSchedule(schedule), new Date(clock.now()), rank);
  await updateLink(database, linkId, { pausedAt: null, nextDueAt });
}
