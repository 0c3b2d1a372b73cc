// What one list of user actions works on: the stored rows, the metadata, and what it has changed so far.

import type { Store } from './database';
import type { Model } from './model';

export type Work = {
  readonly store: Store;
  readonly model: Model;
  /** Negative ids given in this list, by table ref, to the rows they became. */
  readonly temporary: Map<number, Map<number, number>>;
  /** Next row id and position of a table, by ref; forgotten when rows leave. */
  readonly tails: Map<number, Tail>;
  /** Did anything change (`isModification`)? */
  modified: boolean;
  /** Call before changing the metadata. */
  touchStructure(): void;
};

export type Tail = { nextRow: number; nextPosition: number };
