// Step 1: the token of Démarche numérique, where it is found, and what becomes of it.

import { Accordion } from '@codegouvfr/react-dsfr/Accordion';
import type { Metadata } from 'next';
import { site, siteDatabase } from '../../../../../lib/access/service';
import { readEgress } from '../../../../../lib/env/egress';
import { isAllowed } from '../../../../../lib/env/instances';
import { mySecrets } from '../../../../../lib/links/connect/credentials';
import { SYSTEM_CLOCK } from '../../../../../lib/wiring';
import { type DraftProps, seenDraft } from '../draft-gate';
import { TokenDrawing } from '../drawings';
import { knownSecrets } from '../known-secrets';
import { StepFrame } from '../step-frame';
import { TokenForm } from './token-form';

export const metadata: Metadata = { title: 'Le jeton – Nouvelle liaison' };

export default async function TokenPage({ params }: DraftProps) {
  const draft = await seenDraft((await params).brouillon, 'jeton');
  const { instances, demo } = site();
  const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
  const given = await mySecrets(service, draft.ownerId, 'jeton_dn', (origin) =>
    isAllowed(instances, 'demarches', origin),
  );
  const [proposed = ''] = instances.demarches;
  return (
    <StepFrame draft={draft} step="jeton">
      <p>
        Le jeton permet à ce service de lire la démarche à votre place. Un jeton{' '}
        <strong>en lecture seule</strong> suffit : ce service n’écrit jamais dans Démarche numérique.
      </p>
      <TokenForm
        draftId={draft.id}
        known={knownSecrets(given)}
        chosen={draft.sourceCredentialId}
        instances={instances.demarches}
        instance={draft.sourceUrl ?? proposed}
        isDemo={demo !== null}
        demo={demo?.try?.token ?? null}
      />
      <h3 className="fr-h5 fr-mt-6w">Où trouver un jeton ?</h3>
      <ol>
        <li>
          Connectez-vous à{' '}
          <a
            href={proposed}
            target="_blank"
            rel="noopener noreferrer"
            title={`${new URL(proposed).host} – nouvelle fenêtre`}
          >
            {new URL(proposed).host}
          </a>{' '}
          comme <strong>administrateur</strong>. Seul un administrateur de la démarche peut créer un jeton.
        </li>
        <li>
          En haut à droite, ouvrez votre compte, puis <strong>Voir mon profil</strong>.
        </li>
        <li>
          À la rubrique <strong>Jetons d’API</strong>, choisissez <strong>Créer un nouveau jeton</strong>.
        </li>
        <li>
          Donnez-lui un nom, choisissez la démarche (ou toutes), le droit <strong>Lecture</strong>, et sa
          durée de validité.
        </li>
        <li>
          <strong>Copiez-le tout de suite</strong> : Démarche numérique ne le montre qu’une fois.
        </li>
      </ol>
      <TokenDrawing />
      <Accordion label="Faut-il limiter le jeton à une adresse réseau ?" titleAs="h4">
        <p>
          Ce n’est pas nécessaire. Un jeton neuf se verrouille de lui-même : Démarche numérique n’accepte
          ensuite que l’adresse réseau du <strong>premier</strong> appel. Ne l’essayez donc pas depuis votre
          poste ni depuis un autre outil : laissez ce service l’utiliser en premier.
        </p>
        <Egress addresses={readEgress(process.env)} />
      </Accordion>
      <Accordion label="Que devient le jeton ?" titleAs="h4">
        <p>
          Il est essayé une fois, chiffré, puis il ne sert qu’à lire votre démarche. Il n’est plus jamais
          affiché, ni à vous ni à personne : seuls ses quatre derniers caractères permettent de le
          reconnaître. Vous pourrez le remplacer à tout moment.
        </p>
      </Accordion>
    </StepFrame>
  );
}

function Egress({ addresses }: { readonly addresses: readonly string[] }) {
  if (addresses.length === 0) {
    return (
      <p>
        Si votre organisation impose d’indiquer les réseaux autorisés, demandez l’adresse de ce service à ceux
        qui l’exploitent.
      </p>
    );
  }
  return (
    <p>
      Si votre organisation impose d’indiquer les réseaux autorisés, déclarez :{' '}
      {addresses.map((address) => (
        <span key={address}>
          <code>{address}</code>{' '}
        </span>
      ))}
    </p>
  );
}
