// « Synchroniser maintenant » from within a document: the site's own use case, for whoever may write in that document.

import { z } from 'zod';
import { announceRun } from '../../../../inngest/events';
import { inngestClient, runs } from '../../../../inngest/running';
import { waitForWidgetRun } from '../../../../lib/access/rate-limit';
import { hashOf } from '../../../../lib/access/secrets';
import { access } from '../../../../lib/access/service';
import { Failure } from '../../../../lib/errors/failure';
import { requestRun } from '../../../../lib/links/runs/request';
import { isLinkOf } from '../../../../lib/store/document-links';
import { unknownLink } from '../../../../lib/store/identifier';
import { answer, jsonOf, placeOf, recordByDocument, widgetRoute, widgetSessionOf } from '../reply';

export const dynamic = 'force-dynamic';

const ASKED = z.strictObject({ liaison: z.uuid() });

export function POST(request: Request): Promise<Response> {
  return widgetRoute(async () => {
    const session = widgetSessionOf(request);
    const read = ASKED.safeParse(await jsonOf(request));
    if (!read.success) throw unknownLink();
    const linkId = read.data.liaison.toLowerCase();
    const { works } = await runs();
    const { service } = works;
    if (!(await isLinkOf(service.database, placeOf(session), linkId))) throw unknownLink();
    if (session.right !== 'ecriture') {
      await recordByDocument(session, 'droit-refuse', linkId);
      throw new Failure('WIDGET_LECTURE_SEULE');
    }
    const document = hashOf(`${session.grist} ${session.document}`).slice(0, 22);
    if ((await waitForWidgetRun(await access(), document, session.user)) !== null) {
      throw new Failure('WIDGET_TROP_DE_DEMANDES');
    }
    const { status, runId } = await requestRun(service, { linkId, trigger: 'grist', by: null });
    if (status === 'requested') {
      await recordByDocument(session, 'synchronisation-demandee', linkId);
      await announceRun(await inngestClient(), 'sync', { runId, linkId });
    }
    return answer({ runId, isNew: status === 'requested' });
  });
}
