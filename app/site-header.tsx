// The header of every page.

import { headerFooterDisplayItem } from '@codegouvfr/react-dsfr/Display';
import { Header } from '@codegouvfr/react-dsfr/Header';

export function SiteHeader() {
  return (
    <Header
      brandTop={
        <>
          République
          <br />
          Française
        </>
      }
      homeLinkProps={{ href: '/', title: 'Accueil – One Trick Pony' }}
      serviceTitle="One Trick Pony"
      serviceTagline="Un document Grist toujours égal à votre démarche"
      quickAccessItems={[headerFooterDisplayItem]}
    />
  );
}
