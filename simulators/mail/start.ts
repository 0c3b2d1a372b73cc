// Starts a simulated mail relay: a real SMTP server that delivers nothing, and a page where anybody reads what came.

import { createServer, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { type Letter, listPage, messagePage, missingPage } from './pages';

export type MailOptions = {
  /** Of SMTP and of the pages. 0: a free one; one that is taken is replaced by a free one. */
  readonly port?: number;
  readonly pagesPort?: number;
};

export type MailSimulator = {
  /** For SMTP_URL. */
  readonly smtp: string;
  /** The mailbox; `/messages.json` has the same for programs. */
  readonly url: string;
  /** Addresses that the relay refuses, from the next message on: temporarily (450) as a mailbox that is busy. */
  refuse(addresses: readonly string[]): void;
  close(): Promise<void>;
};

/** The oldest are forgotten: a demo may run for weeks. */
const KEPT = 500;

export async function startMail({ port = 0, pagesPort = 0 }: MailOptions = {}): Promise<MailSimulator> {
  const letters: Letter[] = [];
  let refused: ReadonlySet<string> = new Set();
  let serial = 0;
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      if (!refused.has(address)) return done();
      done(Object.assign(new Error('4.2.1 boîte occupée'), { responseCode: 450 }));
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((parsed) => {
        serial += 1;
        const to = [parsed.to ?? []].flat().map(({ text }) => text);
        letters.push({
          id: serial,
          at: parsed.date ?? new Date(),
          from: parsed.from?.text ?? '',
          to: to.join(', '),
          subject: parsed.subject ?? '',
          text: parsed.text ?? '',
          html: parsed.html || '',
          unsubscribe: headerOf(parsed.headerLines, 'list-unsubscribe'),
          unsubscribePost: headerOf(parsed.headerLines, 'list-unsubscribe-post'),
        });
        letters.splice(0, letters.length - KEPT);
        done();
      }, done);
    },
  });
  // Clients that hang up in the middle are no trouble of ours.
  smtp.on('error', () => undefined);

  const pages = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const recent = letters.toReversed();
    if (pathname === '/messages.json') return json(response, recent);
    if (pathname === '/') return html(response, 200, listPage(recent));
    const id = Number(/^\/messages\/(\d+)$/.exec(pathname)?.[1]);
    const letter = letters.find((one) => one.id === id);
    return letter === undefined
      ? html(response, 404, missingPage())
      : html(response, 200, messagePage(letter));
  });

  const smtpPort = await listen(smtp.server, port);
  const webPort = await listen(pages, pagesPort);
  return {
    smtp: `smtp://127.0.0.1:${smtpPort}`,
    url: `http://127.0.0.1:${webPort}`,
    refuse: (addresses) => {
      refused = new Set(addresses);
    },
    close: async () => {
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(() => resolve())),
        new Promise<void>((resolve) => {
          pages.close(() => resolve());
          pages.closeAllConnections();
        }),
      ]);
    },
  };
}

/** Its value, unfolded. */
function headerOf(
  lines: readonly { readonly key: string; readonly line: string }[],
  name: string,
): string | null {
  const found = lines.find(({ key }) => key === name)?.line;
  return found === undefined
    ? null
    : found
        .slice(found.indexOf(':') + 1)
        .replace(/\s+/g, ' ')
        .trim();
}

function html(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(text);
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

/** On loopback. */
async function listen(server: Server, port: number): Promise<number> {
  const attempt = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await attempt(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    await attempt(0);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
