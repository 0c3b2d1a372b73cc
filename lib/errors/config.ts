// What can go wrong before anything starts: a configuration that is missing, unreadable or contradictory.

import type { CatalogueEntry } from './entry';

export const CONFIG_ERRORS = {
  CONFIG_INCOMPLETE: {
    quoi: 'Il manque des réglages pour pouvoir commencer.',
    donnees: 'Rien n’a été lu ni écrit.',
    faire:
      'Renseignez les variables citées, dans le fichier .env ou dans l’environnement. Le fichier .env.example les explique une à une.',
    qui: 'vous',
  },
  CONFIG_INVALIDE: {
    quoi: 'Un réglage n’est pas lisible ou n’a pas une valeur possible.',
    donnees: 'Rien n’a été lu ni écrit.',
    faire:
      'Corrigez ce qui est cité, puis recommencez. Le fichier .env.example donne un exemple de chaque réglage.',
    qui: 'vous',
  },
  DEMARCHE_NUMERO_INVALIDE: {
    quoi: 'Le numéro de la démarche n’est pas un nombre.',
    donnees: 'Rien n’a été lu ni écrit.',
    faire:
      'Donnez le numéro seul, par exemple 12345. Il se lit dans l’adresse de la démarche, côté administration ou instruction.',
    qui: 'vous',
  },
  DEMARCHE_CLOSE: {
    quoi: 'La démarche est close sur Démarche numérique, et ce document n’a encore jamais été synchronisé avec elle.',
    donnees: 'Rien n’a été écrit.',
    faire:
      'Si une autre démarche l’a remplacée, donnez le numéro de celle-ci. Si c’est bien celle que vous voulez, recommencez avec --accepter-close : ses dossiers seront suivis.',
    qui: 'vous',
  },
  ERREUR_INATTENDUE: {
    quoi: 'Une erreur que le logiciel ne connaît pas l’a empêché de continuer.',
    donnees:
      'Rien n’est perdu : la lecture n’avance qu’après une écriture confirmée, et la prochaine synchronisation reprend là où celle-ci s’est arrêtée.',
    faire:
      'Relancez. Si l’erreur revient, transmettez sa référence à l’exploitant du service : elle permet de la retrouver dans les journaux.',
    qui: 'exploitant du service',
  },
} as const satisfies Record<string, CatalogueEntry>;
