// A document's token, against a session of the widget.

import { z } from 'zod';
import { visitor } from '../../../../lib/access/request';
import { access, site } from '../../../../lib/access/service';
import { enterWidget } from '../../../../lib/access/widget/enter';
import { Failure } from '../../../../lib/errors/failure';
import { openDoor } from '../../../../lib/http/door';
import { answer, jsonOf, widgetRoute } from '../reply';

export const dynamic = 'force-dynamic';

const ASKED = z.strictObject({ jeton: z.string().max(2_000), adresse: z.string().max(500) });

export function POST(request: Request): Promise<Response> {
  return widgetRoute(async () => {
    const read = ASKED.safeParse(await jsonOf(request));
    if (!read.success) throw new Failure('WIDGET_JETON_REFUSE', { facts: { partie: 'demande' } });
    const { jeton: token, adresse: baseUrl } = read.data;
    const door = openDoor({ reach: site().reach, connectMs: 4_000 });
    try {
      const { session, until, right } = await enterWidget(await access(), await visitor(), door, {
        token,
        baseUrl,
      });
      // In milliseconds from now: clocks of browsers may be minutes away from ours.
      return answer({ session, lasts: until - Date.now(), right });
    } finally {
      await door.close();
    }
  });
}
