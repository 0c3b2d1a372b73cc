// Failures that tell of one question only: the other side could not answer it, and answers the others.

import type { FailureCode } from './catalogue';

/**
 * True: what was asked (one dossier, one page, a census) is missing, and the run goes on without it. False: nothing
 * else would be answered either (the token, the network, the démarche). Source: facts/demarches.md §8.
 */
export function isAboutOneQuestion(code: FailureCode): boolean {
  switch (code) {
    case 'DS_ERREUR_INTERNE':
    case 'DS_REPONSE_PARTIELLE':
    case 'DS_REPONSE_ILLISIBLE':
    case 'DS_INDISPONIBLE':
    case 'RESEAU_DELAI':
    case 'RESEAU_COUPURE':
    case 'RESEAU_REPONSE_TROP_GRANDE':
      return true;
    default:
      return false;
  }
}
