// A run as it goes on, line by line (server-sent events).

import { hub } from '../../../../../inngest/running';
import { siteDatabase } from '../../../../../lib/access/service';
import { eventStream } from '../../../../../lib/journal/stream';
import { lastEvents } from '../../../../../lib/store/event-rows';
import { tooManyReadings } from '../../../../reading-limit';
import { asking, readableRun, refusal } from '../../readable-run';

export const dynamic = 'force-dynamic';

export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const { id } = await params;
  const asker = await asking();
  const run = await readableRun(id, asker);
  if (typeof run === 'string') return refusal(run);
  const wait = await tooManyReadings(run.reader);
  if (wait !== null) return wait;
  const given = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('apres');
  const after = /^\d{1,15}$/.test(given ?? '') ? Number(given) : 0;
  const [last] = await lastEvents(await siteDatabase(), run.id, 1);
  // A browser that has the last line comes back for nothing: 204 tells it not to.
  if (run.endedAt !== null && (last === undefined || last.id <= after))
    return new Response(null, { status: 204 });
  const goesOn = async () => {
    const now = await readableRun(run.id, asker);
    return typeof now !== 'string' && now.endedAt === null;
  };
  const mayRead = async () => typeof (await readableRun(run.id, asker)) !== 'string';
  const stream = eventStream(await hub(), { runId: run.id, after, signal: request.signal, goesOn, mayRead });
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      // For proxies that would keep the lines to send them together.
      'X-Accel-Buffering': 'no',
    },
  });
}
