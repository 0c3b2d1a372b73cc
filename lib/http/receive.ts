// One GET whose answer is given as it comes: status and headers first, then a body read at the reader's pace.

import type { Agent, Dispatcher } from 'undici';
import { Failure } from '../errors/failure';
import type { RawHeaders } from './answer';
import { type Incoming, incoming } from './incoming';
import type { ReceiveRequest, Timeouts } from './request';
import { connectionFailure } from './trouble';

export type Received = {
  readonly status: number;
  readonly headers: RawHeaders;
  /** Read once. What cuts it is thrown there: RESEAU_COUPURE, RESEAU_DELAI, RESEAU_REPONSE_TROP_GRANDE, RESEAU_INTERROMPU. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Drops the socket when the body is not whole: to be called by whoever does not read it. */
  drop(): void;
};

export type ReceiveLimits = Required<Timeouts> & { readonly maxBytes: number };

export type ReceiveWatch = { onSent(): void; onReceived(bytes: number): void };

/** Asks once. Throws the network's `Failure` until the headers are there. */
export function receive(
  agent: Agent,
  url: URL,
  request: ReceiveRequest,
  limits: ReceiveLimits,
  watch: ReceiveWatch,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let over = false;
    let controller: Dispatcher.DispatchController | null = null;
    let body: Incoming | null = null;
    let received = 0;
    /** Milliseconds that may still be spent waiting for the server. */
    let left = limits.total;
    let timer: NodeJS.Timeout | undefined;
    let since = 0;

    const waitAtMost = (ms: number, step: 'first_byte' | 'idle'): void => {
      since = performance.now();
      const isTotal = left <= ms;
      timer = setTimeout(() => fail(late(isTotal ? 'total' : step)), Math.max(0, Math.min(ms, left)));
    };
    const noLongerWait = (): void => {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      left -= performance.now() - since;
    };
    const settle = (): boolean => {
      if (over) return false;
      over = true;
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
      return true;
    };
    const fail = (failure: Failure): void => {
      if (!settle()) return;
      // Before the socket is ours there is no controller: `onRequestStart` will drop the request in its turn.
      controller?.abort(failure);
      if (body === null) reject(failure);
      else body.fail(failure);
    };
    const late = (step: 'first_byte' | 'idle' | 'total'): Failure =>
      new Failure('RESEAU_DELAI', { facts: { sent, step } });
    const onAbort = (): void => fail(new Failure('RESEAU_INTERROMPU', { facts: { sent } }));
    const tooLarge = (): void =>
      fail(new Failure('RESEAU_REPONSE_TROP_GRANDE', { facts: { sent: true, maxBytes: limits.maxBytes } }));
    const drop = (): void => {
      if (settle()) controller?.abort(new Failure('RESEAU_INTERROMPU', { facts: { sent: true } }));
    };

    // The connection has its own limit; a place among the sockets is waited for as long as everything else.
    timer = setTimeout(() => fail(late('total')), left);
    since = performance.now();
    request.signal?.addEventListener('abort', onAbort, { once: true });
    if (request.signal?.aborted) {
      onAbort();
      return;
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(starting) {
        if (over) {
          starting.abort(new Failure('RESEAU_INTERROMPU', { facts: { sent: false } }));
          return;
        }
        controller = starting;
        sent = true;
        watch.onSent();
        noLongerWait();
        waitAtMost(limits.firstByte, 'first_byte');
      },
      onResponseStart(answering, status, headers) {
        if (status < 200 || over) return;
        noLongerWait();
        if (isEncoded(headers)) {
          fail(new Failure('RESEAU_COUPURE', { facts: { sent: true, cause: 'content_encoding' } }));
          return;
        }
        const queue = incoming({
          onRoom: () => answering.resume(),
          onWaiting: () => {
            if (!over) waitAtMost(limits.idle, 'idle');
          },
          onServed: noLongerWait,
          onLeft: drop,
        });
        body = queue;
        resolve({ status, headers, chunks: queue.chunks, drop });
        if (Number(headers['content-length'] ?? 0) > limits.maxBytes) tooLarge();
      },
      onResponseData(answering, chunk) {
        if (over || body === null) return;
        watch.onReceived(chunk.length);
        received += chunk.length;
        if (received > limits.maxBytes) tooLarge();
        else if (!body.push(chunk)) answering.pause();
      },
      onResponseEnd() {
        if (settle()) body?.end();
      },
      onResponseError(_, error) {
        fail(connectionFailure(error, sent));
      },
    };

    agent.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'GET',
        headers: { ...request.headers, 'accept-encoding': 'identity' },
      },
      handler,
    );
  });
}

function isEncoded(headers: RawHeaders): boolean {
  const encoding = headers['content-encoding'];
  return encoding !== undefined && String(encoding).trim().toLowerCase() !== 'identity';
}
