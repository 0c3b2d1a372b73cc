// After asking for a link: look at your messages.

import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { readCookie } from '../../../lib/access/request';
import { site } from '../../../lib/access/service';
import { LINK_MINUTES } from '../../../lib/access/sign-in-by-email';
import { sendingFrom } from '../sending';
import { AgainForm } from './again-form';

export const metadata: Metadata = { title: 'Vérifiez vos messages' };

export default async function CheckMailPage() {
  const sending = sendingFrom(await readCookie('courriel'));
  if (sending === null) redirect('/connexion');
  const { demo } = site();
  return (
    <div className="fr-container fr-py-6w">
      <div className="fr-grid-row fr-grid-row--center">
        <div className="fr-col-12 fr-col-md-8 fr-col-lg-6">
          <h1>Vérifiez vos messages</h1>
          <p>
            Un message part à l’instant vers <strong>{sending.address}</strong>. Il contient un lien de
            connexion, valable {LINK_MINUTES} minutes, qui ne sert qu’une fois.
          </p>
          {demo !== null && (
            <p>
              Démonstration : lisez-le dans{' '}
              <a
                href={demo.mailbox}
                target="_blank"
                rel="noopener"
                title="la boîte aux lettres simulée – nouvelle fenêtre"
              >
                la boîte aux lettres simulée
              </a>
              .
            </p>
          )}
          <h2 className="fr-h6">Rien n’arrive ?</h2>
          <p>Regardez dans les courriers indésirables, et vérifiez que l’adresse est bien la vôtre.</p>
          <AgainForm />
          <p className="fr-mt-3w">
            <Link href="/connexion">Changer d’adresse ou de moyen de connexion</Link>
          </p>
        </div>
      </div>
    </div>
  );
}
