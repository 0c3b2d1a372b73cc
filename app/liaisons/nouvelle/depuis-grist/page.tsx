// Where the widget leads a document that has no link: what was proven, and what still has to be given.

import { Breadcrumb } from '@codegouvfr/react-dsfr/Breadcrumb';
import type { Metadata } from 'next';
import { DepartureForm } from './departure-form';

export const metadata: Metadata = { title: 'Relier un document Grist' };

/** Open to everybody: nothing is known of who comes before the form is sent, and then they sign in. */
export default function FromGristPage() {
  return (
    <div className="fr-container fr-pb-6w">
      <Breadcrumb
        currentPageLabel="Depuis Grist"
        homeLinkProps={{ href: '/' }}
        segments={[{ label: 'Nouvelle liaison', linkProps: { href: '/liaisons/nouvelle', prefetch: false } }]}
      />
      <div className="fr-grid-row">
        <div className="fr-col-12 fr-col-lg-9">
          <h1>Relier votre document Grist</h1>
          <p className="fr-text--lead">
            Grist a confirmé que ce document était ouvert devant vous : son adresse est déjà remplie, vous
            n’aurez pas à la chercher.
          </p>
          <p>
            Il reste à donner un jeton de Démarche numérique, la démarche, et une clé d’API Grist : la
            confirmation de Grist ne vaut que quelques minutes et ne permet pas d’écrire plus tard sans vous.
          </p>
          <DepartureForm />
        </div>
      </div>
    </div>
  );
}
