// ProConnect's answer: its address is the one declared to ProConnect.

import { allCookies, currentSession, sessionToken, visitor } from '../../../../../lib/access/request';
import { access } from '../../../../../lib/access/service';
import { returnFromProConnect } from '../../../../../lib/access/sign-in-by-proconnect';
import { tellOfMeans } from '../../../../compte/tell-of-means';
import { seeOther } from '../../../../connexion/see-other';

export async function GET(request: Request): Promise<Response> {
  const current = await currentSession();
  const returned = await returnFromProConnect(await access(), await visitor(), {
    query: Object.fromEntries(new URL(request.url).searchParams),
    cookies: await allCookies(),
    current,
    currentToken: await sessionToken(),
  });
  switch (returned.status) {
    case 'done':
      return seeOther(returned.location, returned.cookies);
    case 'joined':
      if (current !== null) tellOfMeans(current.person.email, 'added', 'proconnect');
      return seeOther('/compte?avis=associe', returned.cookies);
    case 'already-yours':
      return seeOther('/compte?avis=deja-associe', returned.cookies);
    case 'of-somebody-else':
      return seeOther('/compte?avis=autre-compte', returned.cookies);
    case 'refused':
      return seeOther('/connexion/refus', returned.cookies);
    case 'known-by-email':
      return seeOther('/connexion/associer?compte=courriel', returned.cookies);
    case 'given-up':
      return seeOther(returned.joining ? '/compte?avis=abandon' : '/connexion?avis=abandon');
    case 'failed':
      return seeOther(returned.joining ? '/compte?avis=proconnect' : '/connexion?avis=proconnect');
  }
}
