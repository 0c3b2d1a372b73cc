// How long to wait before sending again: exponential with full jitter, as a pure function.

/** `baseMs` is the ceiling of the first wait, doubled at every further one, never above `capMs`. */
export type Backoff = { readonly baseMs: number; readonly capMs: number };

/** Milliseconds between 0 and min(cap, base × 2^(attempt − 1)); `attempt` is the one that just failed, from 1. */
export function backoffDelay(attempt: number, backoff: Backoff, random: () => number): number {
  const ceiling = Math.min(backoff.capMs, backoff.baseMs * 2 ** (attempt - 1));
  return Math.floor(random() * ceiling);
}
