// Measures for Prometheus, for whoever holds the token of METRIQUES_JETON; for everybody else, there is nothing here.

import { runs } from '../../../inngest/running';
import { sameText } from '../../../lib/access/secrets';
import { site, siteDatabase } from '../../../lib/access/service';
import { metricCounts } from '../../../lib/store/metric-counts';
import { CONTENT_TYPE, exposition } from './metrics';

export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const { metricsToken } = site();
  const given = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  if (metricsToken === null || given === undefined || !sameText(given, metricsToken)) {
    return new Response(null, { status: 404 });
  }
  const [counts, engine] = await Promise.all([
    metricCounts(await siteDatabase(), new Date()),
    engineMeasures(),
  ]);
  return new Response(await exposition({ counts, engine }), {
    headers: { 'Content-Type': CONTENT_TYPE, 'Cache-Control': 'no-store' },
  });
}

async function engineMeasures() {
  const { works } = await runs();
  if (works.engine === null) return null;
  const { queued, running, oldestWaitMs, lastCron } = await works.engine.health();
  return {
    ...{ queued, running, oldestWaitMs },
    sinceCronMs: lastCron === null ? null : Date.now() - Date.parse(lastCron),
  };
}
