// The ready-made pages of a link, kept with it: refs and words of Grist's metadata, never a value of a dossier.

import { z } from 'zod';
import type { MadePage, PageKind } from '../sync/model/ready-page';
import type { Database } from './database';
import { linkIdentifier, unknownLink } from './identifier';
import { guarded } from './store-failure';
import type { Transaction } from './transaction';

const stored: z.ZodType<readonly MadePage[]> = z.array(
  z.object({
    kind: z.enum(['suivi', 'delais', 'groupes', 'zones']),
    intact: z.boolean(),
    lastColumn: z.int(),
    page: z.object({
      viewRef: z.int(),
      name: z.string(),
      layout: z.string(),
      sections: z.array(
        z.object({
          ...{ ref: z.int(), tableRef: z.int(), widget: z.string(), title: z.string() },
          ...{ description: z.string(), options: z.string(), chartType: z.string(), sort: z.string() },
          link: z.tuple([z.int(), z.int(), z.int()]),
          fields: z.array(z.object({ columnRef: z.int(), options: z.string() })),
          filters: z.array(z.object({ columnRef: z.int(), filter: z.string() })),
        }),
      ),
    }),
    columns: z.array(
      z.object({
        ...{ tableRef: z.int(), columnRef: z.int(), id: z.string() },
        ...{ label: z.string(), formula: z.string() },
      }),
    ),
  }),
);

/** Throws LIAISON_INCONNUE. */
export async function readPages(
  database: Database | Transaction,
  linkId: string,
): Promise<readonly MadePage[]> {
  const id = linkIdentifier(linkId);
  const client = 'client' in database ? database.client : database;
  return guarded(async () => {
    const row = await client.link.findUnique({ where: { id }, select: { readyPages: true } });
    if (row === null) throw unknownLink();
    return stored.parse(row.readyPages);
  });
}

/** In the place of the one of its kind. Under the run's leases, which keep two writers apart. */
export async function keepPage(tx: Transaction, linkId: string, page: MadePage): Promise<void> {
  const others = (await readPages(tx, linkId)).filter(({ kind }) => kind !== page.kind);
  await writePages(tx, linkId, [...others, page]);
}

export async function forgetPage(tx: Transaction, linkId: string, kind: PageKind): Promise<void> {
  await writePages(
    tx,
    linkId,
    (await readPages(tx, linkId)).filter((page) => page.kind !== kind),
  );
}

async function writePages(tx: Transaction, linkId: string, pages: readonly MadePage[]): Promise<void> {
  const readyPages = JSON.parse(JSON.stringify(pages));
  await tx.link.update({ where: { id: linkId }, data: { readyPages }, select: { id: true } });
}
