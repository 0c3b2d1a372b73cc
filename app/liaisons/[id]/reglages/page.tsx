// « Réglages »: what one may change of the link, from its name to its end.

import { Tile } from '@codegouvfr/react-dsfr/Tile';
import type { Metadata } from 'next';
import { nameOf as personName } from '../../../../lib/access/account';
import { allows } from '../../../../lib/access/authorise';
import { access, siteDatabase } from '../../../../lib/access/service';
import { readSettings } from '../../../../lib/links/settings';
import { readTokens, type Token } from '../../../../lib/links/tokens/read';
import { readManagedLink } from '../../../../lib/store/managed-links';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { type LinkProps, nameOf, seenLink } from '../link-gate';
import { NameForm } from './name-form';
import { PauseForm } from './pause-form';
import { PoliciesForm } from './policies-form';
import { RemoveForm } from './remove-form';
import { TokenFacts } from './token-facts';
import { TokenForm } from './token-form';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'gerer');
  return { title: `Réglages : ${nameOf(link)}` };
}

export default async function SettingsPage({ params }: LinkProps) {
  const { link, role, userId } = await seenLink((await params).id, 'gerer');
  const database = await siteDatabase();
  const { rights, people } = await access();
  const mine = (await rights.linksOf(userId))
    .filter((one) => allows(one.role, 'gerer'))
    .map(({ linkId }) => linkId);
  const [managed, tokens] = await Promise.all([
    readManagedLink(database, link.id),
    readTokens({ database, clock: SYSTEM_CLOCK }, link.id, mine),
  ]);
  const giverOf = async (token: Token | null): Promise<string | null> => {
    const giver = token?.givenBy ? await people.person(token.givenBy) : null;
    return giver === null ? null : personName(giver);
  };
  const { policies } = readSettings(managed.settings);
  return (
    <>
      <h2>Réglages</h2>
      <div className="fr-grid-row fr-grid-row--gutters fr-mb-4w">
        <div className="fr-col-12 fr-col-sm-6">
          <Tile
            title="Données"
            titleAs="h3"
            small
            orientation="horizontal"
            enlargeLinkOrButton
            desc="Les dossiers, les champs et les tables à synchroniser."
            linkProps={{ href: `/liaisons/${link.id}/reglages/donnees` }}
          />
        </div>
        <div className="fr-col-12 fr-col-sm-6">
          <Tile
            title="Planification"
            titleAs="h3"
            small
            orientation="horizontal"
            enlargeLinkOrButton
            desc="À quel rythme la liaison se synchronise d’elle-même."
            linkProps={{ href: `/liaisons/${link.id}/reglages/planification` }}
          />
        </div>
      </div>

      <h3 className="fr-h5">Nom</h3>
      <NameForm linkId={link.id} name={managed.name ?? ''} />

      <h3 className="fr-h5 fr-mt-6w">Pause</h3>
      <PauseForm linkId={link.id} paused={managed.pausedAt !== null} />

      <h3 className="fr-h5 fr-mt-6w">Jeton Démarche numérique</h3>
      <TokenFacts isKey={false} token={tokens.source} giver={await giverOf(tokens.source)} />
      <TokenForm linkId={link.id} side="source" shared={tokens.source?.shared.length ?? 0} />

      <h3 className="fr-h5 fr-mt-6w">Clé d’API Grist</h3>
      <TokenFacts isKey token={tokens.destination} giver={await giverOf(tokens.destination)} />
      <TokenForm linkId={link.id} side="destination" shared={tokens.destination?.shared.length ?? 0} />

      <h3 className="fr-h5 fr-mt-6w">Règles</h3>
      <PoliciesForm linkId={link.id} policies={policies} />

      {allows(role, 'administrer') && (
        <>
          <h3 className="fr-h5 fr-mt-6w">Supprimer la liaison</h3>
          <p>
            Le document Grist garde ses tables et toutes ses lignes, telles qu’elles sont : elles ne sont plus
            mises à jour. Ce service oublie la liaison, son historique, ses réglages et ses partages, ainsi
            que le jeton et la clé si aucune autre liaison ne s’en sert. On ne peut pas revenir en arrière ;
            on peut créer la liaison de nouveau.
          </p>
          <RemoveForm linkId={link.id} demarche={link.demarche} />
        </>
      )}
    </>
  );
}
