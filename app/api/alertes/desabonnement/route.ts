// Stops alerts: posted to by the button of our page, and by mail programs without any page (RFC 8058). The link that it comes
// with is signed: that is the right, and no cookie is read. Opening the address changes nothing: scanners open every link.

import { visitor } from '../../../../lib/access/request';
import { access, siteDatabase } from '../../../../lib/access/service';
import { stopAlerts } from '../../../../lib/access/stop-alerts';
import { UNSUBSCRIBE_PAGE } from '../../../../lib/access/unsubscribe';
import { seeOther } from '../../../connexion/see-other';

export const dynamic = 'force-dynamic';

/** What is posted is not read: the address says it all. */
export async function POST(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const token = searchParams.get('jeton') ?? '';
  const answer = await stopAlerts(await access(), await siteDatabase(), await visitor(), token);
  if (searchParams.get('page') === 'oui') {
    return seeOther(pageOf(token, answer === 'done' ? '&fait=oui' : ''));
  }
  return new Response(null, { status: answer === 'done' ? 204 : 400 });
}

export function GET(request: Request): Response {
  return seeOther(pageOf(new URL(request.url).searchParams.get('jeton') ?? '', ''));
}

function pageOf(token: string, more: string): string {
  return `${UNSUBSCRIBE_PAGE}?jeton=${encodeURIComponent(token)}${more}`;
}
