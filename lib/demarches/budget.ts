// The share of DN's rate limit that one token may use, counted once for everything in the process that uses it, and drawn
// from what processes share where there are several.

import { createHash } from 'node:crypto';
import { realSleep, type Sleep } from '../http/sleep';
import { LONGEST_THROTTLE_MS } from './errors/classify-status';

export type Budget = {
  /** Waits for its turn, then counts one request. The function given back must be called when it is over. */
  enter(signal?: AbortSignal): Promise<() => void>;
  /** DN answered 429: nobody sends anything for `ms`, and a little more, at most 61 s. */
  block(ms: number): void;
};

export type BudgetOptions = {
  /** Requests in any 60 s. DN refuses the 401st of a minute; other tools may use the same token. Default 300. */
  readonly perMinute?: number;
  /** Requests under way at once. Default 3. */
  readonly inFlight?: number;
  readonly clock?: { now(): number };
  readonly sleep?: Sleep;
  readonly random?: () => number;
  /** Where other processes use the same token. */
  readonly quota?: Quota;
};

const WINDOW_MS = 60_000;

/** What was drawn is of the slot in which it was: later, it is drawn again. */
const GRANT_LIFE_MS = 10_000;

/** What the processes of a service share of a token's limit. */
export type Quota = {
  /** Requests that this process may send now; with none, how long to wait before asking again. */
  draw(): Promise<{ readonly granted: number; readonly waitMs: number }>;
  /** DN answered 429: no process draws anything for so long. */
  block(ms: number): Promise<void>;
};

/**
 * First come, first served. A wait is trusted once slept: it is not checked again against the clock, so that a timer
 * that fires a little early does not make a second one.
 */
export function makeBudget(options: BudgetOptions = {}): Budget {
  const perMinute = options.perMinute ?? 300;
  const most = options.inFlight ?? 3;
  const clock = options.clock ?? { now: () => Date.now() };
  const sleep = options.sleep ?? realSleep;
  const random = options.random ?? Math.random;

  /** Instants of the requests of the last minute, oldest first. */
  const sent: number[] = [];
  let blockedUntil = 0;
  let inFlight = 0;
  let granted = 0;
  let grantedAt = 0;
  let wakeNext: (() => void) | null = null;
  let tail: Promise<void> = Promise.resolve();

  const waitTurn = async (signal?: AbortSignal): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      const now = clock.now();
      if (blockedUntil > now) {
        const seen = blockedUntil;
        await sleep(seen - now, signal);
        if (blockedUntil === seen) blockedUntil = 0;
        continue;
      }
      while (sent[0] !== undefined && sent[0] <= now - WINDOW_MS) sent.shift();
      if (sent[0] !== undefined && sent.length >= perMinute) {
        await sleep(sent[0] + WINDOW_MS - now, signal);
        sent.shift();
        continue;
      }
      if (inFlight >= most) {
        await new Promise<void>((resolve) => {
          wakeNext = resolve;
        });
        continue;
      }
      if (options.quota !== undefined && (granted === 0 || now - grantedAt >= GRANT_LIFE_MS)) {
        const drawn = await options.quota.draw();
        granted = drawn.granted;
        grantedAt = clock.now();
        if (granted === 0) await sleep(drawn.waitMs, signal);
        continue;
      }
      if (granted > 0) granted -= 1;
      sent.push(now);
      inFlight += 1;
      return;
    }
  };

  return {
    async enter(signal) {
      const turn = tail.then(() => waitTurn(signal));
      // The next one waits for this turn to be taken or given up, not for its success.
      tail = turn.catch(() => {});
      await turn;
      let over = false;
      return () => {
        if (over) return;
        over = true;
        inFlight -= 1;
        wakeNext?.();
        wakeNext = null;
      };
    },
    block(ms) {
      const wait = Math.min(LONGEST_THROTTLE_MS, ms + random() * 1000);
      blockedUntil = Math.max(blockedUntil, clock.now() + wait);
      granted = 0;
      // Others are told when they can be: this process waits all the same.
      options.quota?.block(wait).catch(() => undefined);
    },
  };
}

const budgets = new Map<string, Budget>();

/**
 * The process's budget for this token. The token itself is not kept: its hash is the key. `quotaOf`: what is shared with
 * other processes, by that same hash; that of the first call counts.
 */
export function budgetOf(token: string, quotaOf?: (tokenHash: string) => Quota): Budget {
  const key = createHash('sha256').update(token).digest('hex');
  const known = budgets.get(key);
  if (known !== undefined) return known;
  const budget = makeBudget(quotaOf === undefined ? {} : { quota: quotaOf(key) });
  budgets.set(key, budget);
  return budget;
}
