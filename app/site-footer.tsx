// The footer of every page, with the links that the law asks for.

import { headerFooterDisplayItem } from '@codegouvfr/react-dsfr/Display';
import { Footer } from '@codegouvfr/react-dsfr/Footer';
import { BRAND, HOME_LINK } from './brand';

export function SiteFooter() {
  return (
    <Footer
      id="pied"
      brandTop={BRAND}
      homeLinkProps={HOME_LINK}
      accessibility="non compliant"
      accessibilityLinkProps={{ href: '/accessibilite' }}
      websiteMapLinkProps={{ href: '/plan-du-site' }}
      termsLinkProps={{ href: '/mentions-legales' }}
      contentDescription="One Trick Pony garde un document Grist égal à une démarche de Démarche numérique."
      bottomItems={[
        { text: 'Données personnelles', linkProps: { href: '/donnees-personnelles' } },
        { text: 'Gestion des cookies', linkProps: { href: '/cookies' } },
        { text: 'Conditions d’utilisation', linkProps: { href: '/cgu' } },
        { text: 'Statistiques', linkProps: { href: '/statistiques' } },
        { text: 'Aide', linkProps: { href: '/aide' } },
        headerFooterDisplayItem,
      ]}
    />
  );
}
