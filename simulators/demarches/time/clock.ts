// The simulator's time: injected milliseconds, made strictly increasing when the simulated DN writes.

import type { Micros } from './instant';

/** Milliseconds since the epoch. */
export type Clock = { now(): number };

export const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

/** A clock that may be moved ahead: a day later, without waiting for it. */
export type MovableClock = Clock & { advance(ms: number): void };

export const movable = (clock: Clock): MovableClock => {
  let ahead = 0;
  return {
    now: () => clock.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
};

/** Gives each write its own microsecond, as a real database does, unless a batch shares one on purpose. */
export class Stamp {
  readonly #clock: Clock;
  #last: Micros = 0;
  #shared: Micros | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): Micros {
    if (this.#shared !== null) return this.#shared;
    this.#last = Math.max(this.#clock.now() * 1000, this.#last + 1);
    return this.#last;
  }

  /** Runs `work` with one timestamp for all its writes: batch operations share microseconds (facts §3). */
  together<T>(work: () => T): T {
    const at = this.next();
    this.#shared = at;
    try {
      return work();
    } finally {
      this.#shared = null;
    }
  }
}
