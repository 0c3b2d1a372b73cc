// What a campaign is made of: how many links, for how long, and which hand strikes.

export type CampaignPlan = {
  readonly links: number;
  /** How long everything breaks. */
  readonly stormMs: number;
  /** Processes that carry runs. */
  readonly processes: number;
  /** Are processes killed (-9) and started again, all along? */
  readonly kills: boolean;
  /** Must every fault be met? Not of a campaign that is too short for it. */
  readonly everyFault: boolean;
  readonly seed: number;
};

/** What strikes, and when it has to stop. */
export type Blows = {
  readonly random: () => number;
  readonly count: (name: string) => void;
  readonly isOver: () => boolean;
};

/** Links of one démarche: each has its own token and its own document. */
export const LINKS_BY_DEMARCHE = 5;

export const DOSSIERS = 12;

/** Small generator of numbers in [0, 1), so that a campaign's choices can be drawn again. */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
}

/** One of them. */
export function drawn<T>(random: () => number, among: readonly T[]): T {
  const one = among[Math.floor(random() * among.length)];
  if (one === undefined) throw new Error('nothing to draw from');
  return one;
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Again and again while the database is away, for a minute and a half. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + 90_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > until) throw error;
      await wait(250);
    }
  }
}
