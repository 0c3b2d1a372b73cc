// Decides which faults strike a request, and counts them.

import { Dice, fold } from '../content/dice';
import type { NodeFaults } from '../serve/session';
import type { Fault, FaultMatch, FaultRule } from './rule';

/** What a rule may look at. */
export type Asked = {
  readonly operation: string;
  /** Names of the fields of the first two levels of the document. */
  readonly fields: ReadonlySet<string>;
  readonly champs: boolean;
  /** Value of `first` on the request; null when it asks no page. */
  readonly first: number | null;
};

type Armed = { readonly rule: FaultRule; readonly dice: Dice; seen: number; struck: number };

/** What strikes one request. */
export type Strikes = {
  readonly node: NodeFaults;
  /** Milliseconds to wait before answering. */
  readonly delay: number;
  readonly http: Fault | null;
  /** To be called with the dossiers served: gives the fault of a rule tied to one of them. */
  readonly afterwards: (served: ReadonlySet<number>) => Fault | null;
};

const matches = (when: FaultMatch, asked: Asked): boolean =>
  (when.operation === undefined || when.operation === asked.operation) &&
  (when.field === undefined || asked.fields.has(when.field)) &&
  (when.champs === undefined || when.champs === asked.champs) &&
  (when.firstAbove === undefined || (asked.first ?? 0) > when.firstAbove);

const isTheTurn = (when: FaultMatch, turn: number): boolean => {
  if (when.nth === undefined) return true;
  return typeof when.nth === 'number' ? when.nth === turn : when.nth.includes(turn);
};

export class Faults {
  #armed: Armed[] = [];
  readonly #seed: number;

  constructor(seed: number, rules: readonly FaultRule[]) {
    this.#seed = seed;
    this.set(rules);
  }

  set(rules: readonly FaultRule[]): void {
    this.#armed = rules.map((rule, rank) => ({
      rule,
      dice: new Dice(fold(this.#seed, 77, rank)),
      seen: 0,
      struck: 0,
    }));
  }

  /** How many times each rule struck, in order. */
  strikes(): number[] {
    return this.#armed.map(({ struck }) => struck);
  }

  for(asked: Asked): Strikes {
    let delay = 0;
    let http: Fault | null = null;
    const later: Armed[] = [];
    const node = {
      timeoutAfter: null as number | null,
      nullPositions: new Set<number>(),
      nullNumbers: new Set<number>(),
      poisoned: new Set<number>(),
      poisonedTimeout: new Set<number>(),
      unresolvedAreas: new Set<number>(),
    };
    for (const armed of this.#armed) {
      if (!this.#fires(armed, asked)) continue;
      const { fault, when } = armed.rule;
      const dossier = when?.dossier;
      if (dossier !== undefined) later.push(armed);
      else armed.struck += 1;
      switch (fault.type) {
        case 'slow':
          if (dossier === undefined) delay += fault.ms;
          break;
        case 'timeout':
          node.timeoutAfter = fault.afterNodes;
          break;
        case 'null_node':
          if (fault.position !== undefined) node.nullPositions.add(fault.position);
          if (dossier !== undefined) node.nullNumbers.add(dossier);
          break;
        case 'poison':
          if (dossier !== undefined) node.poisoned.add(dossier);
          break;
        case 'poison_timeout':
          if (dossier !== undefined) node.poisonedTimeout.add(dossier);
          break;
        case 'unresolved_area':
          if (dossier !== undefined) node.unresolvedAreas.add(dossier);
          break;
        case 'status':
        case 'reset':
        case 'truncated':
        case 'drip':
        case 'malformed':
        case 'html':
        case 'root_error':
          if (dossier === undefined) http ??= fault;
          break;
      }
    }
    return {
      node,
      delay,
      http,
      afterwards: (served) => {
        let found: Fault | null = null;
        for (const armed of later) {
          if (!served.has(armed.rule.when?.dossier ?? -1)) continue;
          armed.struck += 1;
          found ??= armed.rule.fault;
        }
        return found;
      },
    };
  }

  #fires(armed: Armed, asked: Asked): boolean {
    const when = armed.rule.when ?? {};
    if (!matches(when, asked)) return false;
    const turn = armed.seen;
    armed.seen += 1;
    if (armed.rule.times !== undefined && armed.struck >= armed.rule.times) return false;
    if (!isTheTurn(when, turn)) return false;
    return when.probability === undefined || armed.dice.chance(when.probability);
  }
}
