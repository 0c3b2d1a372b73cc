// Help: from the first token to the first synchronisation, and what may stand in the way.

import { Accordion } from '@codegouvfr/react-dsfr/Accordion';
import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { site } from '../../../lib/access/service';
import { PageHead } from '../page-head';

export const metadata: Metadata = { title: 'Aide' };

/** Read at each request: the contact is the operator's to say. */
export const dynamic = 'force-dynamic';

export default function HelpPage() {
  const { contact, origin } = site();
  return (
    <>
      <PageHead title="Aide" />
      <h2>Ce qu’il vous faut avant de commencer</h2>
      <ol>
        <li>
          <strong>Un jeton de Démarche numérique.</strong> Il se crée dans votre profil d’administrateur,
          rubrique « Jetons d’API ». L’accès en lecture suffit, limité à la démarche à relier. Le jeton ne
          s’affiche qu’une fois : copiez-le aussitôt.
        </li>
        <li>
          <strong>Le numéro de la démarche.</strong> Il se lit dans l’adresse de ses pages, côté
          administrateur.
        </li>
        <li>
          <strong>Un document Grist, et une clé d’accès.</strong> La clé se crée dans les paramètres de votre
          profil Grist, rubrique « Clé d’API ». Votre compte doit être éditeur ou propriétaire du document. Un
          document vide convient très bien.
        </li>
      </ol>
      <Button linkProps={{ href: '/liaisons/nouvelle' }}>Créer une liaison</Button>

      <h2 className="fr-mt-6w" id="widget">
        Dans Grist : le widget
      </h2>
      <p>
        Dans une page de votre document, le widget montre où en sont les démarches synchronisées et ouvre dans
        Démarche numérique le dossier de la ligne sélectionnée.
      </p>
      <ol>
        <li>
          Dans le document, choisissez <strong>Ajouter</strong>, puis une vue de type{' '}
          <strong>Personnalisée</strong> sur la table des dossiers.
        </li>
        <li>
          Choisissez « One Trick Pony » si votre Grist le propose, sinon une URL personnalisée :{' '}
          <strong>{`${origin}/widget`}</strong>
        </li>
        <li>
          Donnez-lui l’accès qu’il demande : Grist pose la question dans le panneau de droite, onglet
          « Personnalisée ».
        </li>
        <li>
          Pour qu’il suive la ligne d’un tableau de la page, choisissez ce tableau dans « Sélectionner par ».
        </li>
      </ol>

      <h2 className="fr-mt-6w">Questions fréquentes</h2>
      <Accordion label="Qu’est-ce qui sera créé dans mon document ?" titleAs="h3">
        <p>
          Une table des dossiers, une table de leurs champs, et une table par bloc répétable ; selon vos
          choix, une table pour les demandeurs, les avis, les pièces jointes, les zones de carte, etc. Leur
          nom commence par « Demarche » et le numéro. Un aperçu les montre avant toute écriture.
        </p>
      </Accordion>
      <Accordion label="Les pièces jointes sont-elles copiées ?" titleAs="h3">
        <p>
          Leur liste, oui : nom, taille, type, et un lien vers Démarche numérique. Les fichiers eux-mêmes,
          seulement si vous le demandez, champ par champ, dans les données de la liaison : ils entrent alors
          dans le document, où quiconque le lit peut les ouvrir. Seuls sont copiés ceux que l’antivirus de
          Démarche numérique a déclarés sûrs, jamais un champ de titre d’identité, et jamais au-delà du
          plafond de la liaison.
        </p>
        <p>
          Décocher le champ arrête la copie et ne supprime rien dans Grist : pour faire de la place, supprimez
          ensuite sa colonne.
        </p>
      </Accordion>
      <Accordion label="Puis-je ajouter mes colonnes, mes formules, mes vues ?" titleAs="h3">
        <p>
          Oui, dans les mêmes tables comme ailleurs. Le service n’écrit que dans les colonnes qu’il a créées ;
          il ne modifie ni n’efface ce que vous ajoutez. Vous pouvez aussi renommer ses tables et ses colonnes
          : il les retrouve.
        </p>
      </Accordion>
      <Accordion label="Que se passe-t-il si je modifie une cellule recopiée ?" titleAs="h3">
        <p>
          Elle reprend la valeur de Démarche numérique quand le dossier change, ou à la vérification complète
          de la semaine. Pour annoter un dossier, ajoutez une colonne à vous.
        </p>
      </Accordion>
      <Accordion label="Que devient un dossier supprimé de Démarche numérique ?" titleAs="h3">
        <p>
          Par défaut, ses lignes restent et la colonne « etat_dn » dit qu’il est supprimé. Les réglages de la
          liaison permettent de les déplacer dans une table d’archive, ou de les supprimer.
        </p>
      </Accordion>
      <Accordion label="Et si le formulaire de la démarche change ?" titleAs="h3">
        <p>
          Les champs ajoutés ou renommés sont suivis, sans rien perdre. Un changement qui pourrait perdre des
          valeurs attend votre décision, dans la page « Structure » de la liaison. Aucune colonne n’est jamais
          supprimée.
        </p>
      </Accordion>
      <Accordion label="Le jeton est refusé : que faire ?" titleAs="h3">
        <p>
          Le plus souvent, le jeton n’est autorisé que depuis certaines adresses IP, et celle de ce service
          n’en fait pas partie. Le message de Démarche numérique donne l’adresse à déclarer : ajoutez-la au
          jeton, puis relancez. Un jeton expiré se remplace dans les réglages de la liaison.
        </p>
      </Accordion>
      <Accordion label="Une liaison est « À vérifier » : est-ce grave ?" titleAs="h3">
        <p>
          La synchronisation a eu lieu, mais quelque chose demande un regard : des dossiers n’ont pas pu être
          écrits, ou un changement du formulaire attend votre décision. La page de la liaison dit quoi, et
          comment y remédier. Les dossiers en échec sont réessayés à chaque synchronisation.
        </p>
      </Accordion>
      <Accordion label="Combien de temps dure une synchronisation ?" titleAs="h3">
        <p>
          La première lit tous les dossiers : comptez quelques minutes pour dix mille. Les suivantes ne lisent
          que ce qui a changé, en quelques secondes le plus souvent. Vous pouvez fermer la page : elle
          continue.
        </p>
      </Accordion>
      <Accordion label="Comment savoir que la copie est exacte ?" titleAs="h3">
        <p>
          La page « Preuve » relit les deux côtés et compare chaque cellule. Une vérification complète a lieu
          chaque semaine ; vous pouvez en demander une quand vous voulez, réparer les écarts, et télécharger
          le constat daté.
        </p>
      </Accordion>

      <h2 className="fr-mt-6w">Vous n’avez pas trouvé ?</h2>
      <p>
        Écrivez à <a href={`mailto:${contact}`}>{contact}</a>. La page « Diagnostic » de la liaison prépare un
        fichier sans secret ni contenu de dossier, à joindre à votre message.
      </p>
    </>
  );
}
