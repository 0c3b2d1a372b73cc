// How many dossiers of a link are still to be written.

import type { Database } from './database';
import { linkIdentifier } from './identifier';
import { guarded } from './store-failure';

/** By the primary key. Throws LIAISON_INCONNUE for what cannot be a link. */
export async function countFailures(database: Database, linkId: string): Promise<number> {
  const id = linkIdentifier(linkId);
  return guarded(() => database.client.dossierFailure.count({ where: { linkId: id } }));
}
