// Saving what the user chose for when the two sides stop agreeing. The rest of the settings is not touched.

import { updatePolicies } from '../store/managed-links';
import type { Policies } from '../sync/model/policies';
import type { Service } from './service';
import { readSettings } from './settings';

/** Every question, with the answer's code. Throws LIAISON_INCONNUE, and ZodError for an answer that cannot be. */
export async function savePolicies(
  { database }: Service,
  linkId: string,
  answers: Readonly<Partial<Record<keyof Policies, string>>>,
): Promise<void> {
  await updatePolicies(database, linkId, readSettings({ policies: answers }).policies);
}
