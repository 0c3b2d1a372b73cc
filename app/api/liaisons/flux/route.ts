// The links of whoever is signed in, as they change (server-sent events): one stream for the whole dashboard.

import { hub } from '../../../../inngest/running';
import { currentSession, sessionToken } from '../../../../lib/access/request';
import { access, siteDatabase } from '../../../../lib/access/service';
import { readSession } from '../../../../lib/access/session-life';
import { leaving } from '../../../../lib/journal/leaving';
import { followDashboard } from '../../../../lib/links/dashboard/follow';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { tooManyReadings } from '../../../reading-limit';
import { newsStream } from './news-stream';

export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const session = await currentSession();
  if (session === null) return new Response(null, { status: 401 });
  const wait = await tooManyReadings(session.person.id);
  if (wait !== null) return wait;
  const token = await sessionToken();
  const left = leaving(request.signal);
  const news = followDashboard({ database: await siteDatabase(), clock: SYSTEM_CLOCK }, await hub(), {
    ...{ userId: session.person.id, signal: left.signal },
    only: new URL(request.url).searchParams.get('liaison')?.toLowerCase() ?? null,
    goesOn: async () => (await readSession(await access(), token)) !== null,
  });
  return new Response(newsStream(news, left), {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      // For proxies that would keep the lines to send them together.
      'X-Accel-Buffering': 'no',
    },
  });
}
