// A failure as the terminal tells it: what happened, are the data safe, what to do, who can do it.

import { CATALOGUE } from '../lib/errors/catalogue';
import type { Failure } from '../lib/errors/failure';

export function failureText(failure: Failure): string {
  const { quoi, donnees, faire, qui } = CATALOGUE[failure.code];
  return [
    `✗ ${quoi} (${failure.code})`,
    ...(failure.detail === null ? [] : failure.detail.split('\n').map((line) => `  ${line}`)),
    `  Vos données\u00a0: ${donnees}`,
    `  Que faire\u00a0: ${faire}`,
    ...(qui === 'personne' ? [] : [`  Qui peut le faire\u00a0: ${qui}`]),
  ].join('\n');
}

/** The same for machines: codes and facts, no value of a dossier, no secret. */
export function failureJson(failure: Failure) {
  return { code: failure.code, detail: failure.detail, facts: failure.facts, ...CATALOGUE[failure.code] };
}
