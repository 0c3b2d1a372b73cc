// The links to which whoever is signed in is invited.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import type { Metadata } from 'next';
import { signedIn } from '../../lib/access/request';
import { access } from '../../lib/access/service';
import { INVITATIONS_PATH, offersTo } from '../../lib/access/share';
import { ROLE_MEANINGS, ROLE_NAMES } from '../../lib/links/role-words';
import { inFull } from '../dates';
import { one, type SearchProps } from '../search';
import { AnswerForm } from './answer-form';

export const metadata: Metadata = { title: 'Mes invitations' };

export default async function InvitationsPage({ searchParams }: SearchProps) {
  const session = await signedIn(INVITATIONS_PATH);
  const offers = await offersTo(await access(), session.person.id);
  const isDeclined = one((await searchParams).avis) === 'declinee';
  return (
    <div className="fr-container fr-py-6w">
      <h1>Mes invitations</h1>
      {isDeclined && (
        <Alert className="fr-mb-4w" severity="success" small description="L’invitation est déclinée." />
      )}
      {offers.length === 0 && (
        <p>
          Aucune invitation ne vous attend. Vous êtes connecté avec {session.person.email} : si l’invitation
          est arrivée à une autre adresse, associez-la d’abord à <a href="/compte">votre compte</a>.
        </p>
      )}
      <ul className="fr-raw-list">
        {offers.map(({ linkId, role, title, demarche, invitedBy, expiresAt }) => {
          const name = title ?? `Démarche n° ${demarche}`;
          return (
            <li key={linkId} className="fr-mb-5w">
              <h2 className="fr-h5 fr-mb-1w">{name}</h2>
              <p className="fr-mb-2w">
                Démarche n° {demarche}. {invitedBy !== null && <>Invitation de {invitedBy}. </>}
                Rôle : {ROLE_NAMES[role].toLowerCase()}. {ROLE_MEANINGS[role]}
                <br />
                <span className="fr-text--sm">Attend votre réponse jusqu’au {inFull(expiresAt)}.</span>
              </p>
              <AnswerForm linkId={linkId} name={name} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
