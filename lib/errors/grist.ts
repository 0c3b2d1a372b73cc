// What can go wrong with a Grist document, told to the person who has to repair it.

import type { CatalogueEntry } from './entry';

export const GRIST_ERRORS = {
  GRIST_URL_INVALIDE: {
    quoi: 'L’adresse du document Grist n’est pas lisible.',
    donnees: 'Rien n’a été lu ni écrit.',
    faire:
      'Ouvrez le document dans Grist et copiez l’adresse affichée par le navigateur, par exemple https://grist.numerique.gouv.fr/o/docs/abCdEf123456/Mon-document ; ou donnez l’adresse du site et l’identifiant du document (Paramètres du document, puis « API »).',
    qui: 'vous',
  },
  GRIST_URL_NON_AUTORISEE: {
    quoi: 'L’adresse du site Grist n’est pas acceptée : elle doit commencer par https://.',
    donnees: 'Rien n’a été envoyé : votre clé n’a pas quitté ce service.',
    faire:
      'Donnez l’adresse en https:// du site Grist. Si ce site n’existe qu’en http://, demandez à ceux qui l’exploitent de le protéger par un certificat.',
    qui: 'vous',
  },
  GRIST_PAS_GRIST: {
    quoi: 'Le site répond, mais ce n’est pas un site Grist.',
    donnees: 'Rien de plus n’a été écrit. Ce qui était déjà dans le document est intact.',
    faire:
      'Vérifiez l’adresse du site : copiez-la depuis le navigateur quand le document est ouvert. Si le site est derrière une page de connexion ou un pare-feu, son interface de programmation (/api) doit rester accessible.',
    qui: 'vous',
  },
  GRIST_INJOIGNABLE: {
    quoi: 'Le site Grist ne répond pas : connexion refusée, nom inconnu ou délai dépassé.',
    donnees:
      'Ce qui était déjà écrit dans le document est intact. La synchronisation reprendra où elle s’est arrêtée.',
    faire:
      'Vérifiez que le site s’ouvre dans un navigateur et que son adresse est exacte, puis relancez. S’il est en panne, attendez son retour.',
    qui: 'exploitant du service',
  },
  GRIST_INDISPONIBLE: {
    quoi: 'Le site Grist est momentanément indisponible, malgré plusieurs essais.',
    donnees:
      'Ce qui était déjà écrit dans le document est intact. La synchronisation reprendra où elle s’est arrêtée.',
    faire:
      'Rien dans l’immédiat : relancez dans quelques minutes, ou laissez la prochaine synchronisation le faire.',
    qui: 'personne',
  },
  GRIST_CLE_REFUSEE: {
    quoi: 'Grist refuse la clé d’API : elle est fausse, révoquée ou expirée.',
    donnees: 'Rien de plus n’a été écrit. Ce qui était déjà dans le document est intact.',
    faire:
      'Dans Grist, ouvrez « Paramètres du profil », créez une nouvelle clé d’API et donnez-la ici. Si la clé est celle d’un compte de service, vérifiez sa date d’expiration.',
    qui: 'vous',
  },
  GRIST_ACCES_INSUFFISANT: {
    quoi: 'Le compte de cette clé n’a pas le droit d’écrire dans ce document.',
    donnees: 'Rien de plus n’a été écrit. Ce qui était déjà dans le document est intact.',
    faire:
      'Partagez le document avec le compte de la clé en tant qu’« Éditeur » (bouton « Partager », puis « Gérer les utilisateurs »).',
    qui: 'propriétaire du document',
  },
  GRIST_DOC_INTROUVABLE: {
    quoi: 'Ce document Grist n’existe pas sur ce site.',
    donnees: 'Rien de plus n’a été écrit.',
    faire:
      'Vérifiez l’identifiant du document (Paramètres du document, puis « API ») et l’adresse du site. Le document a peut-être été supprimé, ou se trouve sur un autre site Grist.',
    qui: 'vous',
  },
  GRIST_DOC_CORBEILLE: {
    quoi: 'Ce document Grist est dans la corbeille.',
    donnees: 'Le document est intact tant qu’il est dans la corbeille ; Grist la vide au bout de 30 jours.',
    faire:
      'Restaurez le document depuis la corbeille de Grist, puis relancez ; ou choisissez un autre document.',
    qui: 'propriétaire du document',
  },
  GRIST_STRUCTURE_INTERDITE: {
    quoi: 'Les règles d’accès du document interdisent à cette clé d’en modifier la structure (tables et colonnes).',
    donnees: 'Aucune table ni colonne n’a été créée ni modifiée. Les données du document sont intactes.',
    faire:
      'Dans les règles d’accès du document, autorisez le compte de la clé à « modifier la structure », ou utilisez la clé d’un propriétaire.',
    qui: 'propriétaire du document',
  },
  GRIST_REGLES_ACCES: {
    quoi: 'Une règle d’accès du document a refusé l’opération.',
    donnees: 'L’opération refusée n’a rien changé. Ce qui avait été écrit avant est intact.',
    faire:
      'Dans les règles d’accès du document, autorisez le compte de la clé à lire et à écrire toutes les lignes et colonnes des tables de la démarche.',
    qui: 'propriétaire du document',
  },
  GRIST_TAILLE_DEPASSEE: {
    quoi: 'Grist a refusé une requête trop volumineuse, même réduite autant que possible.',
    donnees: 'Cette requête n’a rien changé. Ce qui avait été écrit avant est intact.',
    faire:
      'Demandez à ceux qui exploitent le site (ou le serveur placé devant lui) d’accepter des requêtes d’au moins 1 Mo vers /api.',
    qui: 'exploitant du service',
  },
  GRIST_FILE_SATUREE: {
    quoi: 'Le document reçoit trop de requêtes à la fois : d’autres outils l’utilisent en même temps.',
    donnees: 'Ce qui était déjà écrit est intact. La synchronisation reprendra où elle s’est arrêtée.',
    faire:
      'Relancez plus tard, ou espacez les autres automatismes qui utilisent ce document (Grist en accepte dix à la fois).',
    qui: 'vous',
  },
  GRIST_LIMITE_QUOTIDIENNE: {
    quoi: 'Le document a atteint la limite quotidienne de requêtes de l’offre Grist.',
    donnees: 'Ce qui était déjà écrit est intact. La synchronisation reprendra où elle s’est arrêtée.',
    faire:
      'Attendez le lendemain, espacez les synchronisations, ou passez à une offre ou à un site Grist sans cette limite.',
    qui: 'propriétaire du document',
  },
  GRIST_DOC_PLEIN: {
    quoi: 'Le document a dépassé les limites de l’offre Grist : il n’accepte plus que des suppressions.',
    donnees: 'Ce qui était déjà écrit est intact, mais les nouveautés ne sont plus enregistrées.',
    faire:
      'Supprimez des lignes ou des tables inutiles, réduisez le périmètre de la synchronisation, ou passez à une offre plus grande.',
    qui: 'propriétaire du document',
  },
  GRIST_DOC_BLOQUE: {
    quoi: 'Le document n’accepte plus d’écriture : Grist n’a jamais répondu. C’est souvent un webhook dont la file d’attente est pleine.',
    donnees:
      'Ce qui était confirmé avant est intact. La dernière écriture a peut-être eu lieu : elle sera vérifiée à la prochaine synchronisation, sans doublon.',
    faire:
      'Dans « Paramètres du document », « Webhooks », videz la file d’attente ou désactivez le webhook en panne, puis relancez. Sinon, rechargez le document (« Recharger » dans les paramètres).',
    qui: 'propriétaire du document',
  },
  GRIST_DOSSIER_REFUSE: {
    quoi: 'Grist a refusé les lignes de ce dossier ; les autres dossiers ont été écrits.',
    donnees: 'Ce dossier n’est pas à jour dans le document. Il sera réessayé à la prochaine synchronisation.',
    faire:
      'Regardez si une colonne de la démarche a été transformée dans Grist (type, formule de déclenchement, règle d’accès). Si rien ne l’explique, transmettez la référence de cette synchronisation à l’exploitant.',
    qui: 'propriétaire du document',
  },
  GRIST_DOSSIER_TROP_GRAND: {
    quoi: 'Une ligne de ce dossier dépasse à elle seule la taille que Grist accepte (environ 900 Ko) ; les autres dossiers ont été écrits.',
    donnees: 'Ce dossier n’est pas à jour dans le document. Il sera réessayé à la prochaine synchronisation.',
    faire:
      'Repérez dans le dossier un champ très volumineux (texte, carte très détaillée) et excluez ce champ de la synchronisation, ou faites-le raccourcir.',
    qui: 'vous',
  },
  GRIST_VALEUR_TROP_LONGUE: {
    quoi: 'Une réponse de ce dossier est trop longue pour une cellule de Grist (250 000 caractères au plus).',
    donnees: 'Le reste du dossier est écrit. La cellule de cette réponse est vide.',
    faire:
      'Raccourcissez la réponse dans Démarche numérique, ou excluez ce champ de la liaison. Le dossier est réessayé à chaque synchronisation.',
    qui: 'vous',
  },
  GRIST_STRUCTURE_CHANGEE: {
    quoi: 'Une table, une colonne ou une ligne a été supprimée ou renommée dans le document pendant la synchronisation.',
    donnees: 'L’écriture en cours n’a rien changé. Ce qui avait été écrit avant est intact.',
    faire:
      'Relancez : la structure sera relue. Évitez de modifier les tables de la démarche pendant une synchronisation.',
    qui: 'vous',
  },
  GRIST_ECRITURE_INCERTAINE: {
    quoi: 'La réponse de Grist à une écriture s’est perdue : on ne sait pas si elle a été appliquée.',
    donnees:
      'Aucun doublon n’est créé : le document est relu avant toute nouvelle écriture, et seul ce qui manque est écrit.',
    faire:
      'Rien : la synchronisation relit et reprend d’elle-même. Si cela se répète, vérifiez la liaison avec le site Grist.',
    qui: 'personne',
  },
  GRIST_REPONSE_ILLISIBLE: {
    quoi: 'Grist a répondu d’une façon que ce service ne comprend pas.',
    donnees: 'Ce qui avait été confirmé avant est intact.',
    faire:
      'Relancez. Si cela se répète, la version de ce site Grist est peut-être trop ancienne ou trop récente : transmettez la référence à l’exploitant.',
    qui: 'exploitant du service',
  },
  GRIST_TABLES_DEJA_LIEES: {
    quoi: 'Les tables de cette démarche sont déjà tenues à jour dans ce document par une autre liaison.',
    donnees: 'Rien n’a été écrit : deux liaisons ne se disputeront pas les mêmes lignes.',
    faire: 'Utilisez la liaison existante, supprimez-la, ou choisissez un autre document.',
    qui: 'vous',
  },
  GRIST_COLONNES_A_CONVERTIR: {
    quoi: 'Le document contient déjà des colonnes de cette démarche, dans un autre type que celui attendu.',
    donnees: 'Rien n’a été converti ni écrit : la conversion attend votre accord.',
    faire:
      'Regardez la liste des colonnes à convertir, faites une copie du document si vous le souhaitez, puis acceptez la conversion.',
    qui: 'vous',
  },
  GRIST_COLONNE_SUPPRIMEE: {
    quoi: 'Une colonne tenue à jour par ce service a été supprimée du document.',
    donnees:
      'Les autres colonnes continuent d’être tenues à jour. La colonne supprimée n’est pas recréée sans votre accord.',
    faire: 'Demandez sa recréation, ou excluez le champ correspondant de la synchronisation.',
    qui: 'vous',
  },
  GRIST_TABLE_SUPPRIMEE: {
    quoi: 'Une table tenue à jour par ce service a été supprimée du document.',
    donnees:
      'Les autres tables sont intactes. La table supprimée n’est pas recréée sans votre accord ; l’historique du document permet de la retrouver.',
    faire:
      'Demandez sa recréation (elle sera remplie de nouveau), restaurez une version antérieure du document, ou retirez cette table de la synchronisation.',
    qui: 'vous',
  },
} as const satisfies Record<string, CatalogueEntry>;
