// What can go wrong with a file that is copied from Démarche numérique into Grist. The dossier's other values are written.

import type { CatalogueEntry } from './entry';

export const FILE_ERRORS = {
  PIECE_INTROUVABLE: {
    quoi: 'Démarche numérique annonce une pièce jointe mais ne la donne pas : son lien a expiré, ou le fichier n’existe plus.',
    donnees: 'Le dossier est écrit, sans ce fichier. Rien d’autre n’est touché.',
    faire:
      'Rien dans l’immédiat : la prochaine synchronisation essaie de nouveau, avec un nouveau lien. Si cela dure, ouvrez le dossier dans Démarche numérique et vérifiez que la pièce s’y télécharge.',
    qui: 'personne',
  },
  PIECE_INJOIGNABLE: {
    quoi: 'Le site qui garde les pièces jointes de Démarche numérique ne répond pas, ou coupe ses réponses.',
    donnees: 'Les dossiers sont écrits, sans ces fichiers. Rien d’autre n’est touché.',
    faire:
      'Rien dans l’immédiat : la prochaine synchronisation essaie de nouveau. Si cela dure, vérifiez que les pièces se téléchargent dans Démarche numérique.',
    qui: 'personne',
  },
  PIECE_ALTEREE: {
    quoi: 'Le contenu reçu d’une pièce jointe n’est pas celui que Démarche numérique annonce (taille ou empreinte différente).',
    donnees: 'Ce fichier n’a pas été gardé dans Grist. Le dossier est écrit, sans lui.',
    faire:
      'Rien dans l’immédiat : la prochaine synchronisation essaie de nouveau. Si cela dure, demandez à l’usager de déposer la pièce de nouveau.',
    qui: 'personne',
  },
  PIECE_NON_SURE: {
    quoi: 'L’antivirus de Démarche numérique n’a pas déclaré sûre une pièce jointe.',
    donnees: 'Ce fichier n’est pas copié dans Grist. Le dossier est écrit, sans lui.',
    faire:
      'Ouvrez le dossier dans Démarche numérique et demandez à l’usager de remplacer la pièce ; elle sera copiée quand elle sera déclarée sûre.',
    qui: 'vous',
  },
  PIECE_TROP_GRANDE: {
    quoi: 'Une pièce jointe est plus grande que ce que Grist accepte pour un fichier.',
    donnees:
      'Ce fichier n’est pas copié. Le dossier est écrit, sans lui ; son lien est dans la table des pièces.',
    faire:
      'Demandez à ceux qui exploitent ce Grist d’augmenter la taille permise d’une pièce jointe, ou ne copiez plus les fichiers de ce champ.',
    qui: 'exploitant du service',
  },
  PIECE_NON_ENVOYEE: {
    quoi: 'L’envoi d’une pièce jointe à Grist n’a pas abouti : la liaison a été coupée, ou Grist a répondu par une erreur.',
    donnees: 'Le dossier est écrit, sans ce fichier. Rien d’autre n’est touché.',
    faire:
      'Rien dans l’immédiat : la prochaine synchronisation essaie de nouveau. Si cela dure pour un très gros fichier, demandez à l’usager une pièce plus légère, ou ne copiez plus les fichiers de ce champ.',
    qui: 'personne',
  },
  PIECE_SITE_NON_AUTORISE: {
    quoi: 'Une pièce jointe est gardée sur un site que ce service n’a pas le droit d’appeler.',
    donnees: 'Rien n’a été demandé à ce site. Le dossier est écrit, sans ce fichier.',
    faire:
      'Demandez à l’exploitant de ce service d’ajouter ce site à ceux des fichiers (réglage INSTANCES_FICHIERS).',
    qui: 'exploitant du service',
  },
  PIECES_PLAFOND: {
    quoi: 'Les pièces jointes copiées atteignent le plafond de la liaison : les suivantes ne sont pas copiées.',
    donnees: 'Les dossiers continuent d’être synchronisés, et les pièces déjà copiées restent dans Grist.',
    faire:
      'Augmentez le plafond dans les réglages de la liaison (« Données »), ou copiez les fichiers de moins de champs.',
    qui: 'vous',
  },
  GRIST_PIECES_REFUSEES: {
    quoi: 'Plusieurs envois de pièces jointes à Grist ont échoué à la suite : les suivantes ne sont pas envoyées.',
    donnees: 'Les dossiers continuent d’être synchronisés, et les pièces déjà copiées restent dans Grist.',
    faire:
      'Rien dans l’immédiat : la prochaine synchronisation continue. Si cela dure, déposez un petit fichier dans une colonne « Pièce jointe » du document : si Grist le refuse aussi, prévenez ceux qui l’exploitent.',
    qui: 'personne',
  },
  GRIST_PIECES_PLEIN: {
    quoi: 'Grist n’a plus de place pour des pièces jointes dans ce document.',
    donnees: 'Les dossiers continuent d’être synchronisés, et les pièces déjà copiées restent dans Grist.',
    faire:
      'Faites de la place (pièces jointes inutiles, autre document), ou demandez à ceux qui exploitent ce Grist d’augmenter la place permise ; la synchronisation suivante continue.',
    qui: 'propriétaire du document',
  },
} as const satisfies Record<string, CatalogueEntry>;
