// Signing in: ProConnect first, a link by e-mail second.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { Notice } from '@codegouvfr/react-dsfr/Notice';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentSession } from '../../lib/access/request';
import { returnPath } from '../../lib/access/return-path';
import { site } from '../../lib/access/service';
import { one, type SearchProps } from '../search';
import { EmailForm } from './email-form';
import { EntryRules } from './entry-rules';
import { ProConnectForm } from './pro-connect-form';

export const metadata: Metadata = { title: 'Connexion' };

/** What brought somebody back here, by the code in the address. Any other code says nothing. */
const NEWS: Readonly<
  Record<string, { severity: 'error' | 'info' | 'success'; title: string; text: string }>
> = {
  abandon: {
    severity: 'info',
    title: 'Vous avez renoncé à vous connecter avec ProConnect',
    text: 'Vous pouvez recommencer, ou recevoir un lien par courriel.',
  },
  proconnect: {
    severity: 'error',
    title: 'La connexion avec ProConnect n’a pas abouti',
    text: 'La demande a pu expirer, ou ProConnect ne pas répondre. Recommencez dans un instant.',
  },
  'lien-perdu': {
    severity: 'error',
    title: 'Ce lien de connexion ne fonctionne plus',
    text: 'Il a déjà servi, ou il a été envoyé il y a plus de quinze minutes. Demandez-en un autre.',
  },
  deconnecte: { severity: 'success', title: 'Vous êtes déconnecté', text: 'À bientôt.' },
  supprime: {
    severity: 'success',
    title: 'Votre compte est supprimé',
    text: 'Vos moyens de connexion et vos sessions ont été effacés.',
  },
};

export default async function SignInPage({ searchParams }: SearchProps) {
  const { retour, avis } = await searchParams;
  const returnTo = returnPath(one(retour));
  if ((await currentSession()) !== null) redirect(returnTo);
  const { demo, proConnect, mail, entry, contact } = site();
  const code = one(avis) ?? '';
  const news = Object.hasOwn(NEWS, code) ? NEWS[code] : undefined;
  return (
    <>
      {demo !== null && (
        <Notice
          title="Démonstration : rien n’est réel ici."
          description="ProConnect est simulé, et les messages n’arrivent que dans une boîte aux lettres simulée."
          link={{
            linkProps: {
              href: demo.mailbox,
              target: '_blank',
              rel: 'noopener',
              title: 'Ouvrir la boîte aux lettres simulée – nouvelle fenêtre',
            },
            text: 'Ouvrir la boîte aux lettres simulée',
          }}
        />
      )}
      <div className="fr-container fr-py-6w">
        <div className="fr-grid-row fr-grid-row--center">
          <div className="fr-col-12 fr-col-md-8 fr-col-lg-6">
            <h1>Connexion à One Trick Pony</h1>
            {news !== undefined && (
              <Alert
                className="fr-mb-4w"
                severity={news.severity}
                title={news.title}
                description={news.text}
                as="h2"
              />
            )}
            {proConnect !== null && (
              <section aria-labelledby="proconnect-titre">
                <h2 id="proconnect-titre" className="fr-h4">
                  Se connecter avec ProConnect
                </h2>
                <p>ProConnect est l’accès des agents publics : votre identifiant professionnel suffit.</p>
                <ProConnectForm action="/connexion/proconnect" returnTo={returnTo} />
              </section>
            )}
            {proConnect !== null && mail !== null && <p className="fr-hr-or">ou</p>}
            {mail !== null && (
              <section aria-labelledby="courriel-titre">
                <h2 id="courriel-titre" className="fr-h4">
                  Se connecter par courriel
                </h2>
                <p>Nous vous envoyons un lien, valable quinze minutes. Aucun mot de passe n’est à retenir.</p>
                <EmailForm returnTo={returnTo} />
              </section>
            )}
            <EntryRules entry={entry} contact={contact} />
          </div>
        </div>
      </div>
    </>
  );
}
