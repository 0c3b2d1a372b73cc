// Saving the settings of a link, checked as they will be read.

import type { LinkSettings } from '../run/ports';
import { updateLink } from '../store/managed-links';
import type { Service } from './service';
import { readSettings } from './settings';

/** The next run reads everything again where the settings ask for it (its fingerprint tells). Throws LIAISON_INCONNUE. */
export async function saveSettings(
  { database }: Service,
  linkId: string,
  settings: LinkSettings,
): Promise<void> {
  await updateLink(database, linkId, { settings: readSettings(settings) });
}
