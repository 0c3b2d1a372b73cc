// Back from ProConnect's sign-out, with the state that was sent along.

import { dropCookie, readCookie } from '../../../lib/access/request';
import { hashOf, sameText } from '../../../lib/access/secrets';
import { access } from '../../../lib/access/service';
import { seeOther } from '../../connexion/see-other';

/** An answer that we did not ask for changes nothing. */
export async function GET(request: Request): Promise<Response> {
  const expected = await readCookie('sortie');
  const state = new URL(request.url).searchParams.get('state');
  if (expected === null || state === null || !sameText(expected, state)) return seeOther('/connexion');
  await (await access()).sessions.left(hashOf(state));
  await dropCookie('sortie');
  return seeOther('/connexion?avis=deconnecte');
}
