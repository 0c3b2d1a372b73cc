// The links of a widget's document, as they are now; and for a document without any, the way to the site's wizard.

import { site, siteDatabase } from '../../../../lib/access/service';
import { departureProof } from '../../../../lib/access/widget/departure';
import { readDocumentLinks } from '../../../../lib/links/widget/view';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { answer, placeOf, widgetRoute, widgetSessionOf } from '../reply';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return widgetRoute(async () => {
    const session = widgetSessionOf(request);
    const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
    const links = await readDocumentLinks(service, placeOf(session), session.right === 'ecriture');
    return answer({
      now: new Date(SYSTEM_CLOCK.now()).toISOString(),
      links,
      departure:
        links.length > 0
          ? null
          : `/liaisons/nouvelle/depuis-grist#${departureProof(site().sessionSecret, session, SYSTEM_CLOCK.now())}`,
    });
  });
}
