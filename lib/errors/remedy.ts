// Where, on the site, a failure is mended: one rule for the pages and for the messages.

import type { FailureCode } from './catalogue';

/**
 * `reglages`: an access is given again. `reglages/donnees`: what is copied is chosen again. `structure`: a change is decided.
 * Null: nothing on the site mends it.
 */
export type RemedyPlace = 'reglages' | 'reglages/donnees' | 'structure' | null;

export function remedyPlace(code: FailureCode): RemedyPlace {
  switch (code) {
    case 'DS_JETON_REFUSE':
    case 'DS_JETON_EXPIRE':
    case 'DS_JETON_IP_REFUSEE':
    case 'DS_DEMARCHE_NON_AUTORISEE':
    case 'GRIST_CLE_REFUSEE':
    case 'GRIST_ACCES_INSUFFISANT':
    case 'SECRET_ABSENT':
    case 'SECRET_ILLISIBLE':
      return 'reglages';
    case 'PIECES_PLAFOND':
      return 'reglages/donnees';
    case 'FORMULAIRE_MODIFIE':
    case 'GRIST_COLONNE_CLE':
    case 'GRIST_COLONNES_A_CONVERTIR':
    case 'GRIST_COLONNE_SUPPRIMEE':
    case 'GRIST_TABLE_SUPPRIMEE':
      return 'structure';
    default:
      return null;
  }
}
