// Troubles that meet whoever downloads a file: which downloads, how often, and what they get.

import { Dice, fold } from '../content/dice';

export type FileFault =
  /** 403: the link expired at once; 404 or 410: the file is gone; 429, 5xx: the storage is in trouble. */
  | { readonly type: 'status'; readonly status: number; readonly retryAfter?: string }
  /** 200 with a page. */
  | { readonly type: 'html' }
  /** As many bytes at a time, so many ms between. */
  | { readonly type: 'slow'; readonly bytes: number; readonly ms: number }
  /** Half of what was announced, then the line is cut; `before`: not a byte. */
  | { readonly type: 'cut'; readonly before?: boolean }
  /** So many bytes more than the metadata says. */
  | { readonly type: 'longer'; readonly bytes: number }
  /** As many bytes, but others than the checksum tells. */
  | { readonly type: 'other_bytes' }
  | { readonly type: 'redirect'; readonly to: string };

export type FileFaultRule = {
  /** Only files of this name. */
  readonly filename?: string;
  /** Matching downloads to let through first. */
  readonly skip?: number;
  /** How many to strike; absent: for ever. */
  readonly times?: number;
  /** Of each matching download, in [0, 1]; absent: all of them. */
  readonly probability?: number;
  readonly fault: FileFault;
};

type Armed = { readonly rule: FileFaultRule; readonly dice: Dice; seen: number; struck: number };

/** The first rule that matches strikes. */
export class FileFaults {
  #armed: Armed[] = [];
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  set(rules: readonly FileFaultRule[]): void {
    this.#armed = rules.map((rule, rank) => ({
      ...{ rule, dice: new Dice(fold(this.#seed, 79, rank)), seen: 0, struck: 0 },
    }));
  }

  /** How many times each rule struck, in order. */
  strikes(): number[] {
    return this.#armed.map(({ struck }) => struck);
  }

  for(filename: string): FileFault | null {
    for (const armed of this.#armed) {
      const { rule } = armed;
      if (rule.filename !== undefined && rule.filename !== filename) continue;
      armed.seen += 1;
      if (armed.seen <= (rule.skip ?? 0)) continue;
      if (rule.times !== undefined && armed.struck >= rule.times) continue;
      if (rule.probability !== undefined && !armed.dice.chance(rule.probability)) continue;
      armed.struck += 1;
      return rule.fault;
    }
    return null;
  }
}
