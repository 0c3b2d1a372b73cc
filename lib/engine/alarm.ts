// Wakes up at the soonest of the moments it was told, and at each poll at the latest.

export type Alarm = {
  /** In so many milliseconds, unless something sooner is already set. */
  soonest(ms: number): void;
  stop(): void;
};

/** @param pollMs longest time between two rings, for what nobody announces: a process that died, a lost notification */
export function startAlarm(pollMs: number, ring: () => void): Alarm {
  let timer: NodeJS.Timeout | null = null;
  let at = Number.POSITIVE_INFINITY;
  let stopped = false;

  const soonest = (ms: number): void => {
    // A millisecond more: the instant in the database has fractions.
    const wanted = performance.now() + Math.min(Math.max(ms + 1, 1), pollMs);
    if (stopped || wanted >= at) return;
    if (timer !== null) clearTimeout(timer);
    at = wanted;
    timer = setTimeout(() => {
      at = Number.POSITIVE_INFINITY;
      timer = null;
      ring();
      soonest(pollMs);
    }, wanted - performance.now());
  };

  soonest(pollMs);
  return {
    soonest,
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
