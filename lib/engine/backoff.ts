// When a failed call is made again. Rules observed on the real server: facts/inngest.md §4.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After the first failure, the second… then the last value for ever. */
const TABLE: readonly number[] = [
  15 * SECOND,
  30 * SECOND,
  1 * MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  40 * MINUTE,
  1 * HOUR,
  2 * HOUR,
];

const JITTER_MS = 30 * SECOND;

/** What `RetryAfterError` may ask for. */
const SHORTEST_MS = SECOND;
const LONGEST_MS = 24 * HOUR;

/** Milliseconds before the next try. `attempt` counts from 0; `random` gives numbers from 0 to 1. */
export type Backoff = (attempt: number) => number;

export function tableBackoff(random: () => number = Math.random): Backoff {
  return (attempt) => (TABLE[Math.min(attempt, TABLE.length - 1)] ?? 0) + Math.floor(random() * JITTER_MS);
}

/**
 * What a `retry-after` header asks for, in milliseconds: seconds, or an instant compared with `now`.
 * Null when there is no header or it says nothing readable.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * SECOND : Date.parse(header) - now;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, SHORTEST_MS), LONGEST_MS);
}
