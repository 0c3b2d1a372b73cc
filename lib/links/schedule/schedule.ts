// How often a link synchronises by itself: the choices of the page, and how they are kept.

import { z } from 'zod';

/** Time of day in Paris, `HH:MM`. */
type TimeOfDay = string;

export type Schedule =
  | { readonly kind: 'jamais' }
  | { readonly kind: 'quart_heure' }
  | { readonly kind: 'horaire' }
  | { readonly kind: 'quotidien'; readonly heure: TimeOfDay }
  | { readonly kind: 'jours_ouvres'; readonly heure: TimeOfDay }
  /** `jour`: 1 is lundi, 7 is dimanche. */
  | { readonly kind: 'hebdomadaire'; readonly jour: number; readonly heure: TimeOfDay }
  /** `jour`: 1 to 28, so that every month has it, or its last day. */
  | { readonly kind: 'mensuel'; readonly jour: number | 'dernier'; readonly heure: TimeOfDay }
  /** Five fields, read by `readCron`. */
  | { readonly kind: 'cron'; readonly expression: string };

export const NEVER: Schedule = { kind: 'jamais' };

/** What a new link gets: every night at midnight, Paris time. */
export const DEFAULT_SCHEDULE: Schedule = { kind: 'quotidien', heure: '00:00' };

const heure = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'écrivez une heure, par exemple 06:30');

export const scheduleShape: z.ZodType<Schedule> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('jamais') }),
  z.object({ kind: z.literal('quart_heure') }),
  z.object({ kind: z.literal('horaire') }),
  z.object({ kind: z.literal('quotidien'), heure }),
  z.object({ kind: z.literal('jours_ouvres'), heure }),
  z.object({ kind: z.literal('hebdomadaire'), jour: z.int().min(1).max(7), heure }),
  z.object({
    kind: z.literal('mensuel'),
    jour: z.union([z.int().min(1).max(28), z.literal('dernier')]),
    heure,
  }),
  z.object({ kind: z.literal('cron'), expression: z.string() }),
]);

/**
 * A schedule as it was kept. One that this version does not understand becomes the default one: a schedule is never
 * switched off by itself (promise R1).
 */
export function readSchedule(stored: unknown): Schedule {
  if (stored === null || stored === undefined) return NEVER;
  const read = scheduleShape.safeParse(stored);
  return read.success ? read.data : DEFAULT_SCHEDULE;
}
