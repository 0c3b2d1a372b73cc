// News of a dashboard as a browser reads them.

import { expect, it, vi } from 'vitest';
import type { DashboardNews } from '../../../../lib/links/dashboard/changes';
import { newsStream } from './news-stream';

async function* told(news: readonly (DashboardNews | null)[]) {
  yield* news;
}

it('are events of their kind, one line of data each, and a comment when there are none', async () => {
  const stream = newsStream(
    told([
      null,
      { kind: 'etats', state: 'abc', changed: [{ name: 'Aides\n2026', status: 'À jour' }] },
      { kind: 'avancement', runs: { l1: '12 dossiers.' } },
    ]),
    new AbortController(),
  );
  expect(await new Response(stream).text()).toBe(
    [
      'retry: 3000',
      ': rien de neuf',
      'event: etats\ndata: {"state":"abc","changed":[{"name":"Aides\\n2026","status":"À jour"}]}',
      'event: avancement\ndata: {"runs":{"l1":"12 dossiers."}}',
      '',
    ].join('\n\n'),
  );
});

it('says when the browser is gone', async () => {
  const left = new AbortController();
  await newsStream(told([]), left).cancel();
  expect(left.signal.aborted).toBe(true);
});

/** News that a follower listens for, until they are told that it is gone. `look`: what a look waits for. */
function followed(look: Promise<void>) {
  const listening = { now: 0 };
  async function* news() {
    listening.now += 1;
    try {
      for (;;) {
        await look;
        yield null;
      }
    } finally {
      listening.now -= 1;
    }
  }
  return { listening, news: news() };
}

it('is listened for no more once the browser is gone without having read it', async () => {
  const { listening, news } = followed(Promise.resolve());
  const reader = newsStream(news, new AbortController()).getReader();
  await reader.read();
  expect(listening.now).toBe(1);
  await reader.cancel();
  await vi.waitFor(() => expect(listening.now).toBe(0));
});

it('is listened for no more once the browser is gone during a look, or its request is', async () => {
  for (const leaves of ['cancel', 'abort'] as const) {
    let looked: () => void = () => undefined;
    const look = new Promise<void>((resolve) => {
      looked = resolve;
    });
    const { listening, news } = followed(look);
    const left = new AbortController();
    const reader = newsStream(news, left).getReader();
    await reader.read();
    expect(listening.now).toBe(1);
    if (leaves === 'abort') left.abort();
    else await reader.cancel();
    looked();
    await vi.waitFor(() => expect(listening.now).toBe(0));
  }
});
