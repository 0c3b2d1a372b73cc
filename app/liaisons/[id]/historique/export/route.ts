// The history of a link as a file for spreadsheets, with the filters of its page.

import { kindWords, runStatusWords, triggerWords } from '../../../../../components/run/words';
import { authorise } from '../../../../../lib/access/authorise';
import { currentSession, visitor } from '../../../../../lib/access/request';
import { access, siteDatabase } from '../../../../../lib/access/service';
import { historyCsv } from '../../../../../lib/links/history/export';
import { filterOf, readWish } from '../../../../../lib/links/history/filter';
import { SYSTEM_CLOCK } from '../../../../../lib/wiring';
import { seeOther } from '../../../../connexion/see-other';
import { forSpreadsheet } from '../../../../dates';
import { tooManyReadings } from '../../../../reading-limit';

export const dynamic = 'force-dynamic';

export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const session = await currentSession();
  const linkId = (await params).id;
  if (session === null) {
    return seeOther(`/connexion?retour=${encodeURIComponent(`/liaisons/${linkId}/historique`)}`);
  }
  const wait = await tooManyReadings(session.person.id);
  if (wait !== null) return wait;
  const asked = { userId: session.person.id, linkId, right: 'lire' } as const;
  const allowed = await authorise(await access(), await visitor(), asked);
  if (!allowed.ok) return new Response(null, { status: 404 });
  const { searchParams } = new URL(request.url);
  const lines = historyCsv(
    { database: await siteDatabase(), clock: SYSTEM_CLOCK },
    linkId,
    filterOf(readWish((name) => searchParams.get(name))),
    { kind: kindWords, trigger: triggerWords, status: runStatusWords, instant: forSpreadsheet },
  );
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await lines.next();
      if (next.done) return controller.close();
      controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="historique-${linkId.toLowerCase()}.csv"`,
      'Cache-Control': 'no-store',
    },
  });
}
