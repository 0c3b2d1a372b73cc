// Gathers a body, decompressing it on the way, and stops as soon as it is larger than allowed.

import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** What the door asks for; anything else is taken as it comes. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

export type Gatherer = {
  /** False: wait for `onRoom` before giving more. */
  write(chunk: Buffer): boolean;
  end(): void;
  /** Drops everything; nothing is called any more. */
  destroy(): void;
};

export type GathererEvents = {
  readonly onRoom: () => void;
  readonly onWhole: (body: Buffer) => void;
  /** The limit was passed after decompression: a small bomb is caught before it fills the memory. */
  readonly onTooLarge: () => void;
  readonly onCorrupt: () => void;
};

export function gather(encoding: string | null, maxBytes: number, events: GathererEvents): Gatherer {
  const chunks: Buffer[] = [];
  let size = 0;
  let over = false;
  const keep = (chunk: Buffer): void => {
    if (over) return;
    size += chunk.length;
    if (size > maxBytes) {
      over = true;
      chunks.length = 0;
      events.onTooLarge();
    } else {
      chunks.push(chunk);
    }
  };
  const inflater = inflaterFor(encoding);
  if (inflater === null) {
    return {
      write: (chunk) => {
        keep(chunk);
        return true;
      },
      end: () => {
        if (!over) events.onWhole(Buffer.concat(chunks, size));
      },
      destroy: () => {
        over = true;
        chunks.length = 0;
      },
    };
  }
  inflater.on('data', keep);
  inflater.on('drain', events.onRoom);
  inflater.on('error', () => {
    if (!over) events.onCorrupt();
  });
  inflater.on('end', () => {
    if (!over) events.onWhole(Buffer.concat(chunks, size));
  });
  return {
    write: (chunk) => inflater.write(chunk),
    end: () => inflater.end(),
    destroy: () => {
      over = true;
      chunks.length = 0;
      inflater.destroy();
    },
  };
}

function inflaterFor(encoding: string | null) {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return null;
  }
}
