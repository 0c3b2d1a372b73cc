// One request as the routes see it, and the answer they give.

import type { IncomingMessage } from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';
import type { Upload } from '../engine/attachments';
import { Refusal } from '../engine/refusal';
import type { Fault } from '../faults';
import type { User } from '../site';
import type { TokenClaims } from './access-token';

export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed body; an empty object when none was sent as JSON. */
  readonly body: unknown;
  /** Files of a form; null when the body is not one. */
  readonly uploads: readonly Upload[] | null;
  /** Null: nobody signed in. */
  readonly user: User | null;
  /** Of `?auth=`: the only document that may be asked about, and how. Null for a key, or for nobody. */
  readonly token: TokenClaims | null;
  /** Trouble that a route must take part in. */
  readonly fault: Fault | null;
};

export type Answer = {
  readonly status: number;
  readonly json: string;
  /** Given instead of JSON. */
  readonly file?: { readonly bytes: Buffer; readonly disposition: string };
};

export function ok(value: unknown): Answer {
  return { status: 200, json: JSON.stringify(value) };
}

/** Every byte of the body, as sent. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The body's text, inflated. Throws 413 above `limit` bytes, whoever asks and whatever for. */
export function inflate(bytes: Buffer, encoding: string | undefined, limit: number): string {
  const plain = inflated(bytes, encoding);
  if (plain.length > limit) throw new Refusal(413, 'request entity too large');
  return plain.toString('utf8');
}

function inflated(bytes: Buffer, encoding: string | undefined): Buffer {
  switch (encoding) {
    case 'gzip':
      return gunzipSync(bytes);
    case 'deflate':
      return inflateSync(bytes);
    default:
      return bytes;
  }
}

/** Lone surrogates become U+FFFD on their way to Grist's engine; only an escape can bring one. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;
const LONE = /\p{Surrogate}/gu;

/** Objects and arrays only, as Grist's body parser wants. */
export function parseBody(text: string, contentType: string | undefined): unknown {
  if (text === '' || !contentType?.includes('json')) return {};
  const first = /[^\s]/.exec(text)?.[0] ?? '';
  if (first !== '{' && first !== '[') {
    throw new Refusal(400, `Unexpected token '${first}', "${text.slice(0, 10)}" is not valid JSON`);
  }
  try {
    return SURROGATE_ESCAPE.test(text) ? JSON.parse(text, wellFormed) : JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, error instanceof Error ? error.message : String(error));
  }
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(LONE, '\ufffd') : value;
}
