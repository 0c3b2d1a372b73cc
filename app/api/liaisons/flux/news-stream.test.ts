// News of a dashboard as a browser reads them.

import { expect, it } from 'vitest';
import type { DashboardNews } from '../../../../lib/links/dashboard/changes';
import { newsStream } from './news-stream';

async function* told(news: readonly (DashboardNews | null)[]) {
  yield* news;
}

it('are events of their kind, one line of data each, and a comment when there are none', async () => {
  const stream = newsStream(
    told([
      null,
      { kind: 'etats', changed: [{ name: 'Aides\n2026', status: 'À jour' }] },
      { kind: 'avancement', runs: { l1: '12 dossiers.' } },
    ]),
    () => undefined,
  );
  expect(await new Response(stream).text()).toBe(
    [
      'retry: 3000',
      ': rien de neuf',
      'event: etats\ndata: {"changed":[{"name":"Aides\\n2026","status":"À jour"}]}',
      'event: avancement\ndata: {"runs":{"l1":"12 dossiers."}}',
      '',
    ].join('\n\n'),
  );
});

it('says when the browser is gone', async () => {
  let gone = false;
  const stream = newsStream(told([]), () => {
    gone = true;
  });
  await stream.cancel();
  expect(gone).toBe(true);
});
