// When somebody who follows live lines is gone: they left, or we ended it.

/**
 * Aborted with `signal`, after `lastsMs` at the latest, or by who ends the stream. Not `AbortSignal.any`: on Node 20 such a
 * signal that was listened to is kept for ever, with the request that it came from (found by `npm run endurance`).
 */
export function leaving(signal: AbortSignal, lastsMs?: number): AbortController {
  const left = new AbortController();
  if (signal.aborted) left.abort();
  else signal.addEventListener('abort', () => left.abort(), { once: true });
  if (lastsMs !== undefined && !left.signal.aborted) {
    const timer = setTimeout(() => left.abort(), lastsMs);
    timer.unref();
    left.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }
  return left;
}
