// Answers that are kept back: each for a time of its own, and for as long as the latency says, whenever that is changed.

type Held = {
  readonly since: number;
  /** Milliseconds that no change of the latency shortens. */
  readonly own: number;
  readonly work: () => void;
  timer?: NodeJS.Timeout;
};

export class Waiting {
  readonly #held = new Set<Held>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #latency: number;

  /** @param latency milliseconds, until `setLatency` */
  constructor(latency: number) {
    this.#latency = latency;
  }

  /** For what is kept back already too: lowered to 0, it lets everything go at once. */
  setLatency(ms: number): void {
    this.#latency = ms;
    for (const held of this.#held) {
      clearTimeout(held.timer);
      held.timer = this.#timerOf(held);
    }
  }

  /** Works after its own milliseconds and those of the latency; at once, in the same turn, when there are none. */
  afterLatency(own: number, work: () => void): void {
    if (own + this.#latency === 0) {
      work();
      return;
    }
    const held: Held = { since: performance.now(), own, work };
    held.timer = this.#timerOf(held);
    this.#held.add(held);
  }

  after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  /** Nothing that was kept back will be done. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { timer } of this.#held) clearTimeout(timer);
  }

  #timerOf(held: Held): NodeJS.Timeout {
    const left = held.since + held.own + this.#latency - performance.now();
    return setTimeout(
      () => {
        this.#held.delete(held);
        held.work();
      },
      Math.max(left, 0),
    );
  }
}
