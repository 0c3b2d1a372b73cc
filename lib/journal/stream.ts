// The lines of a run as server-sent events, from where one left. Nothing is read for a client that does not: it costs its
// connection and no more.

import type { EventRow } from '../store/event-rows';
import type { Hub } from './hub';
import { leaving } from './leaving';

/** Through proxies that close what is silent. */
const PING_MS = 15_000;

/** How long a browser waits before it comes back. */
const RETRY_MS = 2_000;

export type StreamOptions = {
  readonly runId: string;
  /** Id of the last line that was received; 0 for all of them. */
  readonly after: number;
  readonly signal: AbortSignal;
  /** Is the run over, and may it still be followed? Asked at each ping: a run may end without a last line. */
  readonly goesOn: () => Promise<boolean>;
  /** May it still be read by who asked? Asked again, no more often than there would be pings, while lines come. */
  readonly mayRead: () => Promise<boolean>;
  /** For tests. */
  readonly pingMs?: number;
};

/** Ends after the last line of the run, as an event of type `fin`: browsers would come back otherwise. */
export function eventStream(hub: Pick<Hub, 'follow'>, options: StreamOptions): ReadableStream<Uint8Array> {
  const { runId, after, signal, goesOn, mayRead, pingMs = PING_MS } = options;
  const left = leaving(signal);
  const slices = hub.follow(runId, after, left.signal);
  const encoder = new TextEncoder();
  let next: ReturnType<typeof slices.next> | null = null;
  let askedAt = performance.now();
  const end = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    controller.enqueue(encoder.encode('event: fin\ndata: {}\n\n'));
    left.abort();
    controller.close();
  };
  // Whoever leaves without asking for more would leave it in the middle of its round for ever.
  left.signal.addEventListener('abort', () => void slices.return(undefined), { once: true });

  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`)),
      async pull(controller) {
        next ??= slices.next();
        const slice = await orPing(next, pingMs);
        if (slice === 'ping') {
          askedAt = performance.now();
          return (await goesOn()) ? controller.enqueue(encoder.encode(': ping\n\n')) : end(controller);
        }
        next = null;
        if (slice.done) return controller.close();
        if (performance.now() - askedAt >= pingMs) {
          askedAt = performance.now();
          if (!(await mayRead())) return end(controller);
        }
        controller.enqueue(encoder.encode(slice.value.map(written).join('')));
        if (!slice.value.some(({ type }) => type === 'fin')) return;
        left.abort();
        controller.close();
      },
      cancel: () => left.abort(),
    },
    { highWaterMark: 1 },
  );
}

function written({ id, at, type, sentence, data }: EventRow): string {
  const event = type === 'fin' ? 'event: fin\n' : '';
  return `id: ${id}\n${event}data: ${JSON.stringify({ at, type, sentence, data })}\n\n`;
}

async function orPing<T>(work: Promise<T>, ms: number): Promise<T | 'ping'> {
  let timer: NodeJS.Timeout | undefined;
  const ping = new Promise<'ping'>((resolve) => {
    timer = setTimeout(() => resolve('ping'), ms);
    timer.unref();
  });
  const first = await Promise.race([work, ping]);
  clearTimeout(timer);
  return first;
}
