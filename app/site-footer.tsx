// The footer of every page.

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
      contentDescription="One Trick Pony garde un document Grist égal à une démarche de Démarche numérique."
      bottomItems={[headerFooterDisplayItem]}
    />
  );
}
