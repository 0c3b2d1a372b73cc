// Talking with one document: who we are, how patiently, and what is certain after each request.

import { z } from 'zod';
import { Failure } from '../errors/failure';
import type { Answer } from '../http/answer';
import type { Door } from '../http/door';
import type { RetryPolicy, StreamedBody, Timeouts } from '../http/request';
import type { DocumentAddress } from './address';
import { failureOfRefusal, failureOfSilence, unreadableAnswer } from './failure';
import { laneOf } from './lane';
import { type Refusal, refusalOf } from './refusal';

export type Wire = {
  /**
   * A request that changes nothing, sent again when that may help. `path` is under `/api/docs/<document>`.
   * Throws a `Failure` on silence; a refusal is a value.
   */
  read(request: ReadRequest): Promise<Heard>;
  /** User actions as JSON bytes, in one transaction of Grist. Never sent twice once it may have been received. */
  apply(actions: Uint8Array, patience?: 'rows' | 'structure'): Promise<Applied>;
  /** A body as it comes, sent once whatever happens; its answer, be it a refusal. Throws what its source throws. */
  upload(request: UploadRequest): Promise<Uploaded>;
  /**
   * After a lost answer: waits until the document has nothing of ours left to apply, then throws, always.
   * GRIST_ECRITURE_INCERTAINE when it answers again, GRIST_DOC_BLOQUE when it never does, or why it cannot.
   */
  settle(lost: Lost): Promise<never>;
};

export type ReadRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly maxBytes?: number;
};

export type UploadRequest = {
  /** Under `/api/docs/<document>`. */
  readonly path: string;
  readonly contentType: string;
  readonly body: StreamedBody;
  /** Milliseconds for all of it; the server's own silences are bounded besides. */
  readonly totalMs: number;
  /** Asked when the line was cut: has enough been sent for something to be kept? */
  readonly mayBeKept: () => boolean;
};

export type Uploaded = { readonly status: 'answered'; readonly answer: Answer } | Lost;

export type Heard =
  | { readonly status: 'answered'; readonly json: unknown }
  | { readonly status: 'refused'; readonly refusal: Refusal };

export type Applied =
  /** Return values of the actions, in order. */
  | { readonly status: 'applied'; readonly values: readonly unknown[] }
  /** Nothing was changed. */
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | Lost;
/** Sent, and perhaps applied. */
export type Lost = { readonly status: 'lost'; readonly why: string };

/** Milliseconds for one try. Grist itself gives up at 306 s (facts/grist.md §7). */
export type Patience = {
  readonly read: Timeouts;
  readonly rows: Timeouts;
  readonly structure: Timeouts;
  readonly barrier: Timeouts;
  /** Files: their total grows with their bytes, and is said by each request. */
  readonly upload: Omit<Timeouts, 'total'>;
};

export const PATIENCE: Patience = {
  read: { firstByte: 60_000, total: 300_000 },
  rows: { firstByte: 100_000, total: 120_000 },
  structure: { firstByte: 300_000, total: 305_000 },
  barrier: { firstByte: 60_000, total: 60_000 },
  // Once it has them all, Grist hashes the files and writes them into the document.
  upload: { firstByte: 300_000, idle: 60_000 },
};

const GENTLE = { baseMs: 500, capMs: 15_000 };

