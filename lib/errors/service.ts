// What can go wrong with a service that runs by itself: executions that their engine lost, schedules that cannot be.

import type { CatalogueEntry } from './entry';

export const SERVICE_ERRORS = {
  EXECUTION_INCONNUE: {
    quoi: 'Cette exécution n’existe pas, ou son historique a été effacé.',
    donnees: 'Rien n’a été modifié.',
    faire: 'Ouvrez l’historique de la liaison : il liste les exécutions conservées.',
    qui: 'vous',
  },
  EXECUTION_PERDUE: {
    quoi: 'La synchronisation s’est arrêtée sans prévenir : le serveur qui la menait a été coupé.',
    donnees:
      'Rien n’est perdu : ce qui était écrit est noté, et la suite reprend là où la lecture s’était arrêtée.',
    faire: 'Rien à faire : elle est relancée automatiquement.',
    qui: 'personne',
  },
  EXECUTION_NON_PRISE: {
    quoi: 'La synchronisation demandée n’a jamais commencé : aucun moteur ne l’a prise en charge.',
    donnees: 'Rien n’a été lu ni écrit.',
    faire:
      'Vérifiez que le moteur des tâches fonctionne (page /api/sante), puis relancez. La planification continue.',
    qui: 'exploitant du service',
  },
  LIAISON_EN_SUPPRESSION: {
    quoi: 'Cette liaison est en cours de suppression.',
    donnees: 'Le document Grist garde ses tables et ses lignes.',
    faire: 'Attendez la fin de la synchronisation en cours, quelques instants, puis recommencez.',
    qui: 'personne',
  },
  PLANIFICATION_INVALIDE: {
    quoi: 'Cette planification n’est pas utilisable.',
    donnees: 'La planification précédente reste en place.',
    faire:
      'Corrigez ce qui est cité, ou choisissez une des fréquences proposées : au plus souvent, tous les quarts d’heure.',
    qui: 'vous',
  },
} as const satisfies Record<string, CatalogueEntry>;
