// Leads to ProConnect. A form's target, so that it works without JavaScript.

import { allCookies, currentSession, isFromThisSite } from '../../../lib/access/request';
import { returnPath } from '../../../lib/access/return-path';
import { access } from '../../../lib/access/service';
import { beginProConnect } from '../../../lib/access/sign-in-by-proconnect';
import { smallForm } from '../../small-form';
import { refused, seeOther, unreadable } from '../see-other';

export async function POST(request: Request): Promise<Response> {
  if (!(await isFromThisSite())) return refused();
  const form = await smallForm(request);
  if (form === null) return unreadable();
  const retour = form.get('retour');
  const outcome = await beginProConnect(await access(), await allCookies(), {
    returnTo: returnPath(typeof retour === 'string' ? retour : null),
    current: await currentSession(),
    joinTo: null,
  });
  return seeOther(outcome.location ?? '/connexion?avis=proconnect', outcome.cookies);
}
