// One question to DN and its answer, judged. No patience here: a trouble comes back as a value.

import { GraphQLClient } from 'graphql-request';
import { z } from 'zod';
import { Failure } from '../errors/failure';
import type { Door } from '../http/door';
import type { Budget } from './budget';
import type { Endpoint } from './endpoint';
import { readErrors } from './errors/answer-shape';
import { classifyErrors } from './errors/classify-errors';
import { classifyNetwork } from './errors/classify-network';
import { classifyStatus } from './errors/classify-status';
import type { Fault, Verdict } from './errors/verdict';

export type Question = {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

export type Reply =
  | {
      readonly status: 'answered';
      readonly data: unknown;
      readonly faults: readonly Fault[];
      /** DN's time, without our own waits. */
      readonly elapsedMs: number;
    }
  | { readonly status: 'trouble'; readonly verdict: Verdict };

export type Asker = {
  ask(question: Question): Promise<Reply>;
  /** `Date` of the first answer, ISO; null before it. */
  serverTime(): string | null;
};

export type AskerOptions = {
  readonly door: Door;
  readonly endpoint: Endpoint;
  readonly token: string;
  readonly budget: Budget;
  readonly clock: { now(): number };
  readonly signal: AbortSignal | undefined;
  /** DN stops a query after 30 s, a single statement after 60 s (facts/demarches.md §2). */
  readonly timeouts: { readonly firstByte: number; readonly total: number };
};

/** A verdict on its way out of graphql-request. */
class Judged extends Error {
  readonly verdict: Verdict;

  constructor(verdict: Verdict) {
    super(verdict.class);
    this.verdict = verdict;
  }
}

/** What graphql-request reads of an answer. A `Response` made of bytes would copy a page four times through its streams. */
function responseOf(text: string): Response {
  const response = new Response(null, { headers: { 'content-type': 'application/json' } });
  return Object.assign(response, { text: () => Promise.resolve(text) });
}

export function makeAsker(options: AskerOptions): Asker {
  const { door, endpoint, token, budget, clock, signal, timeouts } = options;
  let serverTime: string | null = null;

  // Ours, not those of graphql-request: the token is known to nobody else. French makes dates and countries French.
  const headers = {
    authorization: `Bearer ${token}`,
    'accept-language': 'fr',
    accept: 'application/json',
    'content-type': 'application/json',
  };

  /** Sends what graphql-request wrote; gives the text of an answer that GraphQL made, else throws its verdict. */
  const post = async (body: string): Promise<string> => {
    const answer = await door
      .send({
        method: 'POST',
        url: endpoint.graphql,
        headers,
        body,
        repeatable: true,
        timeouts,
        ...(signal === undefined ? {} : { signal }),
      })
      .catch((error: unknown) => {
        throw new Judged(classifyNetwork(error));
      });
    const date = answer.header('date');
    serverTime ??= isoOf(date);
    if (answer.status !== 200) {
      const rateLimitReset = answer.header('ratelimit-reset');
      throw new Judged(
        classifyStatus({ status: answer.status, body: answer.text(), rateLimitReset, date }, clock.now()),
      );
    }
    if (!/\bjson\b/.test(answer.header('content-type') ?? '')) throw unreadable('content_type');
    return answer.text();
  };

  const exchange = async ({ document, variables }: Question): Promise<Reply> => {
    let elapsedMs = 0;
    const client = new GraphQLClient(endpoint.graphql, {
      fetch: async (_url: unknown, init: { readonly body?: unknown } = {}) => {
        const sentAt = clock.now();
        const text = await post(String(init.body));
        elapsedMs = clock.now() - sentAt;
        return responseOf(text);
      },
      errorPolicy: 'all',
      jsonSerializer: { stringify: JSON.stringify, parse: parseEnvelope },
    });
    const { data, errors } = await client.rawRequest<unknown>(document, { ...variables });
    const judgement = classifyErrors(readErrors(errors ?? []), data !== null && data !== undefined);
    return judgement.status === 'unusable'
      ? { status: 'trouble', verdict: judgement.verdict }
      : { status: 'answered', data, faults: judgement.faults, elapsedMs };
  };

  return {
    serverTime: () => serverTime,
    async ask(question) {
      const leave = await budget.enter(signal).catch((error: unknown) => {
        throw signal?.aborted ? new Failure('RESEAU_INTERROMPU', { facts: { sent: false } }) : error;
      });
      try {
        return await exchange(question);
      } catch (error) {
        if (!(error instanceof Judged)) throw error;
        if (error.verdict.class === 'throttled') budget.block(error.verdict.waitMs);
        return { status: 'trouble', verdict: error.verdict };
      } finally {
        leave();
      }
    },
  };
}

/**
 * JSON that is an answer of GraphQL, or a verdict. The parser's own message would quote the answer, and
 * graphql-request's too: neither is kept.
 */
function parseEnvelope(text: string): { readonly data: unknown; readonly errors?: readonly unknown[] } {
  const parsed = envelope.safeParse(parseJson(text));
  if (!parsed.success) throw unreadable('envelope');
  const { data, errors } = parsed.data;
  return { data: data ?? null, ...(Array.isArray(errors) ? { errors } : {}) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable('json');
  }
}

/** Either of the two, and nothing is checked further down here: a page has a hundred dossiers. */
const envelope = z
  .object({ data: z.looseObject({}).nullish(), errors: z.unknown().optional() })
  .refine(({ data, errors }) => data !== undefined || Array.isArray(errors));

function unreadable(reason: 'content_type' | 'json' | 'envelope'): Judged {
  return new Judged({
    class: 'cut',
    failure: new Failure('DS_REPONSE_ILLISIBLE', { facts: { status: 200, reason } }),
  });
}

function isoOf(date: string | null): string | null {
  const instant = Date.parse(date ?? '');
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
}
