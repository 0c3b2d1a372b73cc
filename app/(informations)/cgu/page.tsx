// What the service and those who use it commit to.

import type { Metadata } from 'next';
import Link from 'next/link';
import { site } from '../../../lib/access/service';
import { PageHead } from '../page-head';

export const metadata: Metadata = { title: 'Conditions d’utilisation' };

/** Read at each request: the contact is the operator's to say. */
export const dynamic = 'force-dynamic';

export default function TermsPage() {
  const { contact } = site();
  return (
    <>
      <PageHead title="Conditions d’utilisation" />
      <h2>Ce que fait le service</h2>
      <p>
        One Trick Pony recopie dans un document Grist les dossiers d’une démarche de Démarche numérique, et
        garde cette copie à jour. Il lit Démarche numérique et n’y écrit jamais. Il est gratuit et réservé aux
        agents publics.
      </p>
      <h2>Ce à quoi vous vous engagez</h2>
      <ul>
        <li>
          Vous avez le droit d’accéder à la démarche que vous reliez, et d’en recopier les dossiers dans le
          document que vous désignez.
        </li>
        <li>
          Vous ne donnez accès à ce document qu’aux personnes qui ont à connaître ces dossiers : ses règles de
          partage se règlent dans Grist, et le service n’y touche pas.
        </li>
        <li>Vous n’importez que les champs utiles : les autres s’excluent au moment de créer la liaison.</li>
        <li>
          Vous confiez au service un jeton et une clé qui vous appartiennent, ou qui appartiennent à votre
          service, et vous les retirez quand vous partez.
        </li>
        <li>
          Si vous instruisez dans Grist, vous tenez l’usager informé dans Démarche numérique : c’est là qu’il
          suit son dossier.
        </li>
      </ul>
      <h2>Ce à quoi le service s’engage</h2>
      <ul>
        <li>Ne jamais effacer ni modifier ce que vous avez créé dans votre document.</li>
        <li>
          Dire ce qui n’a pas pu être écrit, dossier par dossier, et ne jamais annoncer une réussite qui n’en
          est pas une.
        </li>
        <li>Vous prévenir quand une liaison casse, et quand elle repart.</li>
        <li>
          Garder les jetons et les clés chiffrés, ne les envoyer qu’à l’instance pour laquelle vous les avez
          donnés, et ne jamais les montrer de nouveau.
        </li>
        <li>
          Ne garder aucun contenu de dossier : voyez{' '}
          <Link href="/donnees-personnelles">Données personnelles</Link>.
        </li>
      </ul>
      <h2>Responsabilités</h2>
      <p>
        L’administration qui crée une liaison est responsable du traitement des données qu’elle recopie ; le
        service agit pour son compte. La copie n’a pas valeur d’original : en cas d’écart, Démarche numérique
        fait foi. Le service peut être interrompu pour une maintenance ; une synchronisation manquée est alors
        rattrapée au retour.
      </p>
      <h2>Fin d’utilisation</h2>
      <p>
        Vous pouvez supprimer une liaison à tout moment : le service oublie la démarche, le jeton et la clé,
        et le document garde ses tables. Pour toute question : <a href={`mailto:${contact}`}>{contact}</a>.
      </p>
    </>
  );
}
