// Signs out, of this browser or (`partout`) of all: here at once, then of ProConnect when this session came from it.

import { currentSession, dropCookie, isFromThisSite, visitor, writeCookie } from '../../lib/access/request';
import { access } from '../../lib/access/service';
import { endEverySession, endSession } from '../../lib/access/session-life';
import type { OpenSession } from '../../lib/store/access-sessions';
import { refused, seeOther, unreadable } from '../connexion/see-other';
import { smallForm } from '../small-form';

/** Enough to go to ProConnect and back. */
const SECONDS = 600;

export async function POST(request: Request): Promise<Response> {
  if (!(await isFromThisSite())) return refused();
  const form = await smallForm(request);
  if (form === null) return unreadable();
  const everywhere = form.has('partout');
  const session = await currentSession();
  const leaving = session === null ? null : await leave(session, everywhere);
  await dropCookie('session');
  if (leaving === null) return seeOther('/connexion?avis=deconnecte');
  await writeCookie('sortie', leaving.state, SECONDS);
  // Not straight to ProConnect: it sends browsers on to identity providers, and a form of ours may lead to none of them.
  return seeOther('/deconnexion/suite');
}

async function leave(session: OpenSession, everywhere: boolean): Promise<{ readonly state: string } | null> {
  const open = await access();
  const leaving = await endSession(open, await visitor(), session);
  if (everywhere) await endEverySession(open, await visitor(), session.person.id);
  return leaving;
}
