// Pages of dossiers in order, the next one asked for while the current one is being worked on.

import type { Page, PageRequest, Selection, Source } from './ports';

export type PageAt = { readonly page: Page; readonly after: string | null };

/**
 * Every page from `request.after` on. Stops before asking for another page when `isOver` says so. One page ahead: DN
 * and Grist are then busy at the same time, and memory holds two pages.
 */
export async function* pagesOf(
  source: Source,
  request: PageRequest,
  selection: Selection,
  isOver: () => boolean,
): AsyncGenerator<PageAt> {
  let after = request.after;
  let next: Promise<Page> | null = ask(source, { ...request, after }, selection);
  while (next !== null) {
    const page: Page = await next;
    // An empty page has no cursor: a saved one is never overwritten with nothing (facts/demarches.md §3).
    after = page.endCursor ?? after;
    next = page.hasNextPage && !isOver() ? ask(source, { ...request, after }, selection) : null;
    yield { page, after };
  }
}

/** A page asked ahead may fail before anybody waits for it: its failure is met when it is awaited, not before. */
function ask(source: Source, request: PageRequest, selection: Selection): Promise<Page> {
  const page = source.page(request, selection);
  page.catch(() => undefined);
  return page;
}
