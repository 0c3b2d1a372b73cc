// The tokens of a link, as far as they may be shown: their last characters, who gave them, until when.

import { type Credential, readCredential } from '../../store/credentials';
import { linksSharing } from '../../store/link-secrets';
import { readManagedLink } from '../../store/managed-links';
import type { Service } from '../service';

export type Token = Credential & {
  /** Other links of the person who looks that work with the same one. */
  readonly shared: readonly string[];
};

export type Tokens = { readonly source: Token | null; readonly destination: Token | null };

/** `mine`: links that the person who looks may manage. Throws LIAISON_INCONNUE. */
export async function readTokens(
  { database }: Service,
  linkId: string,
  mine: readonly string[],
): Promise<Tokens> {
  const link = await readManagedLink(database, linkId);
  const others = mine.filter((id) => id !== linkId);
  const read = async (id: string | null): Promise<Token | null> =>
    id === null
      ? null
      : { ...(await readCredential(database, id)), shared: await linksSharing(database, id, others) };
  const [source, destination] = await Promise.all([
    read(link.sourceCredentialId),
    read(link.destinationCredentialId),
  ]);
  return { source, destination };
}
