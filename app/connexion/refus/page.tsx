// Whoever proved who they are, and may not come in.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { site } from '../../../lib/access/service';
import { EntryRules } from '../entry-rules';

export const metadata: Metadata = { title: 'Accès non ouvert' };

export default function RefusalPage() {
  const { entry, contact } = site();
  return (
    <div className="fr-container fr-py-6w">
      <div className="fr-grid-row fr-grid-row--center">
        <div className="fr-col-12 fr-col-md-8 fr-col-lg-6">
          <h1>Ce service ne vous est pas encore ouvert</h1>
          <p>
            Votre identité est vérifiée, mais elle n’est pas de celles que ce service accueille. Aucun compte
            n’a été créé.
          </p>
          <EntryRules entry={entry} contact={contact} />
          <p className="fr-mt-4w">Vous avez une autre adresse professionnelle ? Essayez avec elle.</p>
          <Button linkProps={{ href: '/connexion' }}>Revenir à la connexion</Button>
        </div>
      </div>
    </div>
  );
}
