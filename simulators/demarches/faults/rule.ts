// A fault that the simulated DN makes on purpose: which requests it strikes, and what they get.

/** Every condition given must hold. */
export type FaultMatch = {
  /** `operationName`, or the operation's name in the document. */
  readonly operation?: string;
  /** A field that the document asks at its second level: `dossiers`, `deletedDossiers`, `activeRevision`… */
  readonly field?: string;
  /** Only requests whose document asks champs or annotations of dossiers. */
  readonly champs?: boolean;
  /** nth matching request since the rule was set, from 0; a list or one number. */
  readonly nth?: number | readonly number[];
  /** Only pages asked with a `first` above this. */
  readonly firstAbove?: number;
  /** Only requests that would serve this dossier (in a page, or by number). */
  readonly dossier?: number;
  /** Chance of each matching request, drawn from the simulator's seed. */
  readonly probability?: number;
};

export type Fault =
  /** Plain HTTP refusals, with DN's body and headers. `retryAfter`: also send that header (a proxy may). */
  | { readonly type: 'status'; readonly status: 429 | 500 | 502 | 503 | 504; readonly retryAfter?: string }
  /** The connection is cut: before any byte, or after half of the body. */
  | { readonly type: 'reset'; readonly when: 'before' | 'middle' }
  /** A 200 whose body stops in the middle, with the length of what was sent. */
  | { readonly type: 'truncated' }
  | { readonly type: 'malformed' }
  | { readonly type: 'html' }
  /** The true answer, late. */
  | { readonly type: 'slow'; readonly ms: number }
  /** The true answer, whose second half comes so much later than the first. */
  | { readonly type: 'drip'; readonly ms: number }
  /** DN's 30 s are spent after that many nodes: partial data, null nodes; -1: before the list, no data at all (facts §2). */
  | { readonly type: 'timeout'; readonly afterNodes: number }
  /** The page's node of that position (from 0), or every node that the rule's `dossier` names, is null. */
  | { readonly type: 'null_node'; readonly position?: number }
  /** An error at the root beside complete data. */
  | { readonly type: 'root_error'; readonly message?: string; readonly code?: string }
  /** 500 as soon as champs of the rule's `dossier` are asked. */
  | { readonly type: 'poison' }
  /** The time is spent as soon as champs of the rule's `dossier` are asked. */
  | { readonly type: 'poison_timeout' }
  /** A carte of the rule's `dossier` has an area of an unknown kind: 500 when its areas are asked (facts §5). */
  | { readonly type: 'unresolved_area' };

export type FaultRule = {
  readonly when?: FaultMatch;
  readonly fault: Fault;
  /** How many times it strikes; absent: for ever. */
  readonly times?: number;
};
