// My account: who I am, how I sign in, where I am signed in.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { Badge } from '@codegouvfr/react-dsfr/Badge';
import { Button } from '@codegouvfr/react-dsfr/Button';
import { Checkbox } from '@codegouvfr/react-dsfr/Checkbox';
import type { Metadata } from 'next';
import { describeAccount, nameOf } from '../../lib/access/account';
import { signedIn } from '../../lib/access/request';
import { access, site, siteDatabase } from '../../lib/access/service';
import type { Account } from '../../lib/store/access-people';
import { wantsDigest } from '../../lib/store/alert-rows';
import { ProConnectForm } from '../connexion/pro-connect-form';
import { inFull } from '../dates';
import { one, type SearchProps } from '../search';
import { closeSession, removeMeans, removeMyAccount } from './actions';
import { AlertPace } from './alert-pace';
import { JoinAddressForm } from './join-address-form';
import { newsOf } from './news';

export const metadata: Metadata = { title: 'Mon compte' };

export default async function AccountPage({ searchParams }: SearchProps) {
  const session = await signedIn('/compte');
  const { accounts, sessions, owned } = await describeAccount(await access(), session);
  const { proConnect, mail } = site();
  const { person } = session;
  const digest = await wantsDigest(await siteDatabase(), person.id);
  const news = newsOf(one((await searchParams).avis));
  return (
    <div className="fr-container fr-py-6w">
      <div className="fr-grid-row">
        <div className="fr-col-12 fr-col-lg-8">
          <h1>Mon compte</h1>
          {news !== null && (
            <Alert
              className="fr-mb-4w"
              severity={news.severity}
              title={news.title}
              description={news.text}
              as="h2"
            />
          )}
          <dl className="fr-pl-0">
            {nameOf(person) !== person.email && <Fact term="Nom">{nameOf(person)}</Fact>}
            <Fact term="Adresse électronique">{person.email}</Fact>
            {person.siret !== null && <Fact term="SIRET de votre organisation">{person.siret}</Fact>}
          </dl>

          <h2 className="fr-h4 fr-mt-6w">Mes moyens de connexion</h2>
          <ul className="fr-raw-list">
            {accounts.map((account) => (
              <li key={account.id} className="fr-mb-3w">
                <p className="fr-mb-1v">
                  <strong>{meansInWords(account)}</strong>
                  <br />
                  <span className="fr-text--sm">Dernière connexion le {inFull(account.lastUsedAt)}</span>
                </p>
                {accounts.length > 1 && (
                  <form action={removeMeans}>
                    <input type="hidden" name="moyen" value={account.id} />
                    <Button type="submit" priority="tertiary" size="small">
                      Retirer <span className="fr-sr-only">{meansInWords(account)}</span>
                    </Button>
                  </form>
                )}
              </li>
            ))}
          </ul>
          {proConnect !== null && (
            <>
              <h3 className="fr-h6">Associer ProConnect</h3>
              <p>Après vous être identifié, ProConnect ouvrira aussi ce compte.</p>
              <ProConnectForm action="/compte/associer" returnTo="/compte" />
            </>
          )}
          {mail !== null && (
            <>
              <h3 className="fr-h6">Associer une adresse électronique</h3>
              <JoinAddressForm />
            </>
          )}

          <h2 className="fr-h4 fr-mt-6w">Mes appareils connectés</h2>
          <p>Une connexion dure douze heures au plus.</p>
          <ul className="fr-raw-list">
            {sessions.map(({ id, device, createdAt, lastSeenAt }) => (
              <li key={id} className="fr-mb-3w">
                <p className="fr-mb-1v">
                  <strong>{device}</strong>{' '}
                  {id === session.id && (
                    <Badge severity="success" small noIcon as="span">
                      Cet appareil
                    </Badge>
                  )}
                  <br />
                  <span className="fr-text--sm">
                    Connecté le {inFull(createdAt)}, vu le {inFull(lastSeenAt)}
                  </span>
                </p>
                {id !== session.id && (
                  <form action={closeSession}>
                    <input type="hidden" name="session" value={id} />
                    <Button type="submit" priority="tertiary" size="small">
                      Déconnecter{' '}
                      <span className="fr-sr-only">
                        {device}, connecté le {inFull(createdAt)}
                      </span>
                    </Button>
                  </form>
                )}
              </li>
            ))}
          </ul>
          <form method="post" action="/deconnexion">
            <input type="hidden" name="partout" value="oui" />
            <Button type="submit" priority="secondary">
              Me déconnecter partout
            </Button>
          </form>

          {mail !== null && <AlertPace digest={digest} />}

          <h2 className="fr-h4 fr-mt-6w">Mes données</h2>
          <p>
            Tout ce que ce service sait de vous, dans un fichier (JSON) : compte, connexions, liaisons, actes.
            Les jetons et les clés que vous avez confiés n’y sont pas.
          </p>
          <a className="fr-link fr-link--download" href="/compte/donnees" download>
            Télécharger mes données <span className="fr-link__detail">JSON</span>
          </a>

          <h2 className="fr-h4 fr-mt-6w">Supprimer mon compte</h2>
          {owned > 0 ? (
            <p>
              Vous êtes propriétaire {owned === 1 ? 'd’une liaison' : `de ${owned} liaisons`}. Avant de
              supprimer votre compte, transmettez ou supprimez{' '}
              {owned === 1 ? 'cette liaison' : 'ces liaisons'}.
            </p>
          ) : (
            <form action={removeMyAccount}>
              <p>
                Vos moyens de connexion, vos sessions, vos liaisons commencées et vos accès aux liaisons des
                autres seront effacés. Un jeton ou une clé que vous avez confiés à une liaison partagée y
                restent : si vous ne le voulez pas, supprimez-les d’abord dans Démarche numérique ou dans
                Grist. Le journal des actes garde un an ce qui a été fait, sans votre nom.
              </p>
              <Checkbox
                legend="Confirmation"
                options={[
                  {
                    label: 'Je veux supprimer mon compte. Je ne pourrai pas revenir en arrière.',
                    nativeInputProps: { name: 'confirmation', value: 'oui' },
                  },
                ]}
              />
              <Button type="submit" priority="tertiary">
                Supprimer mon compte
              </Button>
            </form>
          )}
        </div>
      </div>
    </div>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: string }) {
  return (
    <>
      <dt className="fr-text--bold">{term}</dt>
      <dd className="fr-ml-0 fr-mb-2w">{children}</dd>
    </>
  );
}

function meansInWords({ means, email }: Account): string {
  switch (means) {
    case 'proconnect':
      return `ProConnect (${email})`;
    case 'courriel':
      return `Lien par courriel (${email})`;
  }
}
