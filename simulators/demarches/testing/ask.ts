// For tests: asks a simulated DN over HTTP, without any adapter of the project.

import type { DemarchesSimulator } from '../start';

export type GraphqlAnswer<T> = {
  readonly data?: T | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string };
  }[];
};

export type Answer<T> = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as JSON; throws when it is not. */
  json(): GraphqlAnswer<T>;
};

type Target = Pick<DemarchesSimulator, 'url' | 'token'>;

/** One POST. `T` is the shape of `data` that the test expects. */
export const ask = async <T>(
  { url, token }: Target,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as GraphqlAnswer<T>,
  };
};

/** The data of an answer without errors; throws otherwise. */
export const data = async <T>(
  target: Target,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<T> => {
  const { data: found, errors } = (await ask<T>(target, query, variables)).json();
  if (found == null || errors !== undefined) throw new Error(JSON.stringify(errors));
  return found;
};
