// Where the link of an alert leads, signed in or not. It names no link: whoever was sent the letter may have left since.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { site } from '../../../lib/access/service';
import { readUnsubscription, UNSUBSCRIBE_POST } from '../../../lib/access/unsubscribe';
import { one, type SearchProps } from '../../search';

export const metadata: Metadata = { title: 'Ne plus recevoir d’alertes', robots: { index: false } };

export default async function UnsubscribePage({ searchParams }: SearchProps) {
  const given = await searchParams;
  const token = one(given.jeton) ?? '';
  const asked = readUnsubscription(site().sessionSecret, token);
  return (
    <div className="fr-container fr-py-6w">
      <div className="fr-grid-row fr-grid-row--center">
        <div className="fr-col-12 fr-col-md-8 fr-col-lg-6">
          <h1>Ne plus recevoir d’alertes</h1>
          {asked === null ? (
            <Unreadable />
          ) : one(given.fait) === 'oui' ? (
            <Done everything={asked.linkId === null} />
          ) : (
            <form method="post" action={`${UNSUBSCRIBE_POST}?jeton=${encodeURIComponent(token)}&page=oui`}>
              <p>
                {asked.linkId === null
                  ? 'Vous ne recevrez plus d’alerte par courriel, sur aucune de vos liaisons actuelles.'
                  : 'Vous ne recevrez plus d’alerte par courriel sur cette liaison. Celles de vos autres liaisons continueront d’arriver.'}{' '}
                La synchronisation, elle, continue.
              </p>
              <Button type="submit">Ne plus recevoir ces alertes</Button>
            </form>
          )}
        </div>
      </div>
    </div>
  );
}

function Done({ everything }: { readonly everything: boolean }) {
  return (
    <>
      <Alert
        className="fr-mb-3w"
        severity="success"
        as="h2"
        title="C’est fait"
        description={
          everything
            ? 'Vous ne recevrez plus d’alerte par courriel.'
            : 'Vous ne recevrez plus d’alerte par courriel sur cette liaison.'
        }
      />
      <p>
        Pour en recevoir de nouveau, ouvrez <a href="/liaisons">une de vos démarches</a>, puis sa page{' '}
        {'« Alertes »'}.
      </p>
    </>
  );
}

function Unreadable() {
  return (
    <>
      <Alert
        className="fr-mb-3w"
        severity="warning"
        as="h2"
        title="Ce lien n’est pas complet"
        description="Ouvrez-le de nouveau depuis le message reçu, ou copiez son adresse tout entière."
      />
      <p>
        Vous pouvez aussi ouvrir <a href="/liaisons">une de vos démarches</a>, puis sa page « Alertes ».
      </p>
    </>
  );
}
