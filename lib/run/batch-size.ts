// How many dossiers a batch holds: small at first, so that Grist begins to work while DN does; large in between, for
// each costs a read and a request not filled to its 900 KB; smaller near the end, for the last one is written alone.

const FIRST = 200;
/** Two thousand: one read and half a request for each batch stay under one request for a thousand dossiers. */
const USUAL = 2000;
/** Below this many left, cutting again costs more requests than it saves time. */
const LAST = 700;
/** While the batch before is still being written, reading goes on up to this many times the size. */
const PATIENCE = 1.5;

/**
 * Dossiers to write at which the next batch is due. `sent`: batches before it in this reading; `left`: dossiers still
 * to be read after them, null when DN has not told how many there are.
 */
export function nextBatchSize(sent: number, left: number | null): number {
  if (sent === 0) return FIRST;
  if (left === null || left <= LAST) return USUAL;
  return Math.min(USUAL, Math.ceil(left * 0.6));
}

/** Is it time to write? Not while the writer is busy, unless waiting would make too large a batch. */
export function isDue(held: number, size: number, isWriterBusy: boolean): boolean {
  return held >= (isWriterBusy ? size * PATIENCE : size);
}
