// Leads to ProConnect to join an identity to the account of who asks.

import { allCookies, currentSession, isFromThisSite } from '../../../lib/access/request';
import { access } from '../../../lib/access/service';
import { beginProConnect } from '../../../lib/access/sign-in-by-proconnect';
import { refused, seeOther } from '../../connexion/see-other';

export async function POST(): Promise<Response> {
  if (!(await isFromThisSite())) return refused();
  const current = await currentSession();
  if (current === null) return seeOther('/connexion?retour=/compte');
  const outcome = await beginProConnect(await access(), await allCookies(), {
    ...{ returnTo: '/compte', current, joinTo: current },
  });
  return seeOther(outcome.location ?? '/compte?avis=proconnect', outcome.cookies);
}
