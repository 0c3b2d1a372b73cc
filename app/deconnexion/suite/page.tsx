// Signed out here; the browser goes on to sign out of ProConnect.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readCookie } from '../../../lib/access/request';
import { access } from '../../../lib/access/service';
import { proConnectExit } from '../../../lib/access/session-life';

export const metadata: Metadata = { title: 'Déconnexion de ProConnect' };

export default async function LeavingPage() {
  const state = await readCookie('sortie');
  const exit = state === null ? null : await proConnectExit(await access(), state);
  if (exit === null) redirect('/connexion?avis=deconnecte');
  return (
    <div className="fr-container fr-py-6w">
      <meta httpEquiv="refresh" content={`0;url=${exit}`} />
      <h1>Déconnexion de ProConnect</h1>
      <p>Vous êtes déconnecté de One Trick Pony. Il reste à fermer votre session ProConnect : un instant…</p>
      <Button linkProps={{ href: exit }}>Continuer</Button>
    </div>
  );
}
