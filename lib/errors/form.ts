// What can go wrong when the form, or the structure of the document, changes: decisions that are the user's to make.

import type { CatalogueEntry } from './entry';

export const FORM_ERRORS = {
  FORMULAIRE_MODIFIE: {
    quoi: 'Le formulaire de la démarche a changé, et la synchronisation est réglée pour s’arrêter dans ce cas.',
    donnees: 'Rien n’a été écrit. Le document est intact, tel que la dernière synchronisation l’a laissé.',
    faire:
      'Regardez les changements qui attendent (page « Structure » de la liaison, ou npm run otp -- drift), puis acceptez-les ou refusez-les et relancez. Pour ne plus vous arrêter, changez la règle (page « Réglages », ou CHANGEMENTS_DU_FORMULAIRE sur suivre ou demander).',
    qui: 'vous',
  },
  GRIST_COLONNE_CLE: {
    quoi: 'Une colonne dont dépend toute la table des dossiers a été supprimée ou transformée dans le document.',
    donnees: 'Rien n’a été écrit. Les lignes du document sont telles que vous les voyez.',
    faire:
      'Si son type a changé, acceptez qu’il soit rétabli (page « Structure » de la liaison, ou npm run otp -- drift). Si elle a été supprimée, restaurez-la depuis l’historique du document.',
    qui: 'vous',
  },
  CHANGEMENT_INCONNU: {
    quoi: 'Ce changement n’est pas dans l’historique de cette liaison.',
    donnees: 'Rien n’a été modifié.',
    faire:
      'Choisissez un des changements de la liste (page « Structure » de la liaison, ou npm run otp -- drift).',
    qui: 'vous',
  },
  CHANGEMENT_SANS_CHOIX: {
    quoi: 'Ce changement n’attend aucune décision.',
    donnees: 'Rien n’a été modifié.',
    faire:
      'Choisissez un changement qui attend ou qui est signalé. Un changement déjà fait peut seulement être annulé.',
    qui: 'vous',
  },
  CHANGEMENT_NON_ANNULABLE: {
    quoi: 'Ce changement ne peut pas être annulé.',
    donnees: 'Rien n’a été modifié.',
    faire:
      'La raison est indiquée. L’historique du document Grist permet de revenir à une version antérieure.',
    qui: 'propriétaire du document',
  },
  PAGE_PRETE_IMPOSSIBLE: {
    quoi: 'Cette page ne peut pas être créée dans ce document.',
    donnees: 'Rien n’a été modifié.',
    faire: 'La raison est indiquée. Synchronisez d’abord la liaison si elle ne l’a jamais été.',
    qui: 'vous',
  },
  PAGE_PRETE_MODIFIEE: {
    quoi: 'Cette page a été modifiée depuis sa création : elle est à vous, et n’est plus touchée.',
    donnees: 'Rien n’a été modifié.',
    faire: 'Pour l’enlever, supprimez-la vous-même dans Grist, par le menu de la page.',
    qui: 'propriétaire du document',
  },
} as const satisfies Record<string, CatalogueEntry>;
