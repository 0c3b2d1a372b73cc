// What a server asks to wait before the next request: the `Retry-After` header, in both its forms (RFC 9110 §10.2.3).

/** Milliseconds to wait from `now` (epoch ms), never negative; null when the header is absent or unreadable. */
export function retryAfterDelay(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Only the dates of HTTP: Date.parse alone would take « -5 » or « 1.5 » for a year.
  if (!/^[A-Za-z]+, .*GMT$/.test(text) && !/^[A-Z][a-z]{2} [A-Z][a-z]{2} .*\d{4}$/.test(text)) return null;
  const instant = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(instant) ? null : Math.max(0, instant - now);
}
