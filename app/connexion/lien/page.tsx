// Where a link sent by e-mail leads. Opening it changes nothing: mail scanners open every link. The button does.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { access } from '../../../lib/access/service';
import { lookAtLink } from '../../../lib/access/sign-in-by-email';
import { one, type SearchProps } from '../../search';
import { followLink } from '../actions';

export const metadata: Metadata = { title: 'Confirmez votre connexion' };

export default async function LinkPage({ searchParams }: SearchProps) {
  const { jeton } = await searchParams;
  const token = one(jeton) ?? '';
  const link = await lookAtLink(await access(), token);
  if (link === null) redirect('/connexion?avis=lien-perdu');
  const joins = link.purpose === 'association';
  return (
    <div className="fr-container fr-py-6w">
      <div className="fr-grid-row fr-grid-row--center">
        <div className="fr-col-12 fr-col-md-8 fr-col-lg-6">
          <h1>{joins ? 'Associez cette adresse à votre compte' : 'Confirmez votre connexion'}</h1>
          <p>
            {joins ? 'Vous pourrez ensuite vous connecter avec ' : 'Vous allez vous connecter avec '}
            <strong>{link.email}</strong>.
          </p>
          <form action={followLink}>
            <input type="hidden" name="jeton" value={token} />
            <Button type="submit">{joins ? 'Associer cette adresse' : 'Me connecter'}</Button>
          </form>
          <p className="fr-mt-3w">
            Vous n’avez pas demandé ce lien, ou quelqu’un vous l’a transmis ? Fermez cette page : rien ne se
            passera.
          </p>
        </div>
      </div>
    </div>
  );
}
