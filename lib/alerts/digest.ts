// When those who want one message a day get it. Pure.

/** In Paris. */
const HOUR = 8;

const IN_PARIS = new Intl.DateTimeFormat('fr-FR', {
  hour: 'numeric',
  hourCycle: 'h23',
  timeZone: 'Europe/Paris',
});

/** The last time the day's message was due: 8 o'clock in Paris, today or yesterday. What came before it leaves together. */
export function lastDigest(now: Date): Date {
  const day = 24 * 60 * 60_000;
  const midnight = Math.floor(now.getTime() / day) * day;
  for (const start of [midnight, midnight - day]) {
    // Paris is one hour ahead of UTC in winter, two in summer.
    for (const ahead of [1, 2]) {
      const instant = new Date(start + (HOUR - ahead) * 60 * 60_000);
      if (instant <= now && Number(IN_PARIS.format(instant).replace(/\D/g, '')) === HOUR) return instant;
    }
  }
  throw new Error('a day without eight o’clock');
}
