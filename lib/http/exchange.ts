// One request and its whole answer over the wire, with every limit kept: no retry, no redirect, no opinion.

import type { Agent, Dispatcher } from 'undici';
import { Failure } from '../errors/failure';
import type { RawHeaders } from './answer';
import { ACCEPTED_ENCODINGS, type Gatherer, gather } from './inflate';
import { type Outgoing, outgoing } from './outgoing';
import type { OutboundRequest, StreamedBody, Timeouts } from './request';
import { connectionFailure } from './trouble';

export type Exchange = {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
};

export type ExchangeLimits = Required<Timeouts> & { readonly maxBytes: number };

/**
 * `onSent` is called once the socket is ours and the request is being written, `onSentMore` with each chunk of a streamed
 * body, `onReceived` with each raw chunk.
 */
export type ExchangeWatch = {
  onSent(): void;
  onSentMore(bytes: number): void;
  onReceived(bytes: number): void;
};

/** What the source of a streamed body threw: not the network's doing, and given back as it is. */
export class BodyThrew extends Error {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    super('the body that was being sent threw');
    this.thrown = thrown;
  }
}

/**
 * Sends once. Throws a network `Failure` whose `facts.sent` tells whether the server may have received the request,
 * and, for RESEAU_DELAI, whose `facts.step` tells which limit was exceeded; `facts.begun` on whatever failure of a
 * streamed body whose first chunk was asked for. `BodyThrew` when that body's source threw.
 */
export function exchange(
  agent: Agent,
  url: URL,
  request: OutboundRequest,
  limits: ExchangeLimits,
  watch: ExchangeWatch,
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let settled = false;
    let controller: Dispatcher.DispatchController | null = null;
    let gatherer: Gatherer | null = null;
    let streamed: Outgoing | null = null;
    let firstByteTimer: NodeJS.Timeout | undefined;

    const settle = (): boolean => {
      if (settled) return false;
      settled = true;
      clearTimeout(firstByteTimer);
      clearTimeout(totalTimer);
      request.signal?.removeEventListener('abort', onAbort);
      streamed?.stop();
      return true;
    };
    const fail = (failure: Failure): void => {
      const thrown = streamed?.thrown() ?? null;
      const begun = streamed?.begun() === true ? { begun: true } : {};
      if (!settle()) return;
      gatherer?.destroy();
      // Before the socket is ours there is no controller: `onRequestStart` will drop the request in its turn.
      controller?.abort(failure);
      if (thrown !== null) reject(new BodyThrew(thrown.error));
      else reject(new Failure(failure.code, { facts: { ...failure.facts, ...begun } }));
    };
    const late = (step: 'first_byte' | 'idle' | 'total'): void =>
      fail(new Failure('RESEAU_DELAI', { facts: { sent, step } }));
    const onAbort = (): void => fail(new Failure('RESEAU_INTERROMPU', { facts: { sent } }));
    const tooLarge = (): void =>
      fail(new Failure('RESEAU_REPONSE_TROP_GRANDE', { facts: { sent: true, maxBytes: limits.maxBytes } }));

    const awaitAnswer = (): void => {
      if (!settled) firstByteTimer ??= setTimeout(() => late('first_byte'), limits.firstByte);
    };

    const totalTimer = setTimeout(() => late('total'), limits.total);
    request.signal?.addEventListener('abort', onAbort, { once: true });
    if (request.signal?.aborted) {
      onAbort();
      return;
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(starting) {
        if (settled) {
          starting.abort(new Failure('RESEAU_INTERROMPU', { facts: { sent: false } }));
          return;
        }
        controller = starting;
        sent = true;
        watch.onSent();
        if (streamed === null) awaitAnswer();
      },
      onResponseStart(answering, status, headers) {
        if (status < 200 || settled) return;
        clearTimeout(firstByteTimer);
        gatherer = gather(single(headers['content-encoding']), limits.maxBytes, {
          onRoom: () => answering.resume(),
          onWhole: (body) => {
            if (settle()) resolve({ status, headers, body });
          },
          onTooLarge: tooLarge,
          onCorrupt: () =>
            fail(new Failure('RESEAU_COUPURE', { facts: { sent: true, cause: 'content_encoding' } })),
        });
      },
      onResponseData(answering, chunk) {
        if (settled || gatherer === null) return;
        watch.onReceived(chunk.length);
        if (!gatherer.write(chunk)) answering.pause();
      },
      onResponseEnd() {
        if (!settled) gatherer?.end();
      },
      onResponseError(_, error) {
        fail(connectionFailure(error, sent));
      },
    };

    const { body } = request;
    if (isStreamed(body)) {
      streamed = outgoing(body, limits.idle, {
        onTaken: (bytes) => watch.onSentMore(bytes),
        onStalled: () => late('idle'),
        onWhole: awaitAnswer,
      });
    }
    const length = streamed === null ? {} : { 'content-length': String(streamed.length) };
    agent.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: { 'accept-encoding': ACCEPTED_ENCODINGS, ...request.headers, ...length },
        ...(streamed === null ? {} : { body: streamed.body }),
        ...(body === undefined || isStreamed(body) ? {} : { body }),
      },
      handler,
    );
  });
}

export function isStreamed(body: OutboundRequest['body']): body is StreamedBody {
  return typeof body === 'object' && 'chunks' in body;
}

function single(value: string | string[] | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : value.join(', ');
}
