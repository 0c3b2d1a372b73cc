// A failure as the terminal tells it: what happened, are the data safe, what to do, who can do it.

import { CATALOGUE, type FailureCode } from '../lib/errors/catalogue';
import type { Failure } from '../lib/errors/failure';

/** What the terminal has for some of them. */
const FLAGS: Partial<Record<FailureCode, string>> = {
  DEMARCHE_CLOSE: 'pour la synchroniser malgré tout, ajoutez --accepter-close',
  GRIST_TABLE_SUPPRIMEE: 'npm run otp -- drift, puis drift accepter avec son numéro',
  GRIST_COLONNES_A_CONVERTIR:
    'pour tout accepter, ajoutez --accepter-conversions\u202f; une à une\u00a0: npm run otp -- drift',
};

export function failureText(failure: Failure): string {
  const { quoi, donnees, faire, qui } = CATALOGUE[failure.code];
  return [
    `✗ ${quoi} (${failure.code})`,
    ...(failure.detail === null ? [] : failure.detail.split('\n').map((line) => `  ${line}`)),
    `  Vos données\u00a0: ${donnees}`,
    `  Que faire\u00a0: ${faire}`,
    ...(FLAGS[failure.code] === undefined ? [] : [`  En ligne de commande : ${FLAGS[failure.code]}`]),
    ...(qui === 'personne' ? [] : [`  Qui peut le faire\u00a0: ${qui}`]),
  ].join('\n');
}

/** The same for machines: codes and facts, no value of a dossier, no secret. */
export function failureJson(failure: Failure) {
  return { code: failure.code, detail: failure.detail, facts: failure.facts, ...CATALOGUE[failure.code] };
}
