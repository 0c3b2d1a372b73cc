// The links of one document, with the tables that are theirs: one query, by the index on (destination, document).

import type { Bindings } from '../sync/model/table';
import type { Database } from './database';
import { guarded } from './store-failure';
import { storedBindings } from './stored-json';

export type DocumentLink = {
  readonly id: string;
  /** The démarche's own title, never what its people call the link. */
  readonly title: string | null;
  readonly bindings: Bindings;
};

/** Links that are being deleted are not among them. */
export async function linksOfDocument(
  database: Database,
  { destinationUrl, document }: { readonly destinationUrl: string; readonly document: string },
): Promise<readonly DocumentLink[]> {
  const rows = await guarded(() =>
    database.client.link.findMany({
      where: { destinationUrl, document, deletionRequestedAt: null },
      select: { id: true, title: true, bindings: true },
    }),
  );
  return rows.map(({ bindings, ...row }) => ({ ...row, bindings: storedBindings.parse(bindings) }));
}

/** Is this link one of that document? `linkId`: anything. */
export async function isLinkOf(
  database: Database,
  place: { readonly destinationUrl: string; readonly document: string },
  linkId: string,
): Promise<boolean> {
  return (await linksOfDocument(database, place)).some(({ id }) => id === linkId);
}
