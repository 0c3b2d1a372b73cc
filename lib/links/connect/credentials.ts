// Secrets of the two sides while a link is made: a new one is sealed once its instance has accepted it, never before.

import { Failure } from '../../errors/failure';
import {
  type Credential,
  type CredentialKind,
  createCredential,
  credentialsGivenBy,
  readCredential,
} from '../../store/credentials';
import type { SealKeys } from '../../store/seal';
import type { Service } from '../service';
import type { Secret } from './probes';

export type Sealing = Service & { readonly keys: SealKeys };

/** What this person gave for these instances, and may choose again. Refused ones are told, not hidden. */
export async function mySecrets(
  { database }: Service,
  userId: string,
  kind: CredentialKind,
  isAllowed: (origin: string) => boolean,
): Promise<readonly Credential[]> {
  return (await credentialsGivenBy(database, userId, kind)).filter(({ origin }) => isAllowed(origin));
}

/** Only what this person gave, of this kind: throws SECRET_ABSENT for anything else. */
export async function mySecret(
  { database }: Service,
  userId: string,
  kind: CredentialKind,
  id: string,
): Promise<Credential> {
  const credential = await readCredential(database, id);
  if (credential.givenBy !== userId || credential.kind !== kind) throw new Failure('SECRET_ABSENT');
  return credential;
}

/** The credential of a secret that its instance has just accepted: sealed now when it is new. */
export async function keepSecret(
  sealing: Sealing,
  secret: Secret,
  given: {
    readonly kind: CredentialKind;
    readonly origin: string;
    readonly givenBy: string;
    readonly expiresAt: Date | null;
  },
): Promise<string> {
  if (secret.kind === 'kept') return secret.credentialId;
  return (await createCredential(sealing, { ...given, secret: secret.text })).id;
}
