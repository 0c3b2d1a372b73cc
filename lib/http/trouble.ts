// What a low-level error means: which entry of the catalogue, and whether another try may help.

import type { FailureCode } from '../errors/catalogue';
import { Failure } from '../errors/failure';
import { OUT_OF_REACH } from './connector';

/** `sent`: may the server have received the request? */
export function connectionFailure(error: unknown, sent: boolean): Failure {
  const cause = errorCode(error);
  const code = codeOf(cause, sent);
  const step = code === 'RESEAU_DELAI' ? { step: sent ? 'first_byte' : 'connect' } : {};
  return new Failure(code, { facts: { sent, cause, ...step } });
}

/** May the same request succeed a moment later? A name that does not exist or a bad certificate will not. */
export function isTransient(failure: Failure): boolean {
  switch (failure.code) {
    case 'RESEAU_DELAI':
    case 'RESEAU_COUPURE':
      return true;
    case 'RESEAU_INJOIGNABLE':
      return failure.facts.cause !== 'ENOTFOUND';
    default:
      return false;
  }
}

function codeOf(cause: string, sent: boolean): FailureCode {
  if (cause === OUT_OF_REACH) return 'RESEAU_HORS_DE_PORTEE';
  if (CERTIFICATE.test(cause)) return 'RESEAU_CERTIFICAT';
  if (cause === 'UND_ERR_HEADERS_OVERFLOW') return 'RESEAU_REPONSE_TROP_GRANDE';
  if (cause === 'UND_ERR_CONNECT_TIMEOUT' || cause === 'ETIMEDOUT') return 'RESEAU_DELAI';
  return sent ? 'RESEAU_COUPURE' : 'RESEAU_INJOIGNABLE';
}

/** OpenSSL's verdicts as Node names them, and servers that do not speak TLS where it was expected. */
const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|CRL_)/;

/** Node's or undici's code of an error; several addresses tried give one error that holds the others. */
function errorCode(error: unknown): string {
  if (error instanceof AggregateError && !hasCode(error)) return errorCode(error.errors[0]);
  if (hasCode(error)) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

function hasCode(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
