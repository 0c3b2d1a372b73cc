// The cookies of the site: only those without which it cannot work.

import { Table } from '@codegouvfr/react-dsfr/Table';
import type { Metadata } from 'next';
import { PageHead } from '../page-head';

export const metadata: Metadata = { title: 'Gestion des cookies' };

const COOKIES = [
  ['session', 'Vous reconnaître d’une page à l’autre', 'Douze heures'],
  ['courriel', 'Rappeler à quelle adresse le lien de connexion vient de partir', 'Quinze minutes'],
  ['retour, jeton, pkce, etat, nonce', 'Protéger l’aller-retour avec ProConnect', 'Le temps de la connexion'],
  ['sortie', 'Terminer la déconnexion de ProConnect', 'Quelques minutes'],
];

export default function CookiesPage() {
  return (
    <>
      <PageHead title="Gestion des cookies" />
      <p>
        Ce site ne dépose que les cookies sans lesquels on ne pourrait pas s’y connecter. Aucun ne mesure
        votre visite, aucun n’est partagé. La loi ne demande pas votre accord pour ceux-là : il n’y a donc
        rien à accepter ni à refuser.
      </p>
      <Table
        caption="Cookies déposés par ce site. Leur nom complet commence par « otp- »."
        headers={['Nom', 'À quoi il sert', 'Durée']}
        data={COOKIES}
        bordered
      />
      <p>
        Le choix du thème clair ou sombre est gardé par votre navigateur (stockage local). Il n’est jamais
        envoyé au site.
      </p>
      <p>
        Vous pouvez effacer ces cookies dans votre navigateur à tout moment : vous serez alors déconnecté, et
        rien d’autre ne sera perdu.
      </p>
    </>
  );
}
