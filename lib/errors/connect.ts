// What can go wrong while a link is being made, beside what the two sides say.

import type { CatalogueEntry } from './entry';

export const CONNECT_ERRORS = {
  INSTANCE_NON_AUTORISEE: {
    quoi: 'Ce service n’a pas le droit de contacter ce site.',
    donnees: 'Rien n’a été envoyé : votre jeton et votre clé n’ont pas quitté ce service.',
    faire:
      'Vérifiez l’adresse. Si c’est la bonne, demandez à l’exploitant du service d’ajouter ce site à ceux qu’il accepte.',
    qui: 'exploitant du service',
  },
  LIAISON_DEJA_LA: {
    quoi: 'Cette démarche est déjà reliée à ce document.',
    donnees: 'Rien n’a été modifié : la liaison qui existe continue comme avant.',
    faire:
      'Demandez à la personne qui gère cette liaison de vous y donner accès, ou choisissez un autre document.',
    qui: 'propriétaire du document',
  },
  APERCU_TROP_LONG: {
    quoi: 'L’aperçu a pris trop de temps : Démarche numérique ou Grist répond lentement.',
    donnees: 'Rien n’a été écrit.',
    faire:
      'Essayez de nouveau dans un instant, ou continuez sans aperçu : la synchronisation, elle, prend le temps qu’il faut.',
    qui: 'vous',
  },
  BROUILLON_INCOMPLET: {
    quoi: 'Il manque une étape à cette liaison.',
    donnees: 'Ce que vous avez déjà choisi est gardé.',
    faire: 'Reprenez à l’étape indiquée.',
    qui: 'vous',
  },
} as const satisfies Record<string, CatalogueEntry>;
