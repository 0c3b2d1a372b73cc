// Numbers drawn from a seed: the same seed gives the same history, on any machine.

export type Dice = {
  /** A whole number of [0, below[. */
  below(below: number): number;
  chance(probability: number): boolean;
  /** One of them; undefined when there is none. */
  among<T>(items: readonly T[]): T | undefined;
};

export function diceOf(seed: number): Dice {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    below: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    among: (items) => items[Math.floor(next() * items.length)],
  };
}
