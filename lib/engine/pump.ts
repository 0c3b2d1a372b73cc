// Repeats a piece of work until it finds nothing more to do. Asked again meanwhile, it looks again: no wake-up is lost.

export type Pump = {
  /** Runs soon, unless stopped. */
  wake(): void;
  /** No further round; resolves when the round in hand is over. */
  stop(): Promise<void>;
};

/** @param round returns whether it did something: then there may be more */
export function startPump(round: () => Promise<boolean>, trouble: (error: unknown) => void): Pump {
  let asked = false;
  let stopped = false;
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    while (asked && !stopped) {
      asked = false;
      try {
        if (await round()) asked = true;
      } catch (error) {
        // The next wake-up, at the latest that of the poll, tries again.
        trouble(error);
      }
    }
    running = null;
  };

  return {
    wake: () => {
      asked = true;
      if (!stopped) running ??= run();
    },
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}
