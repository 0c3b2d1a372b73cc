// A whole answer: status, headers, and the body decompressed.

import { Failure } from '../errors/failure';

export type Answer = {
  readonly status: number;
  /** One header by its name in any case; several values are joined by `, `; null when absent. */
  header(name: string): string | null;
  readonly body: Uint8Array;
  /** The body as UTF-8 text. */
  text(): string;
  /**
   * The body as JSON. Throws RESEAU_JSON (facts: status, contentType, bytes, sent) when it is not: never a part of
   * the body, which could hold anything.
   */
  json(): unknown;
  /** Tries that it took, from 1. */
  readonly tries: number;
};

/** Headers by lower-case name, as undici gives them. */
export type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** One header by its name in any case; several values are joined by `, `; null when absent. */
export function headerOf(headers: RawHeaders, name: string): string | null {
  const value = headers[name.toLowerCase()];
  if (value === undefined) return null;
  return typeof value === 'string' ? value : value.join(', ');
}

export function makeAnswer(status: number, headers: RawHeaders, body: Buffer, tries: number): Answer {
  const header = (name: string): string | null => headerOf(headers, name);
  return {
    status,
    header,
    body,
    tries,
    text: () => body.toString('utf8'),
    json: () => {
      try {
        return JSON.parse(body.toString('utf8'));
      } catch {
        // The parser's own message quotes the text: it is not kept, not even as a cause.
        const contentType = header('content-type') ?? '';
        throw new Failure('RESEAU_JSON', { facts: { status, contentType, bytes: body.length, sent: true } });
      }
    },
  };
}
