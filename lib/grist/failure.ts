// From what a Grist answered, or did not, to an entry of the catalogue.

import type { FailureCode } from '../errors/catalogue';
import { Failure } from '../errors/failure';
import type { Refusal } from './refusal';

/** The failure to throw for a refusal that nothing here can get round. `facts`: ids and numbers only. */
export function failureOfRefusal(
  refusal: Refusal,
  facts: Readonly<Record<string, string | number | boolean>> = {},
): Failure {
  const all = { ...facts, refus: refusal.kind, ...('status' in refusal ? { status: refusal.status } : {}) };
  switch (refusal.kind) {
    case 'rules':
      return new Failure('GRIST_REGLES_ACCES', { detail: refusal.sentence, facts: all });
    case 'structure_rules':
      return new Failure('GRIST_STRUCTURE_INTERDITE', { detail: refusal.sentence, facts: all });
    case 'sandbox':
      return new Failure('GRIST_REPONSE_ILLISIBLE', { facts: { ...all, erreur: refusal.error } });
    case 'key':
    case 'no_access':
    case 'no_document':
    case 'in_trash':
    case 'no_endpoint':
    case 'too_large':
    case 'backlogged':
    case 'daily_limit':
    case 'delete_only':
    case 'slow_query':
    case 'structure_changed':
    case 'unavailable':
    case 'flux':
    case 'not_grist':
    case 'unclear':
      return new Failure(CODES[refusal.kind], { facts: all });
  }
}

const CODES = {
  key: 'GRIST_CLE_REFUSEE',
  no_access: 'GRIST_ACCES_INSUFFISANT',
  no_document: 'GRIST_DOC_INTROUVABLE',
  in_trash: 'GRIST_DOC_CORBEILLE',
  no_endpoint: 'GRIST_REPONSE_ILLISIBLE',
  too_large: 'GRIST_TAILLE_DEPASSEE',
  backlogged: 'GRIST_FILE_SATUREE',
  daily_limit: 'GRIST_LIMITE_QUOTIDIENNE',
  delete_only: 'GRIST_DOC_PLEIN',
  slow_query: 'GRIST_INDISPONIBLE',
  structure_changed: 'GRIST_STRUCTURE_CHANGEE',
  unavailable: 'GRIST_INDISPONIBLE',
  flux: 'GRIST_INDISPONIBLE',
  not_grist: 'GRIST_PAS_GRIST',
  unclear: 'GRIST_INDISPONIBLE',
} as const satisfies Record<string, FailureCode>;

/**
 * The door's own failures, told as the document's: silence, a cut line and a refused connection are one thing to a
 * user. What is about the certificate, the address or an interruption keeps its own words.
 */
export function failureOfSilence(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  switch (error.code) {
    case 'RESEAU_INJOIGNABLE':
    case 'RESEAU_DELAI':
    case 'RESEAU_COUPURE':
      return new Failure('GRIST_INJOIGNABLE', {
        facts: { ...error.facts, reseau: error.code },
        cause: error,
      });
    case 'RESEAU_REDIRECTION':
    case 'RESEAU_JSON':
      return new Failure('GRIST_PAS_GRIST', { facts: { ...error.facts, reseau: error.code }, cause: error });
    default:
      return error;
  }
}

/** An answer 200 whose content is not what Grist's API says. `what`: the endpoint, never the content. */
export function unreadableAnswer(what: string): Failure {
  return new Failure('GRIST_REPONSE_ILLISIBLE', { facts: { quoi: what } });
}
