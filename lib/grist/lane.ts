// At most two requests at a time for one document, whoever asks in this process.

/**
 * Grist refuses the eleventh parallel request of a document (429) and serialises writes anyway: two in flight bring
 * all there is to gain, and leave eight to the user's own tools (facts/grist.md §0.2, §0.3).
 */
export const LANE_WIDTH = 2;

export type Lane = {
  /** Runs the work when a place is free, first come first served; frees it whatever happens. */
  run<T>(work: () => Promise<T>): Promise<T>;
};

type Traffic = { inFlight: number; readonly waiting: (() => void)[] };

const documents = new Map<string, Traffic>();

/** Lanes of the same origin and document share the same places, even between two adapters. */
export function laneOf(origin: string, document: string): Lane {
  const key = `${origin} ${document}`;
  return {
    async run(work) {
      await enter(key);
      try {
        return await work();
      } finally {
        leave(key);
      }
    },
  };
}

/** How many documents have a request in flight: what a leak check looks at. */
export function lanesInUse(): number {
  return documents.size;
}

function enter(key: string): Promise<void> {
  const traffic = documents.get(key) ?? { inFlight: 0, waiting: [] };
  documents.set(key, traffic);
  if (traffic.inFlight < LANE_WIDTH) {
    traffic.inFlight += 1;
    return Promise.resolve();
  }
  return new Promise((resolve) => traffic.waiting.push(resolve));
}

function leave(key: string): void {
  const traffic = documents.get(key);
  if (traffic === undefined) return;
  const next = traffic.waiting.shift();
  if (next !== undefined) {
    // The place passes from hand to hand: nobody who arrives now can slip in between.
    next();
    return;
  }
  traffic.inFlight -= 1;
  if (traffic.inFlight === 0) documents.delete(key);
}
