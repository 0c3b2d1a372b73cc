// DN's throttle: a fixed window on the epoch minute, for each Authorization header (facts/demarches.md §1).

export class RateLimit {
  #limit: number | null;
  #minute = -1;
  readonly #counts = new Map<string, number>();

  constructor(limit: number | null) {
    this.#limit = limit;
  }

  change(limit: number | null): void {
    this.#limit = limit;
  }

  /** Counts a request. True: it is one too many. `now` in milliseconds. */
  exceeded(authorization: string, now: number): boolean {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute) {
      this.#counts.clear();
      this.#minute = minute;
    }
    const count = (this.#counts.get(authorization) ?? 0) + 1;
    this.#counts.set(authorization, count);
    return this.#limit !== null && count > this.#limit;
  }
}

/** Epoch second of the end of the window: what `RateLimit-Reset` says. */
export const windowEnd = (now: number): number => (Math.floor(now / 60_000) + 1) * 60;
