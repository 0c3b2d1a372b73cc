// Dates in full French, at Paris time.

const FULL = new Intl.DateTimeFormat('fr-FR', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Paris',
});

/** `23 novembre 2026 à 09 h 12`, with no-break spaces in the time. */
export function inFull(date: Date): string {
  return FULL.format(date).replace(/(\d{2}):(\d{2})$/, '$1\u00a0h\u00a0$2');
}
