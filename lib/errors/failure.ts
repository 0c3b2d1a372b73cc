// The one error class whose message may be shown: it names an entry of the catalogue.

import type { FailureCode } from './catalogue';

/**
 * An expected failure. `detail` is shown to the user word for word, so it may hold only what is safe to show and
 * useful to act on (DN's own sentence about a refused network, Grist's about an access rule): never a token, never
 * a value of a dossier. `facts` is for logs and tests: codes, numbers, statuses.
 */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly detail: string | null;
  readonly facts: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: FailureCode,
    options: {
      readonly detail?: string | null;
      readonly facts?: Readonly<Record<string, string | number | boolean>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(
      options.detail ? `${code}: ${options.detail}` : code,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = 'Failure';
    this.code = code;
    this.detail = options.detail ?? null;
    this.facts = options.facts ?? {};
  }
}
