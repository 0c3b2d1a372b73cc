// When a schedule is due next: links of one document one after the other, and slower after repeated failures.

import { cronOf, MINUTE, nextOccurrence, shortestGap } from './cron';
import type { Schedule } from './schedule';

const DAY = 24 * 60 * MINUTE;

/** Links of the same document start this far apart. */
const SPREAD = 15 * MINUTE;

/** The first failures change nothing: a server is often back at the next time. */
const PATIENCE = 2;

/**
 * First due instant strictly after `after`; null when never. `rank`: place of the link among those of its document, from
 * 0; each begins a quarter of an hour after the one before, within the period (a third of it when it is shorter).
 */
export function nextAfter(schedule: Schedule, after: Date, rank: number): Date | null {
  const expression = cronOf(schedule);
  if (expression === null) return null;
  const offset = offsetOf(expression, rank);
  const slot = nextOccurrence(expression, new Date(after.getTime() - offset));
  return slot === null ? null : new Date(slot.getTime() + offset);
}

function offsetOf(expression: string, rank: number): number {
  if (rank === 0) return 0;
  // An expression that fires once a year has no gap to observe within reach.
  const period = Math.min(shortestGap(expression), DAY);
  return (rank * Math.min(SPREAD, period / 3)) % period;
}

/**
 * The same after `failures` runs in a row that could not go to their end: at twice the period after the third, four
 * times after the fourth, and so on, never more than a day from the failure, and always at one of the schedule's own
 * times. It is never switched off, and the first success brings it back to normal (promise R1).
 */
export function nextAfterFailures(
  schedule: Schedule,
  failedAt: Date,
  rank: number,
  failures: number,
): Date | null {
  const first = nextAfter(schedule, failedAt, rank);
  const wait = slowDown(schedule, failures);
  if (first === null || wait === null) return first;
  // The last of its own times within the wait; the first one when the wait holds none.
  const limit = failedAt.getTime() + wait;
  let due = first;
  for (;;) {
    const later = nextAfter(schedule, due, rank);
    if (later === null || later.getTime() > limit) return due;
    due = later;
  }
}

/** A run takes its time. */
const GRACE = 60 * MINUTE;

/**
 * When a link whose last complete run began at `freshAt` is no longer as fresh as its schedule promises: two of its
 * times went by, and an hour. Null for a schedule that promises nothing.
 */
export function staleAt(schedule: Schedule, freshAt: Date, rank: number): Date | null {
  const first = nextAfter(schedule, freshAt, rank);
  const second = first === null ? null : nextAfter(schedule, first, rank);
  return second === null ? null : new Date(second.getTime() + GRACE);
}

/** Milliseconds that a schedule waits at most after so many failures in a row; null: it has not slowed down. */
export function slowDown(schedule: Schedule, failures: number): number | null {
  const expression = cronOf(schedule);
  if (expression === null || failures <= PATIENCE) return null;
  const period = shortestGap(expression);
  if (period >= DAY) return null;
  return Math.min(period * 2 ** Math.min(failures - PATIENCE, 10), DAY);
}
