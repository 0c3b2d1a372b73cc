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

/** What is counted of one token: numbers and those who wait, never what asked. */
type Count = {
  /** Instants of the requests of the last minute, oldest first. */
  readonly sent: number[];
  blockedUntil: number;
  inFlight: number;
  granted: number;
  grantedAt: number;
  wakeNext: (() => void) | null;
  /** The last turn that was asked for; null once it was taken: a promise would keep all that surrounds who asked. */
  tail: Promise<void> | null;
};

function newCount(): Count {
  return {
    ...{ sent: [], blockedUntil: 0, inFlight: 0, granted: 0, grantedAt: 0 },
    ...{ wakeNext: null, tail: null },
  };
}

/**
 * First come, first served. A wait is trusted once slept: it is not checked again against the clock, so that a timer
 * that fires a little early does not make a second one.
 */
export function makeBudget(options: BudgetOptions = {}): Budget {
  const count = newCount();
  return budgetOn(() => count, options);
}

/** `counted`: what is counted of the token at the moment. */
function budgetOn(counted: () => Count, options: BudgetOptions): Budget {
  const perMinute = options.perMinute ?? 300;
  const most = options.inFlight ?? 3;
  const clock = options.clock ?? { now: () => Date.now() };
  const sleep = options.sleep ?? realSleep;
  const random = options.random ?? Math.random;

  const waitTurn = async (count: Count, signal?: AbortSignal): Promise<void> => {
    const { sent } = count;
    for (;;) {
      signal?.throwIfAborted();
      const now = clock.now();
      if (count.blockedUntil > now) {
        const seen = count.blockedUntil;
        await sleep(seen - now, signal);
        if (count.blockedUntil === seen) count.blockedUntil = 0;
        continue;
      }
      while (sent[0] !== undefined && sent[0] <= now - WINDOW_MS) sent.shift();
      if (sent[0] !== undefined && sent.length >= perMinute) {
        await sleep(sent[0] + WINDOW_MS - now, signal);
        sent.shift();
        continue;
      }
      if (count.inFlight >= most) {
        await new Promise<void>((resolve) => {
          count.wakeNext = resolve;
        });
        continue;
      }
      if (options.quota !== undefined && (count.granted === 0 || now - count.grantedAt >= GRANT_LIFE_MS)) {
        const drawn = await options.quota.draw();
        count.granted = drawn.granted;
        count.grantedAt = clock.now();
        if (count.granted === 0) await sleep(drawn.waitMs, signal);
        continue;
      }
      if (count.granted > 0) count.granted -= 1;
      sent.push(now);
      count.inFlight += 1;
      return;
    }
  };

  return {
    async enter(signal) {
      const count = counted();
      const turn = (count.tail ?? Promise.resolve()).then(() => waitTurn(count, signal));
      // The next one waits for this turn to be taken or given up, not for its success.
      const tail = turn
        .catch(() => {})
        .then(() => {
          if (count.tail === tail) count.tail = null;
        });
      count.tail = tail;
      await turn;
      let over = false;
      return () => {
        if (over) return;
        over = true;
        count.inFlight -= 1;
        count.wakeNext?.();
        count.wakeNext = null;
      };
    },
    block(ms) {
      const count = counted();
      const wait = Math.min(LONGEST_THROTTLE_MS, ms + random() * 1000);
      count.blockedUntil = Math.max(count.blockedUntil, clock.now() + wait);
      count.granted = 0;
      // Others are told when they can be: this process waits all the same.
      options.quota?.block(wait).catch(() => undefined);
    },
  };
}

/** By the hash of the token. */
const counts = new Map<string, Count>();

/**
 * The process's budget for this token: whoever asks for it draws on the same count. The token itself is not kept: its hash
 * is the key. `quotaOf`: what is shared with other processes, by that same hash. What is kept of a token is its count and
 * no more, until it would be a new one's again.
 */
export function budgetOf(
  token: string,
  quotaOf?: (tokenHash: string) => Quota,
  options: Pick<BudgetOptions, 'clock'> = {},
): Budget {
  const key = createHash('sha256').update(token).digest('hex');
  const clock = options.clock ?? { now: () => Date.now() };
  const counted = (): Count => {
    const known = counts.get(key);
    if (known !== undefined) return known;
    const now = clock.now();
    for (const [other, count] of counts) if (isSpent(count, now)) counts.delete(other);
    const count = newCount();
    counts.set(key, count);
    return count;
  };
  return budgetOn(counted, quotaOf === undefined ? { clock } : { clock, quota: quotaOf(key) });
}

/** How many tokens are counted: what a leak check looks at. */
export function tokensCounted(): number {
  return counts.size;
}

/** Nothing of it counts any more: whoever comes next may as well begin anew. */
function isSpent({ sent, blockedUntil, inFlight, tail }: Count, now: number): boolean {
  const last = sent.at(-1) ?? Number.NEGATIVE_INFINITY;
  return inFlight === 0 && tail === null && blockedUntil <= now && last <= now - WINDOW_MS;
}
