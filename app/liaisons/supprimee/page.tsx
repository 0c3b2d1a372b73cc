// A link was just deleted: what is left of it, and where to go.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { signedIn } from '../../../lib/access/request';
import { one, type SearchProps } from '../../search';

export const metadata: Metadata = { title: 'Liaison supprimée' };

export default async function DeletedPage({ searchParams }: SearchProps) {
  await signedIn('/liaisons');
  const isSoon = one((await searchParams).fin) === 'bientot';
  return (
    <div className="fr-container fr-py-6w">
      <h1>La liaison est supprimée</h1>
      {isSoon && (
        <p>
          Une synchronisation était en cours : elle s’arrête proprement, puis tout ce qui concerne la liaison
          est oublié, d’ici une minute.
        </p>
      )}
      <p>Le document Grist garde ses tables et toutes ses lignes. Elles ne sont plus mises à jour.</p>
      <Button linkProps={{ href: '/liaisons' }}>Voir mes démarches</Button>
    </div>
  );
}