export function openWire(options: {
  readonly door: Door;
  readonly address: DocumentAddress;
  readonly key: string;
  readonly patience: Patience;
}): Wire {
  const { door, address, patience } = options;
  const lane = laneOf(address.origin, address.document);
  const root = `${address.base}/api/docs/${encodeURIComponent(address.document)}`;
  const headers = {
    authorization: `Bearer ${options.key}`,
    'content-type': 'application/json',
    accept: 'application/json',
  };
  const applyUrl = `${root}/apply?noparse=1`;

  const hear = async (work: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await lane.run(work);
    } catch (error) {
      throw failureOfSilence(error);
    }
  };

  return {
    async read(request) {
      const answer = await hear(() =>
        door.send({
          method: request.method,
          url: `${root}${request.path}`,
          headers,
          ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
          ...(request.maxBytes === undefined ? {} : { maxBytes: request.maxBytes }),
          repeatable: true,
          timeouts: patience.read,
          retry: {
            ...GENTLE,
            maxTries: 5,
            statuses: [502, 503, 504],
            refusals: [429],
            waitFor: notForTomorrow,
          },
        }),
      );
      const refusal = refusalOf(answer);
      if (refusal !== null) return { status: 'refused', refusal };
      try {
        return { status: 'answered', json: answer.json() };
      } catch (error) {
        throw failureOfSilence(error);
      }
    },

    async apply(actions, kind = 'rows') {
      let answer: Answer;
      try {
        answer = await lane.run(() =>
          door.send({
            method: 'POST',
            url: applyUrl,
            headers,
            body: actions,
            repeatable: false,
            timeouts: patience[kind],
            retry: { ...GENTLE, maxTries: 8, statuses: [], refusals: [429, 503], waitFor: onlyIfNothingDone },
          }),
        );
      } catch (error) {
        if (error instanceof Failure && error.facts.sent === true) return { status: 'lost', why: error.code };
        throw failureOfSilence(error);
      }
      return appliedOf(answer);
    },

    async upload(request) {
      try {
        const answer = await lane.run(() =>
          door.send({
            method: 'POST',
            url: `${root}${request.path}`,
            headers: { ...headers, 'content-type': request.contentType },
            body: request.body,
            repeatable: false,
            timeouts: { ...patience.upload, total: request.totalMs },
            retry: { ...GENTLE, maxTries: 5, statuses: [] },
          }),
        );
        return { status: 'answered', answer };
      } catch (error) {
        if (error instanceof Failure && error.facts.sent === true && request.mayBeKept()) {
          return { status: 'lost', why: error.code };
        }
        throw failureOfSilence(error);
      }
    },

    async settle(lost) {
      let answer: Answer;
      try {
        // The same queue as the lost request: once this is answered, that one is over (grist-core Sharing.ts, one
        // lock a document). An empty list of actions changes nothing, so it may be sent again.
        answer = await lane.run(() =>
          door.send({
            method: 'POST',
            url: applyUrl,
            headers,
            body: '[]',
            repeatable: true,
            timeouts: patience.barrier,
            retry: BARRIER,
          }),
        );
      } catch (error) {
        if (error instanceof Failure && error.code === 'RESEAU_DELAI' && error.facts.step !== 'connect') {
          throw new Failure('GRIST_DOC_BLOQUE', { facts: { perdu: lost.why }, cause: error });
        }
        throw failureOfSilence(error);
      }
      const refusal = refusalOf(answer);
      if (refusal !== null) throw failureOfRefusal(refusal, { perdu: lost.why });
      throw new Failure('GRIST_ECRITURE_INCERTAINE', { facts: { perdu: lost.why } });
    },
  };
}

const BARRIER: RetryPolicy = {
  baseMs: 1_000,
  capMs: 30_000,
  maxTries: 6,
  statuses: [502, 503, 504],
  refusals: [429],
  waitFor: notForTomorrow,
};

/** A daily limit is not waited for. */
function notForTomorrow(answer: Answer): number | null {
  return refusalOf(answer)?.kind === 'daily_limit' ? Number.POSITIVE_INFINITY : null;
}

/**
 * A 429 of Grist and a 503 of a proxy without a server behind it come before anything is done. Grist's own 503
 * (« Document in flux ») may come after: it is not waited for here, `appliedOf` takes it for a lost answer.
 */
function onlyIfNothingDone(answer: Answer): number | null {
  const kind = refusalOf(answer)?.kind;
  return kind === 'daily_limit' || kind === 'flux' ? Number.POSITIVE_INFINITY : null;
}

const Result = z.object({ retValues: z.array(z.unknown()) });

function appliedOf(answer: Answer): Applied {
  const refusal = refusalOf(answer);
  if (refusal === null) return resultOf(answer);
  const why = perhapsDone(refusal, answer.status);
  return why === null ? { status: 'refused', refusal } : { status: 'lost', why };
}

/** Why a write that was refused so may have been done all the same; null when it certainly was not. */
export function perhapsDone(refusal: Refusal, status: number): string | null {
  switch (refusal.kind) {
    case 'unclear':
    case 'flux':
      return refusal.kind;
    case 'unavailable':
      // 502 and 504 come from a proxy that had passed the request on; a 503 of its own means that it had not.
      return status === 503 || status === 500 ? null : `HTTP_${status}`;
    case 'not_grist':
      return status >= 500 ? `HTTP_${status}` : null;
    default:
      return null;
  }
}

/** A 2xx that cannot be read was applied, with row ids that we shall never know: the caller reads again. */
function resultOf(answer: Answer): Applied {
  try {
    const result = Result.safeParse(answer.json());
    if (result.success) return { status: 'applied', values: result.data.retValues };
    return { status: 'lost', why: 'reponse' };
  } catch (error) {
    if (error instanceof Failure) return { status: 'lost', why: error.code };
    throw error;
  }
}

/** The answer to a read that must succeed. `what` names it in the failure. */
export function answeredOrThrow(heard: Heard, what: string): unknown {
  if (heard.status === 'refused') throw failureOfRefusal(heard.refusal, { quoi: what });
  return heard.json;
}

/** Checks an answer's shape; GRIST_REPONSE_ILLISIBLE says where, never what. */
export function shapedAs<T>(schema: z.ZodType<T>, json: unknown, what: string): T {
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw unreadableAnswer(what);
  return parsed.data;
}
