// A wait between two tries, that a stop cuts short.

import { Failure } from '../errors/failure';
import type { Sleep } from '../http/sleep';

/** Throws RESEAU_INTERROMPU when the signal is aborted, before or during the wait. */
export async function pause(ms: number, sleep: Sleep, signal: AbortSignal | undefined): Promise<void> {
  try {
    signal?.throwIfAborted();
    if (ms > 0) await sleep(ms, signal);
  } catch (error) {
    if (signal?.aborted) throw new Failure('RESEAU_INTERROMPU', { facts: { sent: false } });
    throw error;
  }
}
