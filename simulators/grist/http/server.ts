// The HTTP server itself: reads a request, lets troubles happen, answers, and counts.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Refusal } from '../engine/refusal';
import type { Fault, FaultPlan } from '../faults';
import type { Site } from '../site';
import type { Counter } from '../stats';
import { signedIn } from './access';
import { verifyToken } from './access-token';
import { uploadsOf } from './attachment-routes';
import { documentRoute } from './document-routes';
import { type Answer, inflate, parseBody, readBytes } from './exchange';
import { homeRoute } from './home-routes';

/** A route outside Grist's API; null when the request is not for it. */
export type ExtraRoute = (
  method: string,
  path: string,
  headers: IncomingMessage['headers'],
  body: Buffer,
) => Answer | null;

export type Parts = {
  readonly site: Site;
  readonly faults: FaultPlan;
  readonly counter: Counter;
  readonly extra: ExtraRoute;
};

export function grist(parts: Parts): Server {
  const server = createServer((request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      // The client left, or the simulator has a bug: say which, and cut.
      if (!response.destroyed) response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  server.keepAliveTimeout = 305_000;
  server.headersTimeout = 306_000;
  return server;
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { counter, extra, faults, site } = parts;
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', 'http://localhost');
  counter.begin();
  let bytes: Buffer = Buffer.alloc(0);
  let sent: Sent = { status: 0, bytes: 0 };
  let actions: readonly string[] = [];
  try {
    bytes = await readBytes(request);
    const control = extra(method, url.pathname, request.headers, bytes);
    if (control !== null) {
      sent = send(response, control);
      return;
    }
    const fault = faults.pick(method, url.pathname, () => bytes.toString('utf8'));
    if (fault !== null && isBefore(fault)) {
      sent = misbehave(response, fault, null);
      return;
    }
    const answer = await answerTo(site, request, url, bytes, fault, (names) => {
      actions = names;
    });
    if (fault?.type === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    sent = fault === null ? send(response, answer) : misbehave(response, fault, answer);
  } finally {
    counter.end({
      method,
      path: url.pathname,
      status: sent.status,
      bytesIn: bytes.length,
      bytesOut: sent.bytes,
      actions,
    });
  }
}

async function answerTo(
  site: Site,
  request: IncomingMessage,
  url: URL,
  bytes: Buffer,
  fault: Fault | null,
  noteActions: (names: readonly string[]) => void,
): Promise<Answer> {
  try {
    const { headers } = request;
    const uploads = await uploadsOf(bytes, headers['content-type']);
    // The limit on bodies is of those in JSON: files have their own.
    const text = uploads === null ? inflate(bytes, headers['content-encoding'], site.settings.maxBody) : '';
    const body = parseBody(text, headers['content-type']);
    if (url.pathname.endsWith('/apply') && Array.isArray(body)) noteActions(body.map(nameOf));
    const given = url.searchParams.get('auth');
    const token = given === null ? null : verifyToken(site, given);
    const exchange = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body,
      uploads,
      user: token === null ? signedIn(site, headers.authorization) : token.user,
      token: token?.claims ?? null,
      fault,
    };
    const answer = homeRoute(site, exchange) ?? (await documentRoute(site, exchange));
    return answer ?? { status: 404, json: JSON.stringify({ error: `not found: ${url.pathname}` }) };
  } catch (error) {
    if (!(error instanceof Refusal)) {
      return {
        status: 500,
        json: JSON.stringify({ error: error instanceof Error ? error.message : String(error) }),
      };
    }
    const details = error.details === undefined ? {} : { details: error.details };
    return { status: error.status, json: JSON.stringify({ error: error.message, ...details }) };
  }
}

type Sent = { readonly status: number; readonly bytes: number };

function send(
  response: ServerResponse,
  answer: Answer,
  headers: Readonly<Record<string, string>> = {},
): Sent {
  const { file } = answer;
  const body = file?.bytes ?? Buffer.from(answer.json);
  response.writeHead(answer.status, {
    'content-type': file === undefined ? 'application/json; charset=utf-8' : 'application/octet-stream',
    ...(file === undefined ? {} : { 'content-disposition': file.disposition }),
    'cache-control': 'no-cache',
    'content-length': body.length,
    ...headers,
  });
  response.end(body);
  return { status: answer.status, bytes: body.length };
}

function isBefore(fault: Fault): boolean {
  return 'when' in fault && fault.when === 'before';
}

const PAGE = '<!doctype html><html><body><h1>Bad gateway</h1></body></html>';

/** `answer` is what would have been said, null when nothing was done. */
function misbehave(response: ServerResponse, fault: Fault, answer: Answer | null): Sent {
  switch (fault.type) {
    case 'status': {
      const html = typeof fault.body === 'string';
      const body = html
        ? String(fault.body)
        : JSON.stringify(fault.body ?? { error: `status ${fault.status}` });
      return send(
        response,
        { status: fault.status, json: body },
        {
          ...(html ? { 'content-type': 'text/html; charset=utf-8' } : {}),
          ...(fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }),
        },
      );
    }
    case 'reset':
      response.destroy();
      return { status: 0, bytes: 0 };
    case 'silence':
      return { status: 0, bytes: 0 };
    case 'html':
      return send(response, { status: 200, json: PAGE }, { 'content-type': 'text/html; charset=utf-8' });
    case 'truncated':
      return cutShort(response, answer ?? { status: 200, json: '{}' }, fault.whole);
    case 'drip':
      return drip(response, answer ?? { status: 200, json: 'null' }, fault.ms);
    case 'slow':
    case 'stall':
      return send(response, answer ?? { status: 200, json: 'null' });
  }
}

function cutShort(response: ServerResponse, answer: Answer, whole: boolean): Sent {
  const half = answer.json.slice(0, Math.max(1, Math.floor(answer.json.length / 2)));
  if (whole) return send(response, { ...answer, json: half });
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(answer.json),
  });
  response.write(half, () => response.destroy());
  return { status: answer.status, bytes: half.length };
}

function drip(response: ServerResponse, answer: Answer, ms: number): Sent {
  const body = Buffer.from(answer.json);
  const half = Math.ceil(body.length / 2);
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
  });
  response.write(body.subarray(0, half));
  const timer = setTimeout(() => response.end(body.subarray(half)), ms);
  response.once('close', () => clearTimeout(timer));
  return { status: answer.status, bytes: body.length };
}

function nameOf(action: unknown): string {
  return Array.isArray(action) ? String(action[0]) : '?';
}
