// How many dossiers to ask for at once: DN's time for a page depends on the form, so the size follows its answers.

export const FIRST_PAGE_SIZE = 50;

/** DN gives no more than this, whatever is asked (facts/demarches.md §2). */
export const LARGEST_PAGE_SIZE = 100;

const TOO_FAST_MS = 3000;
const TOO_SLOW_MS = 8000;

/** After a page that came: half as many again below 3 s, a third less above 8 s. */
export function nextPageSize(size: number, elapsedMs: number): number {
  if (elapsedMs < TOO_FAST_MS) return Math.min(LARGEST_PAGE_SIZE, Math.ceil(size * 1.5));
  if (elapsedMs > TOO_SLOW_MS) return Math.max(1, Math.floor((size * 2) / 3));
  return size;
}

/** After a page that did not come. */
export function halvedPageSize(size: number): number {
  return Math.max(1, Math.floor(size / 2));
}
