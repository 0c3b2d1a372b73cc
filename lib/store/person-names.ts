// What people are called, for those who share a link with them.

import type { Database } from './database';
import { guarded } from './store-failure';

/** `Camille Martin`, or the address when no name is known. Accounts that were deleted are absent. One query. */
export async function personNames(
  database: Database,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await guarded(() =>
    database.client.user.findMany({
      where: { id: { in: wanted } },
      select: { id: true, email: true, givenName: true, usualName: true },
    }),
  );
  return new Map(
    rows.map(({ id, email, givenName, usualName }) => [
      id,
      [givenName, usualName].filter(Boolean).join(' ') || email,
    ]),
  );
}
