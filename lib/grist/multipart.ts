// Files as one multipart body, streamed: its exact length is known before its first byte (RFC 7578).

import { randomBytes } from 'node:crypto';
import { Failure } from '../errors/failure';
import type { StreamedBody } from '../http/request';
import type { FileUpload } from '../run/ports';

export type Multipart = {
  readonly contentType: string;
  readonly body: StreamedBody;
  /** Were all the bytes given? Until then, no server can have kept anything. */
  wasWhole(): boolean;
  /** What one of the files threw, or a file that is not as long as was announced; null when none did. */
  thrown(): { readonly error: unknown } | null;
};

/** The field in which Grist expects every file (app/server/lib/uploads.ts). */
const FIELD = 'upload';
const LINE = '\r\n';
/** Longer names are cut: what an ordinary file system takes, in UTF-8 bytes. */
const NAME_BYTES = 200;

/**
 * One file after the other: the bytes of the next are asked for when those of the former are gone. A file that gives more
 * or fewer bytes than announced ends everything with PIECE_ALTEREE: the request is never completed.
 */
export function multipartOf(files: readonly FileUpload[]): Multipart {
  // Drawn each time: no file can hold it, be it made on purpose.
  const boundary = `otp-${randomBytes(24).toString('hex')}`;
  const heads = files.map((file) => Buffer.from(headOf(file, boundary)));
  const separator = Buffer.from(LINE);
  const tail = Buffer.from(`--${boundary}--${LINE}`);
  const length =
    files.reduce(
      (sum, file, rank) => sum + (heads[rank]?.length ?? 0) + file.byteSize + separator.length,
      0,
    ) + tail.length;
  let whole = false;
  let thrown: { readonly error: unknown } | null = null;

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (const [rank, file] of files.entries()) {
        yield heads[rank] ?? separator;
        yield* exactly(file);
        yield separator;
      }
      whole = true;
      yield tail;
    } catch (error) {
      thrown = { error };
      throw error;
    }
  }

  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: { length, chunks: chunks() },
    wasWhole: () => whole,
    thrown: () => thrown,
  };
}

async function* exactly(file: FileUpload): AsyncGenerator<Uint8Array> {
  let given = 0;
  for await (const chunk of file.bytes) {
    given += chunk.length;
    if (given > file.byteSize) throw notAsAnnounced(file.byteSize, given);
    yield chunk;
  }
  if (given < file.byteSize) throw notAsAnnounced(file.byteSize, given);
}

function notAsAnnounced(announced: number, given: number): Failure {
  const reason = given > announced ? 'longer' : 'shorter';
  return new Failure('PIECE_ALTEREE', { facts: { reason, announced, given } });
}

function headOf(file: FileUpload, boundary: string): string {
  return [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${FIELD}"; filename="${quoted(safeFilename(file.filename))}"`,
    `Content-Type: ${safeContentType(file.contentType)}`,
    '',
    '',
  ].join(LINE);
}

/**
 * A name that is a name anywhere: one line, no path, no invisible character that turns the reading round, neither empty
 * nor only dots, at most 200 bytes with its extension kept.
 */
export function safeFilename(given: string): string {
  const name = given
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/[/\\]/g, '_')
    .trim();
  if (/^\.*$/.test(name)) return 'fichier';
  if (Buffer.byteLength(name) <= NAME_BYTES) return name;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  return `${firstBytes(name, NAME_BYTES - extension.length)}${extension}`;
}

/** As many whole characters as fit. */
function firstBytes(text: string, most: number): string {
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) return kept;
    kept += character;
  }
  return kept;
}

/**
 * In quotes, as browsers write it: `"` is `%22`. Grist's parser (multiparty) reads that back, and character references
 * too: a name that holds either by itself is written so that it comes out as it is.
 */
function quoted(name: string): string {
  return name
    .replace(/&(?=#\d{1,5};)/g, '&#38;')
    .replace(/%(?=22|0[AaDd])/g, '&#37;')
    .replaceAll('"', '%22');
}

function safeContentType(given: string | null): string {
  return given !== null && /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(given)
    ? given
    : 'application/octet-stream';
}
