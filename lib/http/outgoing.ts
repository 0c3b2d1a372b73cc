// A body on its way out, chunk by chunk: how fast the server takes it, and whose fault its end is.

import { Readable } from 'node:stream';
import type { StreamedBody } from './request';

export type Outgoing = {
  readonly length: number;
  /** What undici reads. */
  readonly body: Readable;
  /** Was its first chunk asked for? The bytes are then gone, and no other try can be made. */
  begun(): boolean;
  /** What its source threw; null when it threw nothing. */
  thrown(): { readonly error: unknown } | null;
  /** Once the exchange is over, whatever came of it: a source that was begun is left, whatever it is doing. */
  stop(): void;
};

export type OutgoingEvents = {
  readonly onTaken: (bytes: number) => void;
  /** The server has not taken what it was given in `idleMs`. */
  readonly onStalled: () => void;
  /** Every byte was taken by the socket: the server's turn. */
  readonly onWhole: () => void;
};

/** Bytes that wait between the source and the socket, at most, a chunk aside. */
const AHEAD = 64 * 1024;

export function outgoing(source: StreamedBody, idleMs: number, events: OutgoingEvents): Outgoing {
  const chunks = source.chunks[Symbol.asyncIterator]();
  let begun = false;
  let over = false;
  let thrown: { readonly error: unknown } | null = null;
  let stalled: NodeJS.Timeout | undefined;
  /** Ends a wait for the source that may last. */
  let giveUp: (() => void) | null = null;

  const leave = (): void => {
    // Nothing was asked of it: it may serve for another try.
    if (!begun || over) return;
    over = true;
    clearTimeout(stalled);
    giveUp?.();
    // A source that is between two of its own waits hears of it when it wakes up: not waited for.
    chunks.return?.().catch(() => undefined);
  };

  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    begun = true;
    clearTimeout(stalled);
    if (over) return { done: true, value: undefined };
    const asked = chunks.next();
    const left = new Promise<IteratorResult<Uint8Array>>((resolve) => {
      giveUp = () => resolve({ done: true, value: undefined });
    });
    try {
      const result = await Promise.race([asked, left]);
      if (over) return { done: true, value: undefined };
      if (result.done === true) {
        over = true;
        return result;
      }
      events.onTaken(result.value.length);
      stalled = setTimeout(events.onStalled, idleMs);
      return result;
    } catch (error) {
      thrown ??= { error };
      over = true;
      throw error;
    } finally {
      giveUp = null;
    }
  };

  const stop = (): void => {
    leave();
    clearTimeout(stalled);
    body.destroy();
  };

  const body = Readable.from(
    {
      [Symbol.asyncIterator]: () => ({
        next,
        return: async () => {
          leave();
          return { done: true, value: undefined };
        },
      }),
    },
    { objectMode: false, highWaterMark: AHEAD },
  );
  body.on('end', events.onWhole);
  return {
    length: source.length,
    body,
    begun: () => begun,
    thrown: () => thrown,
    stop,
  };
}
