// What the simulated server has seen: counts, bytes, and a list of requests without their contents.

export type Seen = {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly status: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Names of the user actions of an `/apply`. */
  readonly actions: readonly string[];
};

export type Stats = {
  readonly requests: number;
  /** Bytes of bodies, as received (compressed or not). */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Greatest number of requests in hand at once. */
  readonly peakParallel: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** The last ones, oldest first. */
  readonly seen: readonly Seen[];
};

const KEPT = 5_000;

export class Counter {
  private requests = 0;
  private bytesIn = 0;
  private bytesOut = 0;
  private parallel = 0;
  private peakParallel = 0;
  private byStatus: Record<string, number> = {};
  private seen: Seen[] = [];

  begin(): void {
    this.requests += 1;
    this.parallel += 1;
    this.peakParallel = Math.max(this.peakParallel, this.parallel);
  }

  /** Status 0: no answer was given. */
  end(seen: Seen): void {
    this.parallel -= 1;
    this.bytesIn += seen.bytesIn;
    this.bytesOut += seen.bytesOut;
    this.byStatus[seen.status] = (this.byStatus[seen.status] ?? 0) + 1;
    this.seen.push(seen);
    if (this.seen.length > 2 * KEPT) this.seen = this.seen.slice(-KEPT);
  }

  read(): Stats {
    const { requests, bytesIn, bytesOut, peakParallel } = this;
    return {
      requests,
      bytesIn,
      bytesOut,
      peakParallel,
      byStatus: { ...this.byStatus },
      seen: this.seen.slice(-KEPT),
    };
  }

  reset(): void {
    this.requests = 0;
    this.bytesIn = 0;
    this.bytesOut = 0;
    this.peakParallel = this.parallel;
    this.byStatus = {};
    this.seen = [];
  }
}
