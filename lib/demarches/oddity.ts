// What was tolerated while reading, so that a tolerance is never silent.

import type { Fault } from './errors/verdict';

/** Counts only, by kind and place; a place is made of field names: no rank, no value. */
export type Oddity = {
  readonly kind: Fault['kind'] | 'degraded' | 'exposed_unread';
  readonly place: string;
  readonly count: number;
};

export type Oddities = {
  add(kind: Oddity['kind'], place: string): void;
  addFaults(faults: readonly Fault[]): void;
  read(): readonly Oddity[];
};

export function makeOddities(): Oddities {
  const counts = new Map<string, { kind: Oddity['kind']; place: string; count: number }>();
  const add = (kind: Oddity['kind'], place: string): void => {
    const key = `${kind} ${place}`;
    const entry = counts.get(key) ?? { kind, place, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  };
  return {
    add,
    addFaults: (faults) => {
      for (const { kind, path } of faults) {
        add(kind, path.filter((step) => typeof step === 'string').join('.'));
      }
    },
    read: () => [...counts.values()].map((entry) => ({ ...entry })),
  };
}
