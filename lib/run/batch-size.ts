// How many dossiers a batch holds. In a first load: small at first, so that Grist begins to work while DN does; large in
// between, for each costs a read and a request not filled to its 900 KB; smaller near the end, for the last one is
// written alone. Where DN tells no number (a delta): large, for most of them fit in one.

const FIRST = 200;
/** Two thousand: one read and half a request for each batch stay under one request for a thousand dossiers. */
const USUAL = 2000;
/** Below this many left, cutting again costs more requests than it saves time. */
const LAST = 700;
/** While the batch before is still being written, reading goes on up to this many times the size. */
const PATIENCE = 1.5;
/** Dossiers read, most of them unchanged: the checkpoint moves on. */
const MOST_READ = 5000;
/** Milliseconds: a slow DN still shows progress, and loses little to a kill. */
const OLDEST = 10_000;

/**
 * Dossiers to write at which the next batch is due. `sent`: batches before it in this reading; `left`: dossiers still
 * to be read after them, null when DN has not told how many there are.
 */
export function nextBatchSize(sent: number, left: number | null): number {
  if (left === null) return USUAL;
  if (sent === 0) return FIRST;
  if (left <= LAST) return USUAL;
  return Math.min(USUAL, Math.ceil(left * 0.6));
}

/** A batch being filled: dossiers to write, dossiers read, and milliseconds since it was opened. */
export type Held = { readonly writes: number; readonly read: number; readonly age: number };

/**
 * Is it time to write? While the writer is busy, only when waiting would make too large a batch: an old one would
 * wait for its turn all the same, and reading with it.
 */
export function isDue({ writes, read, age }: Held, size: number, isWriterBusy: boolean): boolean {
  if (read >= MOST_READ) return true;
  return isWriterBusy ? writes >= size * PATIENCE : writes >= size || age >= OLDEST;
}
