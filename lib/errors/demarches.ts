// What Démarche numérique (DN) can answer instead of dossiers.

import type { CatalogueEntry } from './entry';

export const DEMARCHES_ERRORS = {
  DS_URL_INVALIDE: {
    quoi: 'L’adresse de Démarche numérique n’est pas une adresse utilisable.',
    donnees: 'Rien n’a été lu ni écrit.',
    faire:
      'Indiquez l’adresse du site, par exemple « https://demarche.numerique.gouv.fr », sans identifiant ni mot de passe.',
    qui: 'vous',
  },
  DS_JETON_REFUSE: {
    quoi: 'Démarche numérique ne reconnaît pas le jeton d’accès.',
    donnees: 'Rien de plus n’a été lu ni écrit. Ce qui était déjà dans le document est intact.',
    faire:
      'Vérifiez que le jeton est copié en entier et qu’il vient bien de ce site ; sinon, créez-en un dans votre profil d’administrateur, rubrique « Jetons d’API ».',
    qui: 'administrateur de la démarche',
  },
  DS_JETON_EXPIRE: {
    quoi: 'Le jeton d’accès à Démarche numérique a expiré.',
    donnees: 'Les données déjà synchronisées sont intactes, mais elles ne sont plus mises à jour.',
    faire:
      'Créez un nouveau jeton dans votre profil d’administrateur, rubrique « Jetons d’API », puis donnez-le à la place de l’ancien.',
    qui: 'administrateur de la démarche',
  },
  DS_JETON_IP_REFUSEE: {
    quoi: 'Démarche numérique refuse ce jeton depuis l’adresse réseau de ce service.',
    donnees: 'Les données déjà synchronisées sont intactes, mais elles ne sont plus mises à jour.',
    faire:
      'Ajoutez l’adresse indiquée dans le message de Démarche numérique aux réseaux autorisés du jeton, dans votre profil d’administrateur.',
    qui: 'administrateur de la démarche',
  },
  DS_DEMARCHE_NON_AUTORISEE: {
    quoi: 'Le jeton ne donne pas accès à cette démarche.',
    donnees: 'Les données déjà synchronisées sont intactes, mais elles ne sont plus mises à jour.',
    faire:
      'Vérifiez le numéro de la démarche, que le jeton la couvre, et que l’administrateur qui l’a créé administre toujours cette démarche.',
    qui: 'administrateur de la démarche',
  },
  DS_DEMARCHE_INTROUVABLE: {
    quoi: 'Démarche numérique ne connaît pas cette démarche : le numéro est faux ou elle a été supprimée.',
    donnees: 'Les lignes déjà dans Grist sont conservées telles quelles.',
    faire: 'Vérifiez le numéro de la démarche : il se lit dans l’adresse de sa page d’administration.',
    qui: 'vous',
  },
  DS_LIMITE_DEBIT: {
    quoi: 'Démarche numérique limite le nombre de requêtes de ce jeton et la limite reste atteinte.',
    donnees:
      'Les données déjà synchronisées sont intactes. La suite sera lue à la prochaine synchronisation.',
    faire:
      'Patientez quelques minutes. Si cela se répète, vérifiez qu’aucun autre outil n’utilise le même jeton.',
    qui: 'vous',
  },
  DS_MAINTENANCE: {
    quoi: 'Démarche numérique est en maintenance.',
    donnees: 'Les données déjà synchronisées sont intactes. La suite sera lue après la maintenance.',
    faire: 'Rien : relancez plus tard, ou attendez la prochaine synchronisation.',
    qui: 'personne',
  },
  DS_INDISPONIBLE: {
    quoi: 'Démarche numérique ne répond pas, ou pas assez vite, malgré plusieurs essais.',
    donnees:
      'Les données déjà synchronisées sont intactes. La suite sera lue à la prochaine synchronisation.',
    faire: 'Patientez puis relancez. La page d’état du service indique les incidents en cours.',
    qui: 'personne',
  },
  DS_ERREUR_INTERNE: {
    quoi: 'Démarche numérique a rencontré une erreur interne.',
    donnees: 'Les données déjà synchronisées sont intactes.',
    faire:
      'Relancez plus tard. Si l’erreur persiste, transmettez sa référence au support de Démarche numérique.',
    qui: 'exploitant du service',
  },
  DS_REPONSE_ILLISIBLE: {
    quoi: 'La réponse n’a pas la forme attendue de Démarche numérique.',
    donnees: 'La réponse a été écartée. Les données déjà synchronisées sont intactes.',
    faire:
      'Vérifiez que l’adresse est bien celle de Démarche numérique. Si oui, signalez ce message à l’exploitant du service.',
    qui: 'exploitant du service',
  },
  DS_REPONSE_PARTIELLE: {
    quoi: 'Démarche numérique n’a donné qu’une partie de la réponse.',
    donnees: 'La réponse incomplète a été écartée : rien n’a été écrit à partir d’elle.',
    faire: 'Relancez plus tard. Si cela dure, signalez ce message à l’exploitant du service.',
    qui: 'exploitant du service',
  },
  DS_REQUETE_REFUSEE: {
    quoi: 'Démarche numérique a refusé la requête.',
    donnees: 'Rien n’a été lu. Les données déjà synchronisées sont intactes.',
    faire: 'Signalez ce message à l’exploitant du service : c’est le logiciel qui doit être corrigé.',
    qui: 'exploitant du service',
  },
  DS_SCHEMA_INCONNU: {
    quoi: 'Cette instance de Démarche numérique ne décrit pas les données dont la synchronisation a besoin.',
    donnees: 'Rien de plus n’a été lu ni écrit. Ce qui était déjà dans le document est intact.',
    faire: 'Vérifiez l’adresse du site. Si elle est juste, signalez ce message à l’exploitant du service.',
    qui: 'exploitant du service',
  },
  DS_DISPARITION_MASSIVE: {
    quoi: 'Beaucoup de dossiers ne sont plus montrés par Démarche numérique, sans qu’elle dise qu’ils ont été supprimés.',
    donnees: 'Leurs lignes sont intactes : rien n’a été marqué, déplacé ni effacé.',
    faire:
      'Vérifiez dans Démarche numérique que ces dossiers ont bien disparu. Si oui, relancez : une deuxième synchronisation qui ne les retrouve pas les considère comme partis. Sinon, vérifiez les droits du jeton avant de relancer.',
    qui: 'administrateur de la démarche',
  },
  DS_DOSSIER_ILLISIBLE: {
    quoi: 'Démarche numérique n’arrive pas à donner ce dossier.',
    donnees:
      'La ligne de ce dossier dans Grist garde sa dernière valeur ; les autres dossiers sont synchronisés.',
    faire:
      'Rien dans l’immédiat : le dossier est redemandé à chaque synchronisation. Si cela dure, transmettez son numéro au support de Démarche numérique.',
    qui: 'administrateur de la démarche',
  },
  DS_CHAMP_ILLISIBLE: {
    quoi: 'Démarche numérique n’arrive pas à donner certains champs de ce dossier.',
    donnees:
      'La ligne de ce dossier dans Grist garde sa dernière valeur ; les autres dossiers sont synchronisés.',
    faire:
      'Rien dans l’immédiat : le dossier est redemandé à chaque synchronisation. Si cela dure, transmettez son numéro au support de Démarche numérique.',
    qui: 'administrateur de la démarche',
  },
} as const satisfies Record<string, CatalogueEntry>;
