// Signed links to the bytes of files: each call makes another one, good for an hour (facts/demarches.md §4).

import { createHmac, randomBytes } from 'node:crypto';
import { contentOf } from '../content/files';
import type { Clock } from '../time/clock';
import { page, type Reply } from './reply';

const LIFETIME = 3_600_000;

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

  /** Null when the path is not one of a file. */
  serve(path: string): Reply | Buffer | null {
    const found = /^\/fichiers\/((\d+)\.(\d+)\.(\d+)\.\d+)\.([0-9a-f]+)\//.exec(path);
    if (!found) return null;
    const [, what, seed, size, until, signature] = found;
    const valid = signature === this.#signature(what ?? '') && this.#clock.now() <= Number(until);
    return valid ? contentOf({ seed: Number(seed), size: Number(size) }) : page(403, 'Lien expiré');
  }

  #signature(what: string): string {
    return createHmac('sha1', this.#key).update(what).digest('hex').slice(0, 16);
  }
}
