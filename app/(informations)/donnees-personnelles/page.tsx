// What the service keeps of people, why and how long. Each duration is the one of the code that applies it: lib/links/house.ts,
// lib/store/access-sweep.ts, lib/access/session-life.ts.

import { Table } from '@codegouvfr/react-dsfr/Table';
import type { Metadata } from 'next';
import { site } from '../../../lib/access/service';
import { DETAIL_DAYS } from '../../../lib/links/house';
import { PageHead } from '../page-head';

export const metadata: Metadata = { title: 'Données personnelles' };

/** Read at each request: whom to write to is the operator's to say. */
export const dynamic = 'force-dynamic';

const KEPT = [
  [
    'Votre compte : adresse électronique, nom et prénom, SIRET de votre organisation',
    'Vous reconnaître, vous écrire, montrer à qui une liaison est partagée',
    'Jusqu’à la suppression de votre compte',
  ],
  [
    'Vos sessions : navigateur, dates',
    'Vous garder connecté, vous laisser fermer une session oubliée',
    'Douze heures après la connexion',
  ],
  [
    'Le journal des actes : qui a fait quoi et quand, réseau d’origine (adresse IP tronquée)',
    'Sécurité, et réponse à vos questions',
    'Un an ; la base refuse de le modifier, ou de l’effacer plus tôt',
  ],
  [
    'Le jeton de Démarche numérique et la clé Grist que vous confiez',
    'Lire la démarche, écrire dans le document',
    'Chiffrés, jusqu’à la suppression de la liaison, puis sept jours au plus',
  ],
  [
    'Par dossier : son numéro, ses dates techniques et des empreintes (des nombres dont on ne peut rien relire)',
    'Savoir ce qui a changé sans tout recopier',
    'Jusqu’à la suppression de la liaison',
  ],
  [
    'Par fichier copié dans Grist, si vous le demandez : une empreinte, sa taille et son numéro dans Grist ; ni son nom ni son contenu',
    'Ne pas le copier deux fois, respecter le plafond que vous fixez',
    'Jusqu’à la suppression de la liaison',
  ],
  [
    'Le détail des synchronisations : phases, comptes, numéros des dossiers en échec',
    'Expliquer ce qui s’est passé',
    `${DETAIL_DAYS} jours ; les comptes sont gardés ensuite`,
  ],
];

export default function PersonalDataPage() {
  const { contact, publisher } = site();
  return (
    <>
      <PageHead title="Données personnelles" />
      <h2>Les dossiers ne font que passer</h2>
      <p>
        Le service lit les dossiers dans Démarche numérique et les écrit dans votre document Grist. Il n’en
        garde pas le contenu : ni dans sa base, ni dans ses journaux, ni dans ses messages. Les champs que
        vous excluez ne sont ni écrits ni gardés. Les fichiers ne sont copiés que pour les champs que vous
        choisissez, et ne font que passer eux aussi.
      </p>
      <p>
        L’administration qui crée la liaison est responsable de ce traitement ; le service agit pour son
        compte, en sous-traitant, sur ses instructions : celles que vous donnez dans les réglages de la
        liaison.
      </p>
      <h2>Ce que le service garde</h2>
      <Table
        caption="Données gardées"
        headers={['Donnée', 'Pourquoi', 'Combien de temps']}
        data={KEPT}
        bordered
      />
      <h2>Qui y a accès</h2>
      <p>
        Vous, les personnes avec qui vous partagez une liaison (jamais le jeton ni la clé), et les personnes
        qui exploitent le service. Rien n’est vendu, transmis ni analysé à d’autres fins.
      </p>
      <h2>Vos droits</h2>
      <p>
        Depuis la page « Mon compte », vous pouvez télécharger tout ce que le service sait de vous, retirer
        vos moyens de connexion et vos sessions, et supprimer votre compte. Pour tout autre droit
        (rectification, opposition, limitation), écrivez à{' '}
        <a href={`mailto:${publisher.dataProtection ?? contact}`}>{publisher.dataProtection ?? contact}</a>.
        Vous pouvez aussi saisir la{' '}
        <a href="https://www.cnil.fr/fr/plaintes" rel="noreferrer">
          CNIL
        </a>
        .
      </p>
      <p>
        Vous êtes usager d’une démarche ? Adressez-vous à l’administration qui la mène : c’est elle qui décide
        de ce que deviennent vos données.
      </p>
    </>
  );
}
