// What the embedded engine refuses at start, rather than execute differently from what was written.

import type { CatalogueEntry } from './entry';

export const ENGINE_ERRORS = {
  MOTEUR_FONCTION_REFUSEE: {
    quoi: 'Une fonction utilise une option que le moteur embarqué n’exécute pas.',
    donnees: 'Rien n’a été lu ni écrit : le service s’arrête avant de commencer.',
    faire:
      'Retirez l’option citée, ou exécutez les fonctions sur un serveur Inngest (INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY).',
    qui: 'exploitant du service',
  },
  MOTEUR_INSCRIPTION: {
    quoi: 'Les fonctions n’ont pas pu être inscrites auprès du moteur embarqué.',
    donnees: 'Rien n’a été lu ni écrit : le service s’arrête avant de commencer.',
    faire: 'Signalez ce message à l’exploitant du service : c’est le logiciel qui doit être corrigé.',
    qui: 'exploitant du service',
  },
} as const satisfies Record<string, CatalogueEntry>;
