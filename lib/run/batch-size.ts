// How many dossiers a batch holds: small at first, so that Grist begins to work while DN does; large in between, for
// each costs a read and a request not filled to its 900 KB; smaller near the end, for the last one is written alone.

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
  if (sent === 0) return FIRST;
  if (left === null || left <= LAST) return USUAL;
  return Math.min(USUAL, Math.ceil(left * 0.6));
}

/** A batch being filled: dossiers to write, dossiers read, and milliseconds since it was opened. */
export type Held = { readonly writes: number; readonly read: number; readonly age: number };

/** Is it time to write? Not while the writer is busy, unless waiting would make too large or too old a batch. */
export function isDue({ writes, read, age }: Held, size: number, isWriterBusy: boolean): boolean {
  return writes >= (isWriterBusy ? size * PATIENCE : size) || read >= MOST_READ || age >= OLDEST;
}
