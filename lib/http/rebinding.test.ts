// A name that changes its address between two questions, asked of a real DNS server on this machine: what was judged is what
// is called, and what leads inside is never called.

import { createSocket, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { LookupFunction } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDoor } from './door';
import { INTERNET } from './reach';

const OUTSIDE = '93.184.216.34';
const INSIDE = '127.0.0.1';

let dns: Socket;
let inside: Server;
let met: string[];
let asked: string[];
let answers: string[];

beforeEach(async () => {
  [met, asked, answers] = [[], [], []];
  inside = createServer((_, response) => void response.end('secret'));
  inside.on('connection', () => void met.push('connection'));
  inside.listen(0, INSIDE);
  dns = createSocket('udp4');
  dns.on('message', (question, from) => {
    const name = nameIn(question);
    const address = answers[Math.min(asked.length, answers.length - 1)] ?? INSIDE;
    asked.push(`${name} ${address}`);
    dns.send(answer(question, address), from.port, from.address);
  });
  dns.bind(0, INSIDE);
  await Promise.all([once(inside, 'listening'), once(dns, 'listening')]);
});

afterEach(async () => {
  dns.close();
  inside.closeAllConnections();
  await new Promise((resolve) => inside.close(resolve));
});

/** The door's names are asked of our server, as the system asks its own. */
function lookup(): LookupFunction {
  const resolver = new Resolver();
  resolver.setServers([`${INSIDE}:${dns.address().port}`]);
  return (hostname, _options, callback) => {
    resolver.resolve4(hostname, (error, found) => {
      callback(error, found?.map((address) => ({ address, family: 4 })) ?? []);
    });
  };
}

async function call(url: string): Promise<unknown> {
  const door = openDoor({ reach: INTERNET, lookup: lookup() });
  try {
    const timeouts = { firstByte: 400, total: 400 };
    const request = { method: 'GET', url, headers: {}, repeatable: false, retry: 'none', timeouts } as const;
    return await door.send({ ...request, maxBytes: 1_000 }).catch((error: unknown) => error);
  } finally {
    await door.close();
  }
}

const portOf = (server: Server) => {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
};

it('a name that leads inside is refused once it was resolved', async () => {
  answers = [INSIDE];
  expect(await call(`https://piege.exemple.fr:${portOf(inside)}/cle`)).toMatchObject({
    code: 'RESEAU_HORS_DE_PORTEE',
  });
  expect(asked).toEqual([`piege.exemple.fr ${INSIDE}`]);
  expect(met).toEqual([]);
});

it('a name that led outside, and inside the next time, is asked once a call: what was judged is what is called', async () => {
  answers = [OUTSIDE, INSIDE];
  const first = await call(`https://piege.exemple.fr:${portOf(inside)}/cle`);
  expect(first).toBeInstanceOf(Error);
  expect(first).not.toMatchObject({ code: 'RESEAU_HORS_DE_PORTEE' });
  expect(asked).toEqual([`piege.exemple.fr ${OUTSIDE}`]);
  expect(await call(`https://piege.exemple.fr:${portOf(inside)}/cle`)).toMatchObject({
    code: 'RESEAU_HORS_DE_PORTEE',
  });
  expect(met).toEqual([]);
});

/** Of the only question: labels after the twelve bytes of the header. */
function nameIn(message: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; message[at] !== 0; at += 1 + (message[at] ?? 0)) {
    labels.push(message.toString('ascii', at + 1, at + 1 + (message[at] ?? 0)));
  }
  return labels.join('.');
}

/** One A record that nobody may keep (RFC 1035 §4.1). */
function answer(question: Buffer, address: string): Buffer {
  const end = 12 + nameIn(question).length + 2 + 4;
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 6);
  header.writeUInt32BE(0, 8);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);
  return Buffer.concat([header, question.subarray(12, end), record]);
}
