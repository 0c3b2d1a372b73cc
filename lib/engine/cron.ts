// When a cron fires next. Five fields, in the time zone that its `TZ=` names, UTC otherwise (facts/inngest.md §7).

import { Cron } from 'croner';

const SHAPE = /^(?:(?:CRON_)?TZ=(\S+)\s+)?((?:\S+\s+){4}\S+)$/;

/** Throws an Error with a French sentence when the expression is not one that the real server accepts. */
export function parseCron(text: string): Cron {
  const [, zone = 'UTC', fields] = SHAPE.exec(text.trim()) ?? [];
  if (fields === undefined) {
    throw new Error(
      `le rythme « ${text} » n’a pas la forme attendue : cinq champs, précédés ou non de « TZ=… »`,
    );
  }
  try {
    // Paused: only its arithmetic is used. Asked once here, so that an unknown zone is known at start.
    const cron = new Cron(fields, { timezone: zone, paused: true });
    cron.nextRun(new Date(0));
    return cron;
  } catch (error) {
    throw new Error(`le rythme « ${text} » n’est pas lisible`, { cause: error });
  }
}

/** The first tick strictly after `instant`, in epoch milliseconds; null when there is none any more. */
export function nextTick(cron: Cron, instant: number): number | null {
  return cron.nextRun(new Date(instant))?.getTime() ?? null;
}
