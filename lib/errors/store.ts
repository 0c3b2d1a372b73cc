// What can go wrong with our own memory: the Postgres database, its migrations, the leases that guard a run.

import type { CatalogueEntry } from './entry';

export const STORE_ERRORS = {
  BASE_INJOIGNABLE: {
    quoi: 'La base de données du service ne répond pas.',
    donnees:
      'Rien n’est perdu : le document Grist garde ce qui est déjà écrit, et la synchronisation reprendra là où elle s’est arrêtée.',
    faire:
      'Vérifiez que Postgres est démarré et que DATABASE_URL donne la bonne adresse. Sans DATABASE_URL, lancez « npm start » : il démarre une base locale.',
    qui: 'exploitant du service',
  },
  BASE_REFUSEE: {
    quoi: 'La base de données refuse la connexion : l’identifiant, le mot de passe ou le nom de la base n’est pas le bon.',
    donnees: 'Rien n’est perdu : le document Grist garde ce qui est déjà écrit.',
    faire: 'Corrigez l’identifiant, le mot de passe ou le nom de la base dans DATABASE_URL.',
    qui: 'exploitant du service',
  },
  BASE_MIGRATIONS: {
    quoi: 'La base de données n’a pas la structure que cette version du logiciel attend.',
    donnees: 'Rien n’est perdu : le logiciel s’arrête avant d’écrire.',
    faire: 'Lancez « npm run db:migrate », puis recommencez.',
    qui: 'exploitant du service',
  },
  BASE_DISQUE_PLEIN: {
    quoi: 'La base de données n’a plus de place sur son disque.',
    donnees:
      'Rien n’est perdu : ce qui n’a pas pu être noté ici sera relu et comparé au document Grist à la prochaine synchronisation.',
    faire: 'Libérez de la place sur le disque de Postgres, puis relancez la synchronisation.',
    qui: 'exploitant du service',
  },
  BASE_SURCHARGEE: {
    quoi: 'La base de données n’accepte plus de nouvelle connexion, ou met trop longtemps à répondre.',
    donnees: 'Rien n’est perdu : la synchronisation reprendra là où elle s’est arrêtée.',
    faire:
      'Attendez quelques minutes et relancez. Si cela se répète, augmentez le nombre de connexions de Postgres ou cherchez ce qui l’occupe.',
    qui: 'exploitant du service',
  },
  SECRET_ILLISIBLE: {
    quoi: 'Le jeton ou la clé enregistrés ici ne peuvent plus être déchiffrés.',
    donnees: 'Le document Grist est intact, mais il n’est plus mis à jour.',
    faire:
      'Donnez de nouveau le jeton ou la clé dans les réglages de la liaison. Si toutes les liaisons sont touchées, l’exploitant doit remettre l’ancienne clé dans CLES_DE_CHIFFREMENT.',
    qui: 'vous',
  },
  SECRET_ABSENT: {
    quoi: 'Cette liaison n’a plus de jeton Démarche numérique, ou plus de clé Grist.',
    donnees: 'Le document Grist est intact, mais il n’est plus mis à jour.',
    faire: 'Donnez le jeton ou la clé qui manque dans les réglages de la liaison.',
    qui: 'vous',
  },
  LIAISON_INCONNUE: {
    quoi: 'Cette liaison entre une démarche et un document Grist n’existe pas, ou n’existe plus.',
    donnees: 'Le document Grist n’a pas été modifié.',
    faire: 'Vérifiez l’adresse de la liaison, ou créez-la de nouveau.',
    qui: 'vous',
  },
  BAIL_PERDU: {
    quoi: 'Une autre synchronisation a pris la suite de celle-ci : elle était restée trop longtemps sans donner signe de vie.',
    donnees:
      'Rien n’est perdu : cette synchronisation s’arrête avant de noter quoi que ce soit, et l’autre continue là où elle en était.',
    faire: 'Rien à faire : suivez la synchronisation qui a pris la suite.',
    qui: 'personne',
  },
  SYNCHRO_DEJA_EN_COURS: {
    quoi: 'Une synchronisation est déjà en cours pour cette démarche ou pour ce document Grist.',
    donnees: 'Rien n’a été modifié par cette demande.',
    faire:
      'Attendez qu’elle se termine. Si le programme qui la menait a été arrêté brutalement, sa place se libère seule en deux minutes au plus.',
    qui: 'personne',
  },
} as const satisfies Record<string, CatalogueEntry>;
