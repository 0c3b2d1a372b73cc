// Pages of a keyset: which items, and what the page says of its neighbours (facts/demarches.md §3).

import type { Source } from '../graphql/execute';
import { type CursorPosition, decodeCursor, encodeCursor, type PageArguments, pageSize } from './cursor';

/** Items sorted ascending. `walk` visits them from a position, excluded, in one direction; null: from the end. */
export type Keyset<T> = {
  walk(from: CursorPosition | null, direction: 'up' | 'down'): Iterable<T>;
  key(item: T): CursorPosition;
};

export type PageOf<T> = {
  readonly items: readonly T[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
};

/**
 * One page. `hasNextPage` says something only when walking forward: it is always true with `before`, as
 * `hasPreviousPage` is with `after`. `order: DESC`, deprecated, walks backwards and serves backwards.
 */
export const readPage = <T>(keyset: Keyset<T>, args: PageArguments): PageOf<T> => {
  const size = pageSize(args);
  const descending = args.order === 'DESC';
  const after = (descending ? args.before : args.after) ?? null;
  const before = (descending ? args.after : args.before) ?? null;
  const inverted = descending ? args.before == null : args.last != null || before !== null;
  const from = before ?? after;
  const items: T[] = [];
  let more = false;
  for (const item of keyset.walk(from === null ? null : decodeCursor(from), inverted ? 'down' : 'up')) {
    if (items.length === size) {
      more = true;
      break;
    }
    items.push(item);
  }
  const forward = before !== null || (more && !inverted);
  const backward = after !== null || (more && inverted);
  if (descending) return { items, hasNextPage: backward || more, hasPreviousPage: forward };
  return { items: inverted ? items.reverse() : items, hasNextPage: forward, hasPreviousPage: backward };
};

/** `node` makes the source of an item only when it is asked; it may be a function that fails. */
export const connectionSource = <T>(
  keyset: Keyset<T>,
  page: PageOf<T>,
  node: (item: T, position: number) => unknown,
): Source => {
  const [first] = page.items;
  const last = page.items.at(-1);
  const cursor = (item: T): string => encodeCursor(keyset.key(item));
  return {
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: first === undefined ? null : cursor(first),
      endCursor: last === undefined ? null : cursor(last),
    },
    nodes: () => page.items.map(node),
    edges: () => page.items.map((item, position) => ({ cursor: cursor(item), node: node(item, position) })),
  };
};
