// What is shown for an address that leads nowhere, or to what one may not see: the two look alike.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'Page introuvable' };

export default function NotFoundPage() {
  return (
    <div className="fr-container fr-py-8w">
      <div className="fr-grid-row">
        <div className="fr-col-12 fr-col-md-8">
          <h1>Page introuvable</h1>
          <p className="fr-text--lead">Cette page n’existe pas, ou elle ne vous est pas ouverte.</p>
          <p>
            Si vous avez saisi l’adresse, vérifiez-la. Si l’on vous a donné ce lien, la page a pu être
            supprimée, ou la liaison ne pas être partagée avec le compte que vous utilisez : demandez à la
            personne qui en est propriétaire de la partager avec vous.
          </p>
          <div className="fr-btns-group fr-btns-group--inline-md">
            <Button linkProps={{ href: '/liaisons' }}>Mes démarches</Button>
            <Button linkProps={{ href: '/aide' }} priority="secondary">
              Aide
            </Button>
          </div>
        </div>
      </div>
    </div>
  );
}
