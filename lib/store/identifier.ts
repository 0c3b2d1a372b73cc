// Identifiers of the Ledger's rows, checked before Postgres sees them.

import { Failure } from '../errors/failure';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The identifier of a link as it is. Throws LIAISON_INCONNUE for what cannot be one, e.g. a mistyped address. */
export function linkIdentifier(text: string): string {
  if (!isUuid(text)) throw unknownLink();
  return text;
}

/** The identifier of a run as it is. Throws EXECUTION_INCONNUE for what cannot be one. */
export function runIdentifier(text: string): string {
  if (!UUID.test(text)) throw unknownRun();
  return text;
}

export function isIdentifier(text: string): boolean {
  return UUID.test(text);
}

export function unknownRun(): Failure {
  return new Failure('EXECUTION_INCONNUE');
}

export function unknownLink(): Failure {
  return new Failure('LIAISON_INCONNUE');
}

/** What came from outside may be anything: Postgres would refuse to compare it with an identifier. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
