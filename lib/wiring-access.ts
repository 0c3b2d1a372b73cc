// What a link of the service needs to reach both sides: the one place where its secrets are opened, at the moment of use.

import { Failure } from './errors/failure';
import type { Database } from './store/database';
import { readManagedLink } from './store/managed-links';
import { openCredential } from './store/open-credential';
import type { SealKeys } from './store/seal';
import type { Access } from './wiring';

/** For `wire`, and nothing else: never logged, never returned by a step. Throws SECRET_ABSENT, SECRET_ILLISIBLE. */
export async function accessOf(database: Database, keys: SealKeys, linkId: string): Promise<Access> {
  const link = await readManagedLink(database, linkId);
  const { sourceCredentialId, destinationCredentialId } = link;
  if (sourceCredentialId === null || destinationCredentialId === null) throw new Failure('SECRET_ABSENT');
  const [demarchesToken, gristKey] = await Promise.all([
    openCredential(database, keys, { id: sourceCredentialId, kind: 'jeton_dn', origin: link.sourceUrl }),
    openCredential(database, keys, {
      ...{ id: destinationCredentialId, kind: 'cle_grist', origin: link.destinationUrl },
    }),
  ]);
  return {
    demarchesUrl: link.sourceUrl,
    demarchesToken,
    demarche: link.demarche,
    gristUrl: link.destinationUrl,
    gristKey,
    document: link.document,
  };
}
