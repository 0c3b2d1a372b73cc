// What the sources of one request need to know: the démarche, who asks, in which words, and the faults to make.

import type { Variant } from '../schema/variant';
import type { World } from '../world/world';

/** Faults that strike inside an answer. Positions and numbers are those of dossiers. */
export type NodeFaults = {
  readonly timeoutAfter: number | null;
  readonly nullPositions: ReadonlySet<number>;
  readonly nullNumbers: ReadonlySet<number>;
  readonly poisoned: ReadonlySet<number>;
  readonly poisonedTimeout: ReadonlySet<number>;
  readonly unresolvedAreas: ReadonlySet<number>;
};

export const NO_NODE_FAULTS: NodeFaults = {
  timeoutAfter: null,
  nullPositions: new Set(),
  nullNumbers: new Set(),
  poisoned: new Set(),
  poisonedTimeout: new Set(),
  unresolvedAreas: new Set(),
};

export type Session = {
  readonly world: World;
  readonly variant: Variant;
  /** May the token see the démarche? */
  readonly authorized: boolean;
  /** Types named by the document's fragments (facts §0.9). */
  readonly fragments: ReadonlySet<string>;
  readonly language: 'fr' | 'en';
  readonly faults: NodeFaults;
  /** Numbers of the dossiers that this answer serves, filled while it is made. */
  readonly served: Set<number>;
  /** A signed link to bytes: different at every call, good for an hour (facts §4). */
  signedUrl(filename: string, seed: number, size: number): string;
};
