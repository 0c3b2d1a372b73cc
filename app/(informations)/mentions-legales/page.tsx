// Who publishes and hosts the service: for its operator to say (.env).

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import type { Metadata } from 'next';
import { site } from '../../../lib/access/service';
import { PageHead } from '../page-head';

export const metadata: Metadata = { title: 'Mentions légales' };

/** Read at each request: the publisher is the operator's to say. */
export const dynamic = 'force-dynamic';

export default function LegalPage() {
  const { contact, publisher, demo } = site();
  const { name, address, director, host } = publisher;
  const isWhole = [name, address, director, host].every((one) => one !== null);
  return (
    <>
      <PageHead title="Mentions légales" />
      {!isWhole && (
        <Alert
          className="fr-mb-4w"
          severity="warning"
          as="h2"
          title="Ces mentions sont incomplètes"
          description={
            demo === null
              ? 'L’exploitant de ce site doit encore les renseigner (réglages EDITEUR…).'
              : 'Ce site est une démonstration : il n’a ni éditeur ni hébergeur. Un site ouvert aux agents doit les renseigner (réglages EDITEUR…).'
          }
        />
      )}
      <h2>Éditeur</h2>
      <p>
        {name ?? 'Non renseigné'}
        {address !== null && (
          <>
            <br />
            {address}
          </>
        )}
      </p>
      <h2>Direction de la publication</h2>
      <p>{director ?? 'Non renseignée'}</p>
      <h2>Hébergement</h2>
      <p>{host ?? 'Non renseigné'}</p>
      <h2>Contact</h2>
      <p>
        <a href={`mailto:${contact}`}>{contact}</a>
      </p>
      <h2>Logiciel</h2>
      <p>
        One Trick Pony est un logiciel libre, sous licence AGPL 3.0 ou ultérieure. Sauf mention contraire, les
        textes de ce site sont sous licence Etalab 2.0.
      </p>
      <h2>Sécurité</h2>
      <p>
        Une faille se signale à la même adresse ; le fichier{' '}
        <a href="/.well-known/security.txt">security.txt</a> dit comment.
      </p>
    </>
  );
}
