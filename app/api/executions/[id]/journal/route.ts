// Every line of a run, as a text to keep.

import { siteDatabase } from '../../../../../lib/access/service';
import { wholeJournal } from '../../../../../lib/journal/read';
import { tooManyReadings } from '../../../../reading-limit';
import { asking, readableRun, refusal } from '../../readable-run';

export const dynamic = 'force-dynamic';

const AT = new Intl.DateTimeFormat('fr-FR', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: 'Europe/Paris',
});

export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const { id } = await params;
  const run = await readableRun(id, await asking());
  if (typeof run === 'string') return refusal(run);
  const wait = await tooManyReadings(run.reader);
  if (wait !== null) return wait;
  const slices = wholeJournal(await siteDatabase(), run.id);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const slice = await slices.next();
      if (slice.done) return controller.close();
      const lines = slice.value.map(({ at, sentence }) => `${AT.format(at)}\t${sentence}\n`);
      controller.enqueue(encoder.encode(lines.join('')));
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="execution-${run.id}.txt"`,
      'Cache-Control': 'no-store',
    },
  });
}
