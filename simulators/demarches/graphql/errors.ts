// The errors of the simulated GraphQL: what a resolver may throw, and how an answer shows it (facts/demarches.md §8).

/** Codes that DN gives inside a 200. */
export type QueryErrorCode = 'not_found' | 'unauthorized' | 'timeout' | 'invalid_null' | 'bad_request';

/** An error of one field: the answer goes on without it. `code` null: DN gives this message without a code. */
export class QueryError extends Error {
  readonly code: QueryErrorCode | null;

  constructor(message: string, code: QueryErrorCode | null) {
    super(message);
    this.code = code;
  }
}

/** An error that DN does not catch in a field: the whole request becomes a 500. */
export class ServerError extends Error {}

export type Location = { readonly line: number; readonly column: number };

/** One entry of `errors`, as sent. */
export type AnswerError = {
  readonly message: string;
  readonly locations?: readonly Location[];
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, string | number>>;
};
