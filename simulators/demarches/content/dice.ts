// Deterministic chance: the same seed and the same path always throw the same numbers.

const scramble = (value: number): number => {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
};

/** Folds a path of numbers into 32 bits. */
export const fold = (...path: readonly number[]): number => {
  let hash = 0x9e3779b9;
  for (const step of path) hash = scramble(hash ^ scramble(step + 0x6d2b79f5));
  return hash;
};

/** Numbers thrown one after the other from a folded path. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 32 bits. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return scramble(this.#state);
  }

  /** An integer of [0, count[. */
  below(count: number): number {
    return Math.floor((this.next() / 2 ** 32) * count);
  }

  /** An integer of [from, to]. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability * 2 ** 32;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined && items.length === 0) throw new RangeError('nothing to pick');
    return item as T;
  }

  /** `count` decimal digits, leading zeros kept. */
  digits(count: number): string {
    let text = '';
    while (text.length < count) text += String(this.next() % 100_000).padStart(5, '0');
    return text.slice(0, count);
  }
}
