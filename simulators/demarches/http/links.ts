// Signed links to the bytes of files: each call makes another one, good for an hour (facts/demarches.md §4).

import { createHmac, randomBytes } from 'node:crypto';
import { contentOf } from '../content/files';
import type { Clock } from '../time/clock';

const LIFETIME = 3_600_000;

export type Asked =
  | { readonly status: 'found'; readonly filename: string; readonly content: Buffer }
  | { readonly status: 'expired' };

export class Links {
  readonly #key = randomBytes(32);
  readonly #clock: Clock;
  #serial = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Path of a new link. */
  path(filename: string, seed: number, size: number): string {
    this.#serial += 1;
    const what = [seed, size, this.#clock.now() + LIFETIME, this.#serial].join('.');
    return `/fichiers/${what}.${this.#signature(what)}/${encodeURIComponent(filename)}`;
  }

  /** Null when the path is not one of a file. A link that was made up is as one that has expired. */
  find(path: string): Asked | null {
    const found = /^\/fichiers\/((\d+)\.(\d+)\.(\d+)\.\d+)\.([0-9a-f]+)\/(.*)$/.exec(path);
    if (!found) return null;
    const [, what, seed, size, until, signature, name = ''] = found;
    const valid = signature === this.#signature(what ?? '') && this.#clock.now() <= Number(until);
    if (!valid) return { status: 'expired' };
    const content = contentOf({ seed: Number(seed), size: Number(size) });
    return { status: 'found', filename: decodeURIComponent(name), content };
  }

  #signature(what: string): string {
    return createHmac('sha1', this.#key).update(what).digest('hex').slice(0, 16);
  }
}
