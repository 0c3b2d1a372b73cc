// Whoever proved who they are, when the address is that of an account that signs in otherwise: how to join both.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { site } from '../../../lib/access/service';
import { one, type SearchProps } from '../../search';

export const metadata: Metadata = { title: 'Un compte existe déjà' };

type Case = { readonly title: string; readonly why: string; readonly steps: readonly string[] };

/** By what the existing account signs in with. */
const CASES = {
  courriel: {
    title: 'Un compte existe déjà avec votre adresse',
    why: 'Ce compte se connecte par courriel. ProConnect ne l’ouvre pas de lui-même : vous seul pouvez les associer.',
    steps: [
      'Connectez-vous par courriel, avec la même adresse.',
      'Dans « Mon compte », choisissez « Associer ProConnect ».',
      'Ensuite, les deux moyens ouvriront le même compte.',
    ],
  },
  proconnect: {
    title: 'Un compte existe déjà avec votre adresse',
    why: 'Ce compte se connecte avec ProConnect. Un lien reçu par courriel ne l’ouvre pas de lui-même : vous seul pouvez les associer.',
    steps: [
      'Connectez-vous avec ProConnect.',
      'Dans « Mon compte », choisissez « Associer une adresse électronique ».',
      'Ensuite, les deux moyens ouvriront le même compte.',
    ],
  },
  'courriel-a-associer': {
    title: 'Connectez-vous d’abord',
    why: 'Ce lien associe une adresse à un compte : il s’ouvre dans un navigateur où ce compte est connecté. Il n’a pas servi.',
    steps: [
      'Connectez-vous comme d’habitude, dans ce navigateur.',
      'Ouvrez de nouveau le lien du message.',
      'Choisissez « Associer cette adresse ».',
    ],
  },
} as const satisfies Record<string, Case>;

export default async function JoinHelpPage({ searchParams }: SearchProps) {
  const compte = one((await searchParams).compte);
  const name = compte === 'proconnect' || compte === 'courriel-a-associer' ? compte : 'courriel';
  const { title, why, steps } = CASES[name];
  const { contact } = site();
  return (
    <div className="fr-container fr-py-6w">
      <div className="fr-grid-row fr-grid-row--center">
        <div className="fr-col-12 fr-col-md-8 fr-col-lg-6">
          <h1>{title}</h1>
          <p>{why}</p>
          <h2 className="fr-h5">Ce qu’il faut faire</h2>
          <ol>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <Button linkProps={{ href: '/connexion?retour=/compte' }}>Aller à la connexion</Button>
          <p className="fr-mt-4w">
            Vous n’avez plus l’autre moyen ? Écrivez à <a href={`mailto:${contact}`}>{contact}</a>.
          </p>
        </div>
      </div>
    </div>
  );
}
