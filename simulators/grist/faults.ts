// Troubles on demand: which requests meet which one, how often, and whether their effect happened first.

export type Moment = 'before' | 'after';

export type Fault =
  /** An answer of the server or of a proxy before it. A text body is sent as HTML. */
  | {
      readonly type: 'status';
      readonly status: number;
      readonly when: Moment;
      readonly body?: string | Readonly<Record<string, unknown>>;
      readonly retryAfter?: string;
    }
  /** The connection is cut without an answer. */
  | { readonly type: 'reset'; readonly when: Moment }
  /** Nothing is ever answered: the client must give up by itself. */
  | { readonly type: 'silence'; readonly when: Moment }
  /** 200 with the first half of the JSON: `whole` ends the answer properly, else the connection breaks in the body. */
  | { readonly type: 'truncated'; readonly whole: boolean }
  /** 200 with a page, as a portal or a sign-in wall gives. */
  | { readonly type: 'html'; readonly when: Moment }
  /** The answer takes this much longer, the effect being immediate. */
  | { readonly type: 'slow'; readonly ms: number }
  /** The second half of the answer comes so much later than the first, the effect being immediate. */
  | { readonly type: 'drip'; readonly ms: number }
  /** The effect itself waits, and so does every later write to the document: a long formula, a full webhook queue. */
  | { readonly type: 'stall'; readonly ms: number };

export type FaultRule = {
  readonly method?: string;
  /** Part of the path, `/apply` for example. */
  readonly path?: string;
  /** Part of the body. */
  readonly body?: string;
  /** Matching requests to let through first. */
  readonly skip?: number;
  /** How many to hit; 1 unless `chance` is given, then without end. */
  readonly times?: number;
  /** Probability between 0 and 1, drawn from the seed. */
  readonly chance?: number;
  readonly fault: Fault;
};

type Armed = { readonly rule: FaultRule; toSkip: number; left: number; hits: number };

/** The rules in force; the first that matches wins. */
export class FaultPlan {
  private readonly armed: Armed[] = [];
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = mulberry32(seed);
  }

  /** Returns a count of the requests hit so far by this rule. */
  add(rule: FaultRule): { readonly hits: number } {
    const left = rule.times ?? (rule.chance === undefined ? 1 : Number.POSITIVE_INFINITY);
    const armed: Armed = { rule, toSkip: rule.skip ?? 0, left, hits: 0 };
    this.armed.push(armed);
    return armed;
  }

  clear(): void {
    this.armed.length = 0;
  }

  pick(method: string, path: string, body: () => string): Fault | null {
    for (const armed of this.armed) {
      const { rule } = armed;
      if (rule.method !== undefined && rule.method !== method) continue;
      if (rule.path !== undefined && !path.includes(rule.path)) continue;
      if (rule.body !== undefined && !body().includes(rule.body)) continue;
      if (armed.left <= 0) continue;
      if (armed.toSkip > 0) {
        armed.toSkip -= 1;
        continue;
      }
      if (rule.chance !== undefined && this.random() >= rule.chance) continue;
      armed.left -= 1;
      armed.hits += 1;
      return rule.fault;
    }
    return null;
  }
}

/** Small seeded generator of numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
