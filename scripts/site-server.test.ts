// Two programs that start together do not count on the same port.

import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort, reservePort } from './site-server.mjs';

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

it('a port that is reserved is another one’s no more, until it is released', async () => {
  const wanted = await freePort();
  const first = await reservePort(wanted);
  const second = await reservePort(wanted);
  expect(first.port).toBe(wanted);
  expect(second.port).not.toBe(wanted);
  expect(await canListen(wanted)).toBe(false);
  await first.release();
  await first.release();
  expect(await canListen(wanted)).toBe(true);
  await second.release();
});
