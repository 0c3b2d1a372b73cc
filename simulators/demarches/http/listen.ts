// The HTTP side of the simulated DN: routes, access, throttle, faults, and the bytes that go out.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RateLimit } from '../access/rate-limit';
import type { Tokens } from '../access/tokens';
import type { Control } from '../control/control';
import type { FileFaults } from '../faults/file-faults';
import type { Fault } from '../faults/rule';
import type { Faults } from '../faults/strike';
import { ServerError } from '../graphql/errors';
import { GraphqlService } from '../graphql/service';
import { schemaOf } from '../schema/build';
import { answerText, isRefused, isStored, readRequest } from '../serve/answer';
import { askedBy } from '../serve/asked';
import { rootSource } from '../serve/query';
import type { Session } from '../serve/session';
import type { Counters } from '../stats';
import type { World } from '../world/world';
import { openFileServer } from './file-server';
import { Links } from './links';
import {
  accessRefusal,
  answered,
  crashed,
  failedWith,
  maintenance,
  page,
  type Reply,
  refused,
  throttled,
} from './reply';
import type { Waiting } from './waiting';

type Parts = {
  readonly world: World;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly fileFaults: FileFaults;
  readonly rateLimit: RateLimit;
  readonly counters: Counters;
  readonly control: Control;
  readonly waiting: Waiting;
  readonly controlToken: string;
  readonly port: number;
};

/** What to do with the connection besides the reply. */
type Outcome = {
  readonly reply: Reply;
  /** Milliseconds before it is sent, besides the latency. */
  readonly delay: number;
  /** Does the latency of the whole server keep it back? */
  readonly isLate: boolean;
  readonly cut: 'no' | 'before' | 'middle' | 'truncated' | Drip;
};

/** The second half comes so many milliseconds after the first. */
type Drip = { readonly drip: number };

const plain = (reply: Reply, isLate = false): Outcome => ({ reply, delay: 0, isLate, cut: 'no' });

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};

/** Replaces or damages a complete answer as a fault wants. */
const damaged = (fault: Fault | null, reply: Reply, now: number): Pick<Outcome, 'reply' | 'cut'> => {
  switch (fault?.type) {
    case 'status': {
      const failed = failedWith(fault.status, now);
      const headers =
        fault.retryAfter === undefined
          ? failed.headers
          : { ...failed.headers, 'retry-after': fault.retryAfter };
      return { reply: { ...failed, headers }, cut: 'no' };
    }
    case 'reset':
      return { reply, cut: fault.when };
    case 'truncated':
      return { reply, cut: 'truncated' };
    case 'drip':
      return { reply, cut: { drip: fault.ms } };
    case 'malformed':
      return { reply: { ...reply, body: `${reply.body.slice(0, -1)},,]` }, cut: 'no' };
    case 'html':
      return { reply: page(200, 'Démarche numérique'), cut: 'no' };
    case 'root_error': {
      const error = {
        message: fault.message ?? 'Erreur fictive',
        ...(fault.code === undefined ? {} : { extensions: { code: fault.code } }),
      };
      const { errors = [], ...rest } = JSON.parse(reply.body) as { errors?: unknown[] };
      return { reply: answered(JSON.stringify({ ...rest, errors: [...errors, error] })), cut: 'no' };
    }
    // The others struck inside the answer.
    case 'slow':
    case 'timeout':
    case 'null_node':
    case 'poison':
    case 'poison_timeout':
    case 'unresolved_area':
    case undefined:
      return { reply, cut: 'no' };
  }
};

export type Listening = {
  readonly origin: string;
  /** Origin of a second server that gives the same files. */
  openStorage(): Promise<string>;
  close(): Promise<void>;
};

