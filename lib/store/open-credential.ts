// The only door to a secret in clear: for the adapters, at the moment of use (import rule `secrets-open-at-the-wiring`).

import { Failure } from '../errors/failure';
import { type CredentialKind, credentialCell } from './credentials';
import type { Database } from './database';
import { isIdentifier } from './identifier';
import { type SealKeys, unseal } from './seal';
import { guarded } from './store-failure';

/**
 * The secret of a credential, for this kind of use and this instance only: a token is never sent to an address that it
 * was not given for. Throws SECRET_ABSENT, SECRET_ILLISIBLE.
 */
export async function openCredential(
  database: Database,
  keys: SealKeys,
  wanted: { readonly id: string; readonly kind: CredentialKind; readonly origin: string },
): Promise<string> {
  const { id, kind, origin } = wanted;
  const row = isIdentifier(id)
    ? await guarded(() =>
        database.client.credential.findFirst({ where: { id, kind, origin }, select: { sealed: true } }),
      )
    : null;
  if (row === null) throw new Failure('SECRET_ABSENT');
  return unseal(keys, credentialCell(id), row.sealed);
}
