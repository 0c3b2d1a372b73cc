// A body on its way in: a queue that stops the sender when the reader is slow, and that is read once.

export type Incoming = {
  /** Gives a chunk that came. False: the queue is full, wait for `onRoom`. */
  push(chunk: Uint8Array): boolean;
  /** The body is whole. */
  end(): void;
  /** Nothing more will come; what came before is still read. */
  fail(error: unknown): void;
  readonly chunks: AsyncIterable<Uint8Array>;
};

export type IncomingEvents = {
  readonly onRoom: () => void;
  /** The reader waits: for the server, from now on. */
  readonly onWaiting: () => void;
  /** And no longer waits. */
  readonly onServed: () => void;
  /** The reader left, at the end or before. */
  readonly onLeft: () => void;
};

/** Bytes kept for the reader, at most, a chunk aside. */
export const READ_AHEAD = 256 * 1024;

type Waiting = {
  readonly resolve: (result: IteratorResult<Uint8Array>) => void;
  readonly reject: (error: unknown) => void;
};
type End = { readonly error: unknown } | 'whole' | null;

export function incoming(events: IncomingEvents): Incoming {
  const queue: Uint8Array[] = [];
  let queued = 0;
  let end: End = null;
  let waiting: Waiting | null = null;
  let taken = false;

  const settleWaiting = (): Waiting | null => {
    const reader = waiting;
    waiting = null;
    if (reader !== null) events.onServed();
    return reader;
  };

  const finish = (how: End): void => {
    if (end !== null) return;
    end = how;
    const reader = settleWaiting();
    if (reader === null) return;
    if (how === 'whole' || how === null) reader.resolve({ done: true, value: undefined });
    else reader.reject(how.error);
  };

  const next = (): Promise<IteratorResult<Uint8Array>> => {
    const chunk = queue.shift();
    if (chunk !== undefined) {
      const wasFull = queued >= READ_AHEAD;
      queued -= chunk.length;
      if (wasFull && queued < READ_AHEAD && end === null) events.onRoom();
      return Promise.resolve({ done: false, value: chunk });
    }
    if (end === 'whole') return Promise.resolve({ done: true, value: undefined });
    if (end !== null) return Promise.reject(end.error);
    if (waiting !== null) throw new Error('a body is read by one reader, one chunk at a time');
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      events.onWaiting();
    });
  };

  const leave = (): Promise<IteratorResult<Uint8Array>> => {
    queue.length = 0;
    queued = 0;
    finish('whole');
    events.onLeft();
    return Promise.resolve({ done: true, value: undefined });
  };

  return {
    push(chunk) {
      if (end !== null) return true;
      const reader = settleWaiting();
      if (reader !== null) {
        reader.resolve({ done: false, value: chunk });
        return true;
      }
      queue.push(chunk);
      queued += chunk.length;
      return queued < READ_AHEAD;
    },
    end: () => finish('whole'),
    fail: (error) => finish({ error }),
    chunks: {
      [Symbol.asyncIterator]() {
        if (taken) throw new Error('a body that comes as it is sent is read once');
        taken = true;
        return { next, return: leave };
      },
    },
  };
}
