// Giving a link a name of one's own.

import { updateLink } from '../store/managed-links';
import type { Service } from './service';

export const LONGEST_NAME = 120;

/** Blank: the démarche's title again. Throws LIAISON_INCONNUE. */
export async function renameLink({ database }: Service, linkId: string, name: string): Promise<void> {
  const kept = name.replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);
  await updateLink(database, linkId, { name: kept === '' ? null : kept });
}