export const listen = async (parts: Parts): Promise<Listening> => {
  const { world, counters, control, waiting } = parts;
  const { variant, clock } = world.settings;
  const recent = variant === '2026-08';
  const service = new GraphqlService(
    schemaOf(variant),
    { depth: 15, complexity: recent ? 60_000 : null, tokens: recent ? 20_000 : null },
    !recent,
  );
  const links = new Links(clock);
  const files = openFileServer(links, parts.fileFaults, counters);
  let origin = '';

  const graphql = (request: IncomingMessage, body: string): Outcome => {
    const now = clock.now();
    const authorization = request.headers.authorization;
    if (authorization !== undefined && parts.rateLimit.exceeded(authorization, now))
      return plain(throttled(now));
    if (control.maintenance) return plain(maintenance());
    const access = parts.tokens.access(authorization);
    const refusal = accessRefusal(access, isStored(body));
    if (refusal !== null) return plain(refusal);
    const asked = readRequest(body, variant);
    if ('status' in asked) return plain(refused(asked.status, asked.message, asked.code));
    const prepared = service.prepare(asked.query, asked.operationName, asked.variables);
    if (isRefused(prepared)) return plain(answered(JSON.stringify(prepared)), true);
    counters.operation(prepared.name);
    const strikes = parts.faults.for(askedBy(prepared));
    const served = new Set<number>();
    const session: Session = {
      world,
      variant,
      authorized: access.type === 'granted' && access.grant.scope === 'demarche',
      fragments: prepared.prepared.fragmentTypes,
      language: /^\s*en/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'fr',
      faults: strikes.node,
      signedUrl: (filename, seed, size) => (control.fileOrigin ?? origin) + links.path(filename, seed, size),
      served,
    };
    let reply: Reply;
    try {
      reply = answered(answerText(service, prepared, rootSource(session)));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      reply = crashed();
    }
    counters.served(served.size);
    const tied = strikes.afterwards(served);
    const lateness = tied?.type === 'slow' ? tied.ms : 0;
    return { ...damaged(strikes.http ?? tied, reply, now), delay: strikes.delay + lateness, isLate: true };
  };

  const route = async (request: IncomingMessage): Promise<Outcome> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const body = await readBody(request);
    if (pathname === '/__controle') return plain(control.serve(request, body, parts.controlToken));
    counters.received(Buffer.byteLength(body));
    if (pathname !== '/api/v2/graphql' || request.method !== 'POST')
      return plain(page(404, 'Page introuvable'));
    return graphql(request, body);
  };

  const send = (response: ServerResponse, { reply, cut }: Outcome): void => {
    if (cut === 'before') {
      counters.sent('reset', 0);
      response.destroy();
      return;
    }
    const bytes = Buffer.from(reply.body);
    const half = bytes.subarray(0, Math.floor(bytes.length / 2));
    const length = cut === 'truncated' ? half.length : bytes.length;
    response.writeHead(reply.status, {
      ...reply.headers,
      'content-length': String(length),
      date: new Date(clock.now()).toUTCString(),
    });
    counters.sent(cut === 'middle' ? 'reset' : reply.status, length);
    if (cut === 'middle') response.write(half, () => response.destroy());
    else if (typeof cut === 'object') {
      response.write(half);
      waiting.after(cut.drip, () => response.end(bytes.subarray(half.length)));
    } else response.end(cut === 'truncated' ? half : bytes);
  };

  const server = createServer((request, response) => {
    if (files.serve(request, response)) return;
    route(request).then(
      (outcome) => {
        if (outcome.isLate) return waiting.afterLatency(outcome.delay, () => send(response, outcome));
        send(response, outcome);
      },
      (error: unknown) => {
        if (!(error instanceof ServerError)) console.error('simulateur DN :', error);
        send(response, plain(crashed()));
      },
    );
  });
  origin = await bind(server, parts.port);
  return {
    origin,
    openStorage: () => files.openStorage(),
    async close() {
      await files.close();
      await new Promise<void>((resolve) => {
        waiting.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};

/** Listens on loopback; a port already taken falls back to a free one. */
const bind = async (server: ReturnType<typeof createServer>, port: number): Promise<string> => {
  const attempt = (wanted: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const failed = (error: unknown): void => reject(error);
      server.once('error', failed);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', failed);
        resolve();
      });
    });
  try {
    await attempt(port);
  } catch (error) {
    if (port === 0 || !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'))
      throw error;
    await attempt(0);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
};
