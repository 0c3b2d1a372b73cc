// Saving what the user chose for when the two sides stop agreeing. The rest of the settings is not touched.

import { updatePolicies } from '../store/managed-links';
import type { Policies } from '../sync/model/policies';
import type { Service } from './service';
import { readSettings } from './settings';

/** Throws LIAISON_INCONNUE. */
export async function savePolicies(
  { database }: Service,
  linkId: string,
  policies: Policies,
): Promise<void> {
  await updatePolicies(database, linkId, readSettings({ policies }).policies);
}
