// The footer of every page.

import { headerFooterDisplayItem } from '@codegouvfr/react-dsfr/Display';
import { Footer } from '@codegouvfr/react-dsfr/Footer';

export function SiteFooter() {
  return (
    <Footer
      id="pied"
      accessibility="non compliant"
      contentDescription="One Trick Pony garde un document Grist égal à une démarche de Démarche numérique."
      bottomItems={[headerFooterDisplayItem]}
    />
  );
}
