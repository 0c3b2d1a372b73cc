// What an exchange with DN amounts to, and what may be done about it: the classes of facts/demarches.md §8.

import type { Failure } from '../../errors/failure';

/** Every verdict carries the failure to throw when nothing more is tried. */
export type Verdict =
  /** The server cannot be reached: wait and try again, nothing about the question is to blame. */
  | { readonly class: 'unreachable'; readonly failure: Failure }
  /** The answer was lost or unreadable: try again, with a smaller page from the second time. */
  | { readonly class: 'cut'; readonly failure: Failure }
  /** Too long for DN: a smaller page at once. What came with it is partial and is thrown away. */
  | { readonly class: 'slow'; readonly failure: Failure }
  /** Everyone who uses the token waits `waitMs`. */
  | { readonly class: 'throttled'; readonly failure: Failure; readonly waitMs: number }
  /** Announced by DN: wait minutes. */
  | { readonly class: 'maintenance'; readonly failure: Failure }
  /** DN failed on this very question, and would again: two more tries, then the poison procedure. */
  | { readonly class: 'internal'; readonly failure: Failure }
  /** The instance's schema is not what we believed: read it again, rebuild, ask once more. */
  | { readonly class: 'drift'; readonly failure: Failure }
  /** Asking again cannot help. */
  | { readonly class: 'fatal'; readonly failure: Failure };

/** An error of GraphQL that leaves the rest of the answer usable. Paths hold names and ranks, never a value. */
export type Fault = {
  readonly kind: 'invalid_null' | 'unauthorized' | 'not_found' | 'other';
  readonly path: readonly (string | number)[];
};
