// What to do after a verdict: wait and ask again, ask for less, or stop. Pure: the waiting is somebody else's.

import { backoffDelay } from '../../http/backoff';
import type { Verdict } from './verdict';

/** What happened so far on one question. */
export type Patience = {
  /** Tries that failed because of the server or the network. */
  readonly failures: number;
  /** Of those, the ones at size 1 (or on a question that has no size). */
  readonly atSmallest: number;
  readonly throttles: number;
  readonly maintenances: number;
};

export const FRESH: Patience = { failures: 0, atSmallest: 0, throttles: 0, maintenances: 0 };

export type NextStep =
  | { readonly step: 'again'; readonly waitMs: number; readonly shrink: boolean; readonly patience: Patience }
  /** The same question would fail again, and smaller ones do not exist. */
  | { readonly step: 'stop' };

export type Limits = {
  /** Tries of a question that cannot be made smaller, the first included. */
  readonly tries: number;
  /** Tries at size 1 before the dossier is held to be the cause. */
  readonly triesAtOne: number;
  readonly throttles: number;
  /** Waits for the end of a maintenance: 1, 2, then 4 minutes. None when somebody is waiting. */
  readonly maintenances: 0 | 3;
};

export const USUAL_LIMITS: Limits = { tries: 6, triesAtOne: 3, throttles: 5, maintenances: 3 };

/** 1-2-4-8…60 s, with full jitter (facts/demarches.md §8). */
const BACKOFF = { baseMs: 1000, capMs: 60_000 };

const MAINTENANCE_WAITS_MS = [60_000, 120_000, 240_000];

/** `size`: dossiers asked for, null when the question has no size. */
export function nextStep(
  verdict: Verdict,
  patience: Patience,
  size: number | null,
  limits: Limits,
  random: () => number,
): NextStep {
  switch (verdict.class) {
    case 'fatal':
    case 'drift':
      return { step: 'stop' };
    case 'throttled':
      // The wait itself is the budget's, for every user of the token.
      return patience.throttles + 1 >= limits.throttles
        ? { step: 'stop' }
        : again(0, false, { ...patience, throttles: patience.throttles + 1 });
    case 'maintenance': {
      const waitMs = MAINTENANCE_WAITS_MS[patience.maintenances];
      if (waitMs === undefined || patience.maintenances >= limits.maintenances) return { step: 'stop' };
      return again(waitMs, false, { ...patience, maintenances: patience.maintenances + 1 });
    }
    case 'unreachable': {
      const failures = patience.failures + 1;
      if (failures >= limits.tries) return { step: 'stop' };
      return again(backoffDelay(failures, BACKOFF, random), false, { ...patience, failures });
    }
    case 'cut':
    case 'slow':
    case 'internal':
      return lessOrAgain(verdict.class, patience, size, limits, random);
  }
}

function lessOrAgain(
  trouble: 'cut' | 'slow' | 'internal',
  patience: Patience,
  size: number | null,
  limits: Limits,
  random: () => number,
): NextStep {
  const failures = patience.failures + 1;
  if (size !== null && size > 1) {
    // A cut may be an accident: the same page once more. The others are about the page: less at once.
    const shrink = trouble !== 'cut' || failures > 1;
    const waitMs = trouble === 'internal' ? 0 : backoffDelay(failures, BACKOFF, random);
    return again(waitMs, shrink, { ...patience, failures });
  }
  const atSmallest = patience.atSmallest + 1;
  const most =
    size === 1 || trouble === 'internal' ? Math.min(limits.triesAtOne, limits.tries) : limits.tries;
  if (atSmallest >= most) return { step: 'stop' };
  return again(backoffDelay(failures, BACKOFF, random), false, { ...patience, failures, atSmallest });
}

function again(waitMs: number, shrink: boolean, patience: Patience): NextStep {
  return { step: 'again', waitMs, shrink, patience };
}
