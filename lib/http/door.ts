// The one outbound door: everything the product asks of another server goes through it, and nothing else calls fetch.

import type { LookupFunction } from 'node:net';
import { Failure } from '../errors/failure';
import { type Answer, headerOf, makeAnswer, type RawHeaders } from './answer';
import { backoffDelay } from './backoff';
import { openAgent } from './connector';
import { BodyThrew, exchange, isStreamed } from './exchange';
import type { Reach } from './reach';
import { type Received, receive } from './receive';
import {
  DEFAULT_MAX_BYTES,
  DEFAULT_TIMEOUTS,
  type OutboundRequest,
  type ReceiveRequest,
  type RetryPolicy,
} from './request';
import { retryAfterDelay } from './retry-after';
import { realSleep, type Sleep } from './sleep';
import { allowedTarget } from './target';
import { makeMeter, type Traffic } from './traffic';
import { isTransient } from './trouble';

export type DoorOptions = {
  /** What may be reached beyond the Internet. */
  readonly reach: Reach;
  /** Most sockets at once to one origin; null (default): no limit. */
  readonly connections?: number | null;
  /** Milliseconds to open a socket, TLS included. Default 10 000. */
  readonly connectMs?: number;
  /** How names are resolved; by default as the system does. */
  readonly lookup?: LookupFunction;
  readonly clock?: { now(): number };
  readonly sleep?: Sleep;
  readonly random?: () => number;
};

export type Door = {
  /**
   * Sends, again if its policy says so, and gives the last answer whatever its status (a redirect excepted).
   * Throws a `Failure`: RESEAU_INJOIGNABLE, RESEAU_DELAI (facts.step: connect, first_byte, idle, total), RESEAU_COUPURE,
   * RESEAU_REDIRECTION (facts: status, crossOrigin), RESEAU_REPONSE_TROP_GRANDE, RESEAU_CERTIFICAT,
   * RESEAU_ADRESSE_INTERDITE, RESEAU_HORS_DE_PORTEE, RESEAU_INTERROMPU. `facts.sent`: may the server have received the request, at this
   * try or an earlier one? `facts.tries`: how many were made. Of a streamed body: what its source threw, as it is.
   */
  send(request: OutboundRequest): Promise<Answer>;
  /**
   * Asks once, and gives the answer when its headers are there, whatever its status (a redirect excepted). Throws as
   * `send` does, the body's reader included. What is not read is to be dropped.
   */
  receive(request: ReceiveRequest): Promise<Received>;
  traffic(): Traffic;
  /** Closes the idle sockets, once what is under way is over. */
  close(): Promise<void>;
};

export function openDoor(options: DoorOptions): Door {
  const agent = openAgent({
    connectMs: options.connectMs ?? 10_000,
    connections: options.connections ?? null,
    reach: options.reach,
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
  });
  const clock = options.clock ?? { now: () => Date.now() };
  const sleep = options.sleep ?? realSleep;
  const random = options.random ?? Math.random;
  const meter = makeMeter();

  const attempt = async (url: URL, request: OutboundRequest, tries: number): Promise<Answer> => {
    const limits = {
      ...DEFAULT_TIMEOUTS,
      ...request.timeouts,
      maxBytes: request.maxBytes ?? DEFAULT_MAX_BYTES,
    };
    const bodyBytes =
      request.body === undefined || isStreamed(request.body) ? 0 : Buffer.byteLength(request.body);
    const { status, headers, body } = await exchange(agent, url, request, limits, {
      onSent: () => meter.sent(bodyBytes),
      onSentMore: (bytes) => meter.sentMore(bytes),
      onReceived: (bytes) => meter.received(bytes),
    });
    refuseRedirect(status, headers, url);
    return makeAnswer(status, headers, body, tries);
  };

  const waitAgain = async (ms: number, request: OutboundRequest, sent: boolean): Promise<void> => {
    meter.retried();
    try {
      await sleep(ms, request.signal);
    } catch (error) {
      if (request.signal?.aborted) throw new Failure('RESEAU_INTERROMPU', { facts: { sent } });
      throw error;
    }
  };

  return {
    traffic: () => meter.read(),
    close: () => agent.close(),
    async receive(request) {
      const url = allowedTarget(request.url, options.reach);
      const limits = { ...DEFAULT_TIMEOUTS, ...request.timeouts, maxBytes: request.maxBytes };
      const received = await receive(agent, url, request, limits, {
        onSent: () => meter.sent(0),
        onReceived: (bytes) => meter.received(bytes),
      });
      try {
        refuseRedirect(received.status, received.headers, url);
      } catch (error) {
        received.drop();
        throw error;
      }
      return received;
    },
    async send(request) {
      const url = allowedTarget(request.url, options.reach);
      const policy = request.retry === undefined || request.retry === 'none' ? null : request.retry;
      let everSent: boolean = false;
      for (let tries = 1; ; tries += 1) {
        const last = policy === null || tries >= policy.maxTries;
        try {
          const answer = await attempt(url, request, tries);
          // A streamed body that was answered was begun, as far as anybody knows.
          if (last || isStreamed(request.body)) return answer;
          if (!worthAnotherTry(answer.status, request.repeatable, policy)) return answer;
          const ms = waitAfter(answer, tries, policy, clock.now(), random);
          if (ms > (policy.maxWaitMs ?? 120_000)) return answer;
          everSent = true;
          await waitAgain(ms, request, true);
        } catch (error) {
          if (error instanceof BodyThrew) throw error.thrown;
          if (!(error instanceof Failure)) throw error;
          const sent: boolean = everSent || error.facts.sent === true;
          const isGone = error.facts.begun === true || (error.facts.sent === true && !request.repeatable);
          if (last || !isTransient(error) || isGone) {
            throw new Failure(error.code, { facts: { ...error.facts, sent, tries } });
          }
          everSent = sent;
          await waitAgain(backoffDelay(tries, policy, random), request, sent);
        }
      }
    },
  };
}

function worthAnotherTry(status: number, repeatable: boolean, policy: RetryPolicy): boolean {
  return (policy.refusals?.includes(status) ?? false) || (repeatable && policy.statuses.includes(status));
}

function waitAfter(
  answer: Answer,
  tries: number,
  policy: RetryPolicy,
  now: number,
  random: () => number,
): number {
  return (
    policy.waitFor?.(answer, now) ??
    retryAfterDelay(answer.header('retry-after'), now) ??
    backoffDelay(tries, policy, random)
  );
}

/** A redirect is never followed: a POST would lose its body or give its token to another host. */
function refuseRedirect(status: number, headers: RawHeaders, from: URL): void {
  if (![301, 302, 303, 307, 308].includes(status)) return;
  const to = URL.parse(headerOf(headers, 'location') ?? '', from.href);
  const crossOrigin = to === null || to.origin !== from.origin;
  throw new Failure('RESEAU_REDIRECTION', { facts: { status, crossOrigin, sent: true } });
}
