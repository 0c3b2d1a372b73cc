// DN's keyset cursors: an exact instant and an id (facts/demarches.md §0.2, §3).

import { QueryError } from '../graphql/errors';
import { type Micros, micros, printExact } from '../time/instant';

export type CursorPosition = { readonly at: Micros; readonly id: number };

export const encodeCursor = ({ at, id }: CursorPosition): string =>
  Buffer.from(`${printExact(at)};${id}`).toString('base64url');

/** Throws DN's error, without code, when the text is not a cursor. */
export const decodeCursor = (cursor: string): CursorPosition => {
  const [instant, id] = Buffer.from(cursor, 'base64url').toString().split(';');
  if (instant === undefined || !/^\d{4}-\d{2}-\d{2}T/.test(instant) || !/^\d+$/.test(id ?? '')) {
    throw new QueryError(`Invalid input: "${cursor}"`, null);
  }
  return { at: micros(instant), id: Number(id) };
};

export type PageArguments = {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly order?: 'ASC' | 'DESC';
};

const MAX_PAGE = 100;

/** The number of items to serve; throws DN's errors on arguments that exclude each other. */
export const pageSize = ({ first, last, after, before, order }: PageArguments): number => {
  const refuse = (message: string): never => {
    throw new QueryError(message, 'bad_request');
  };
  if (first != null && last != null) refuse('Arguments "first" and "last" are exclusive');
  if (before && after) refuse('Arguments "before" and "after" are exclusive');
  if (first != null && first < 0) refuse('Argument "first" must be a non-negative integer');
  if (last != null && last < 0) refuse('Argument "last" must be a non-negative integer');
  if (last != null && order === 'DESC') refuse('Argument "last" is not supported with order "desc"');
  return Math.min(first ?? last ?? MAX_PAGE, MAX_PAGE);
};
