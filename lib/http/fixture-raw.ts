// For the tests of what travels as it comes: a server that is given the requests themselves, and what is common to them.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, vi } from 'vitest';
import { type Door, type DoorOptions, openDoor } from './door';
import { EVERYWHERE } from './reach';

export type RawHandler = (incoming: IncomingMessage, response: ServerResponse) => void;

/** Closed, with whatever it still holds open, when the test ends. */
export async function serveRaw(
  handler: RawHandler,
): Promise<{ readonly origin: string; openSockets(): number }> {
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    incoming.on('error', () => undefined);
    response.on('error', () => undefined);
    handler(incoming, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, openSockets: () => sockets.size };
}

/** A door that never really waits between two tries. Closed when the test ends. */
export function rawDoor(options: Partial<DoorOptions> = {}): Door {
  const door = openDoor({ reach: EVERYWHERE, sleep: async () => undefined, random: () => 0.5, ...options });
  onTestFinished(() => door.close());
  return door;
}

/** As many chunks as it takes, of invented bytes; `given` counts those that were asked for. */
export function invented(
  bytes: number,
  chunk = 64 * 1024,
): {
  readonly chunks: AsyncGenerator<Uint8Array>;
  readonly seen: { given: number; left: boolean };
} {
  const seen = { given: 0, left: false };
  const filling = Buffer.alloc(chunk, 'octets inventés ');
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      while (seen.given < bytes) {
        const size = Math.min(chunk, bytes - seen.given);
        seen.given += size;
        yield filling.subarray(0, size);
      }
    } finally {
      seen.left = true;
    }
  }
  return { chunks: chunks(), seen };
}

/** Where a count that has begun stands still: the kernel's own buffers are filled, then nothing moves any more. */
export async function standstill(count: () => number): Promise<number> {
  let before = -1;
  await vi.waitFor(async () => {
    before = count();
    await pause(100);
    expect(count()).toBe(before);
    expect(before).toBeGreaterThan(0);
  });
  return before;
}
