// Answers one GraphQL request of an authorised, or anonymous, caller.

import { getIntrospectionQuery } from 'graphql';
import type { GraphqlService, Ready, Refused } from '../graphql/service';
import type { Variant } from '../schema/variant';

export type GraphqlRequest = {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
};

export type BadRequest = { readonly status: 400 | 500; readonly message: string; readonly code: string };

const record = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;

const variablesOf = (value: unknown): Record<string, unknown> | null => {
  if (value === undefined || value === null || value === '') return {};
  if (typeof value !== 'string') return record(value);
  try {
    return record(JSON.parse(value));
  } catch {
    return null;
  }
};

/** Reads a body as DN does: `query` or `queryId`, `variables` as an object or as JSON text (facts §1). */
export const readRequest = (body: string, variant: Variant): GraphqlRequest | BadRequest => {
  let parsed: Record<string, unknown> | null = null;
  try {
    parsed = record(JSON.parse(body));
  } catch {
    return { status: 400, message: 'unexpected token in JSON', code: 'bad_request' };
  }
  const variables = variablesOf(parsed?.variables);
  if (parsed === null || variables === null)
    return { status: 400, message: 'Unexpected parameter', code: 'bad_request' };
  const operationName = typeof parsed.operationName === 'string' ? parsed.operationName : null;
  if (typeof parsed.queryId === 'string' && parsed.queryId !== '') {
    if (parsed.queryId === 'introspection') {
      return { query: getIntrospectionQuery(), operationName: null, variables: {} };
    }
    return variant === '2026-08'
      ? { status: 400, message: `No query with id "${parsed.queryId}"`, code: 'bad_request' }
      : { status: 500, message: 'Internal Server Error', code: 'internal_server_error' };
  }
  return { query: typeof parsed.query === 'string' ? parsed.query : '', operationName, variables };
};

/** Was a stored query asked for, rather than a document sent? They run without a token. */
export const isStored = (body: string): boolean => {
  try {
    const queryId = record(JSON.parse(body))?.queryId;
    return typeof queryId === 'string' && queryId !== '';
  } catch {
    return false;
  }
};

export const isRefused = (prepared: Ready | Refused): prepared is Refused => 'errors' in prepared;

/** The text of a 200. */
export const answerText = (
  service: GraphqlService,
  ready: Ready,
  root: Readonly<Record<string, unknown>>,
): string => {
  const { data, errors } = service.execute(ready, root);
  return errors.length === 0 ? `{"data":${data}}` : `{"data":${data},"errors":${JSON.stringify(errors)}}`;
};
