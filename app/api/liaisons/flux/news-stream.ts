// News of a dashboard as server-sent events: each under the name of its kind, a comment when there is none.

import type { DashboardNews } from '../../../../lib/links/dashboard/changes';

/** How long a browser waits before it comes back. */
const RETRY_MS = 3_000;

/** `left`: aborted when the browser is gone. Nothing is looked at for one that does not read. */
export function newsStream(
  news: AsyncGenerator<DashboardNews | null>,
  left: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  // Whoever leaves during a look, or without reading what it found, would leave it in the middle of its round for ever, still
  // listening to every run.
  const leave = () => void news.return(undefined);
  if (left.signal.aborted) leave();
  else left.signal.addEventListener('abort', leave, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`)),
      async pull(controller) {
        const next = await news.next();
        if (next.done) return controller.close();
        controller.enqueue(encoder.encode(written(next.value)));
      },
      cancel: () => left.abort(),
    },
    { highWaterMark: 1 },
  );
}

function written(news: DashboardNews | null): string {
  if (news === null) return ': rien de neuf\n\n';
  const { kind, ...data } = news;
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
