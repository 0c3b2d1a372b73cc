// A run of the document's links as it goes on: its phases and its progress, without the lines that name dossiers.

import { hub } from '../../../../../../inngest/running';
import { siteDatabase } from '../../../../../../lib/access/service';
import { impersonal } from '../../../../../../lib/journal/impersonal';
import { leaving } from '../../../../../../lib/journal/leaving';
import { eventStream } from '../../../../../../lib/journal/stream';
import { isLinkOf } from '../../../../../../lib/store/document-links';
import { historyRow } from '../../../../../../lib/store/history-rows';
import { unknownRun } from '../../../../../../lib/store/identifier';
import { placeOf, widgetRoute, widgetSessionOf } from '../../../reply';

export const dynamic = 'force-dynamic';

export function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  return widgetRoute(async () => {
    const session = widgetSessionOf(request);
    const database = await siteDatabase();
    const run = await historyRow(database, (await params).id);
    if (!(await isLinkOf(database, placeOf(session), run.linkId))) throw unknownRun();
    if (run.endedAt !== null) return new Response(null, { status: 204 });
    // Followed no longer than the session lasts: then access is proven again.
    const left = leaving(request.signal, Math.max(session.until - Date.now(), 0));
    const stream = eventStream(impersonal(await hub()), {
      ...{ runId: run.id, after: 0, signal: left.signal },
      goesOn: async () => (await historyRow(database, run.id)).endedAt === null,
      mayRead: () => isLinkOf(database, placeOf(session), run.linkId),
    });
    return new Response(stream, {
      headers: {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      },
    });
  });
}
