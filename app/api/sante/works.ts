// Whether the embedded engine carries runs, from what it says of itself.

import type { EngineHealth } from '../../../lib/engine/health';

/** The planner and the watchdog tick each minute: a longer silence, and nobody plans. */
const CRON_SILENCE_MS = 5 * 60_000;

/** `startedAt`: of this process, before the first tick. Not while the disk of Postgres refuses what there is to write. */
export function engineWorks(
  { connected, roomless, lastCron }: Pick<EngineHealth, 'connected' | 'roomless' | 'lastCron'>,
  startedAt: number,
  now: number,
): boolean {
  const silence = now - (lastCron === null ? startedAt : Date.parse(lastCron));
  return connected && roomless === 0 && silence < CRON_SILENCE_MS;
}
