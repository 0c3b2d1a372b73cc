// The header of every page, with who is signed in.

import { headerFooterDisplayItem } from '@codegouvfr/react-dsfr/Display';
import { Header } from '@codegouvfr/react-dsfr/Header';
import { nameOf } from '../lib/access/account';
import { currentSession } from '../lib/access/request';
import { BRAND, HOME_LINK } from './brand';
import { SignOutForm } from './sign-out-form';
import { SiteNavigation } from './site-navigation';

export async function SiteHeader() {
  const session = await currentSession();
  const mine =
    session === null
      ? [
          {
            iconId: 'fr-icon-account-circle-line' as const,
            text: 'Se connecter',
            linkProps: { href: '/connexion?retour=%2Fliaisons' },
          },
        ]
      : [
          {
            iconId: 'fr-icon-account-circle-line' as const,
            text: nameOf(session.person),
            linkProps: { href: '/compte', title: `${nameOf(session.person)} – Mon compte` },
          },
          <SignOutForm key="deconnexion" />,
        ];
  return (
    <Header
      brandTop={BRAND}
      homeLinkProps={HOME_LINK}
      serviceTitle="One Trick Pony"
      serviceTagline="Un document Grist toujours égal à votre démarche"
      quickAccessItems={[...mine, headerFooterDisplayItem]}
      navigation={<SiteNavigation isSignedIn={session !== null} />}
    />
  );
}
