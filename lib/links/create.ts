// Creating a link: one démarche, one document, once.

import { Failure } from '../errors/failure';
import type { LinkIdentity, LinkSettings } from '../run/ports';
import { insertLink } from '../store/managed-links';
import type { Service } from './service';

export type LinkToCreate = LinkIdentity & {
  readonly title: string | null;
  readonly documentName: string | null;
  readonly settings: LinkSettings;
  readonly sourceCredentialId: string | null;
  readonly destinationCredentialId: string | null;
};

/**
 * `found`: this démarche is already tied to this document; nothing of that link is changed. Throws
 * LIAISON_EN_SUPPRESSION while the former one is being deleted.
 */
export async function createLink(
  { database }: Service,
  link: LinkToCreate,
): Promise<{ readonly status: 'created' | 'found'; readonly linkId: string }> {
  const { status, linkId, deleting } = await insertLink(database, link);
  if (deleting) throw new Failure('LIAISON_EN_SUPPRESSION');
  return { status, linkId };
}
