// Dossiers of a link that are still to be written, counted by reason.

import type { FailureCode } from '../errors/catalogue';
import type { Database } from './database';
import { linkIdentifier } from './identifier';
import { guarded } from './store-failure';
import { storedCode } from './stored-json';

export type CountedFailure = { readonly code: FailureCode; readonly dossiers: number };

/** The most frequent first. By the primary key. Throws LIAISON_INCONNUE for what cannot be a link. */
export async function failuresByCode(database: Database, linkId: string): Promise<readonly CountedFailure[]> {
  const id = linkIdentifier(linkId);
  const rows = await guarded(() =>
    database.client.dossierFailure.groupBy({
      by: ['code'],
      where: { linkId: id },
      _count: { _all: true },
      orderBy: [{ _count: { code: 'desc' } }, { code: 'asc' }],
    }),
  );
  return rows.map(({ code, _count }) => ({ code: storedCode(code), dossiers: _count._all }));
}
