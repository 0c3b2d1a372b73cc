// Judges an exchange that gave no answer at all: what the door threw.

import { Failure } from '../../errors/failure';
import type { Verdict } from './verdict';

/** Anything but a `Failure` of the door is a bug, and is thrown again. */
export function classifyNetwork(error: unknown): Verdict {
  if (!(error instanceof Failure)) throw error;
  switch (error.code) {
    case 'RESEAU_INJOIGNABLE':
      // A name that does not exist will not exist in a minute: most likely a typing error.
      return { class: error.facts.cause === 'ENOTFOUND' ? 'fatal' : 'unreachable', failure: error };
    case 'RESEAU_DELAI':
      return { class: error.facts.sent === true ? 'slow' : 'unreachable', failure: error };
    case 'RESEAU_COUPURE':
      return { class: 'cut', failure: error };
    case 'RESEAU_REPONSE_TROP_GRANDE':
      // A smaller page is a smaller answer.
      return { class: 'slow', failure: error };
    default:
      return { class: 'fatal', failure: error };
  }
}
