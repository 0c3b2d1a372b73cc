// Replacing a token or a key of a link. It was tried by the caller; the former one is forgotten when nobody needs it.

import { type CredentialKind, createCredential } from '../../store/credentials';
import { giveSecret, type Side } from '../../store/link-secrets';
import { readManagedLink, updateLink } from '../../store/managed-links';
import type { SealKeys } from '../../store/seal';
import { nextAfter } from '../schedule/next';
import { readSchedule } from '../schedule/schedule';
import type { Service } from '../service';

export type Replacement = {
  readonly linkId: string;
  readonly side: Side;
  readonly secret: string;
  readonly by: string;
  readonly expiresAt: Date | null;
  /** Links of the same person that get it too, where they had the same one until now. */
  readonly others: readonly string[];
};

const KINDS: Readonly<Record<Side, CredentialKind>> = { source: 'jeton_dn', destination: 'cle_grist' };

/**
 * A run that goes on takes it at its next step. A schedule that had slowed down because of refusals is at its pace again.
 * Throws LIAISON_INCONNUE. Returns how many links have it.
 */
export async function replaceSecret(
  service: Service & { readonly keys: SealKeys },
  { linkId, side, secret, by, expiresAt, others }: Replacement,
): Promise<number> {
  const { database, clock } = service;
  const link = await readManagedLink(database, linkId);
  const origin = side === 'source' ? link.sourceUrl : link.destinationUrl;
  const { id: credentialId } = await createCredential(service, {
    ...{ kind: KINDS[side], origin, secret, givenBy: by, expiresAt },
  });
  const count = await giveSecret(database, { linkId, side, credentialId, others });
  if (link.consecutiveFailures > 0 && link.nextDueAt !== null) {
    const nextDueAt = nextAfter(readSchedule(link.schedule), new Date(clock.now()), link.rank);
    await updateLink(database, linkId, { nextDueAt });
  }
  return count;
}
