// The bytes of a file that a dossier holds: read from where DN keeps them, to which nothing of ours is said.

import { Failure } from '../errors/failure';
import { backoffDelay } from '../http/backoff';
import type { Door } from '../http/door';
import type { Received } from '../http/receive';
import { retryAfterDelay } from '../http/retry-after';
import type { Sleep } from '../http/sleep';
import { isLoopbackHost } from '../http/target';
import { isTransient } from '../http/trouble';
import type { FileSource } from '../run/ports';
import type { FileRef } from '../sync/model/dossier';
import type { Budget } from './budget';
import { pause } from './pause';

export type DownloadOptions = {
  readonly door: Door;
  /** Of the instance: its files may be there too, and then each request is one of the token's share. */
  readonly origin: string;
  /** Origins where the instance keeps its files. Canonical: scheme, host, port. */
  readonly fileOrigins: readonly string[];
  /** May files be on this very machine? */
  readonly loopback: boolean;
  readonly budget: Budget;
  readonly clock: { now(): number };
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
  readonly onRetry: () => void;
};

/** Tries until the first byte, the first one included. */
const TRIES = 5;
const BACKOFF = { baseMs: 1_000, capMs: 30_000 };
/** A wait longer than this is left to the next run. */
const LONGEST_WAIT_MS = 120_000;
/** Slower than this in the long run is no download: 50 kB a second, after a minute. */
const BYTES_PER_MS = 50;
const PATIENCE = { firstByte: 60_000, idle: 60_000, total: 60_000 };

/**
 * `download` of the port `FileSource`. The signed address is in no failure: whoever has it has the file (facts/demarches.md
 * §4). 1 request a file, 4 more at most when its server is in trouble.
 */
export function makeDownload(options: DownloadOptions): FileSource['download'] {
  const { door, origin, budget, clock, sleep, random, signal, onRetry } = options;

  /** The server's answer once it has one to give; its body is not read yet. */
  const open = async (url: URL, maxBytes: number): Promise<Received> => {
    for (let tries = 1; ; tries += 1) {
      const found = await attempt(url, maxBytes);
      if (found.status === 'answered') return found.received;
      if (tries >= TRIES || found.waitMs > LONGEST_WAIT_MS) throw found.failure;
      onRetry();
      await pause(found.waitMs || backoffDelay(tries, BACKOFF, random), sleep, signal);
    }
  };

  const attempt = async (url: URL, maxBytes: number): Promise<Attempt> => {
    const leave = url.origin === origin ? await enter(budget, signal) : () => undefined;
    try {
      const received = await door.receive({
        ...{ url: url.href, maxBytes },
        timeouts: { ...PATIENCE, total: PATIENCE.total + maxBytes / BYTES_PER_MS },
        ...(signal === undefined ? {} : { signal }),
      });
      const { status, headers } = received;
      if (status === 200) return { status: 'answered', received };
      received.drop();
      const failure = failureOfStatus(status);
      if (failure.code !== 'DS_INDISPONIBLE') throw failure;
      const asked = retryAfterDelay(single(headers['retry-after']), clock.now());
      return { status: 'trouble', failure, waitMs: asked ?? 0 };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // Compressed although asked as it is: its size could not be bounded, and it would come so again.
      if (error.facts.cause === 'content_encoding') throw altered(error, 'encoded');
      if (!isTransient(error)) throw error;
      return { status: 'trouble', failure: error, waitMs: 0 };
    } finally {
      leave();
    }
  };

  return async function* download(file: FileRef, maxBytes: number): AsyncGenerator<Uint8Array> {
    const received = await open(allowedAddress(file.url, options), maxBytes);
    try {
      yield* received.chunks;
    } catch (error) {
      throw failureOfBody(error);
    } finally {
      received.drop();
    }
  };
}

type Attempt =
  | { readonly status: 'answered'; readonly received: Received }
  /** Another try may help, after so long; 0: no opinion. */
  | { readonly status: 'trouble'; readonly failure: Failure; readonly waitMs: number };

function allowedAddress(
  address: string | null,
  { origin, fileOrigins, loopback }: Pick<DownloadOptions, 'origin' | 'fileOrigins' | 'loopback'>,
): URL {
  const url = address === null ? null : URL.parse(address);
  if (url === null) throw new Failure('PIECE_INTROUVABLE', { facts: { reason: 'no_link' } });
  if (url.origin === origin || fileOrigins.includes(url.origin)) return url;
  if (loopback && /^https?:$/.test(url.protocol) && isLoopbackHost(url.hostname)) return url;
  throw new Failure('PIECE_SITE_NON_AUTORISE', {
    detail: url.hostname.slice(0, 100),
    facts: { site: url.host.slice(0, 100) },
  });
}

async function enter(budget: Budget, signal: AbortSignal | undefined): Promise<() => void> {
  try {
    return await budget.enter(signal);
  } catch (error) {
    if (signal?.aborted) throw new Failure('RESEAU_INTERROMPU', { facts: { sent: false } });
    throw error;
  }
}

/** 401: what OpenStack's storage says of a link that has expired, 403 what S3's and DN itself say. */
function failureOfStatus(status: number): Failure {
  if (status === 429 || status === 408 || status >= 500) {
    return new Failure('DS_INDISPONIBLE', { facts: { status } });
  }
  return new Failure('PIECE_INTROUVABLE', { facts: { status } });
}

/** What cuts a body that had begun: not resumed, and what came of it is worth nothing. */
function failureOfBody(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  switch (error.code) {
    case 'RESEAU_REPONSE_TROP_GRANDE':
      return altered(error, 'longer');
    case 'RESEAU_COUPURE':
      return altered(error, 'cut');
    default:
      return error;
  }
}

function altered(error: Failure, reason: 'longer' | 'cut' | 'encoded'): Failure {
  return new Failure('PIECE_ALTEREE', { facts: { ...error.facts, reason } });
}

function single(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : (value?.[0] ?? null);
}
