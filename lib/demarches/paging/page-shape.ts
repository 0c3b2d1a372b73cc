// The envelope of a page of dossiers: checked by zod; what is inside each dossier is read by hand (read/).

import { z } from 'zod';
import { Failure } from '../../errors/failure';

const page = z.object({
  demarche: z.object({
    dossiers: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      nodes: z.array(z.unknown()).nullish(),
    }),
  }),
});

export type RawPage = {
  /** Null items are dossiers that DN could not give. */
  readonly nodes: readonly unknown[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
};

/** Throws DS_REPONSE_ILLISIBLE when it is no page, or one that would be read for ever. */
export function readRawPage(data: unknown, after: string | null): RawPage {
  const parsed = page.safeParse(data);
  if (!parsed.success) throw new Failure('DS_REPONSE_ILLISIBLE', { facts: { reason: 'page' } });
  const { pageInfo, nodes } = parsed.data.demarche.dossiers;
  const endCursor = pageInfo.endCursor ?? null;
  if (pageInfo.hasNextPage && (endCursor === null || endCursor === after)) {
    throw new Failure('DS_REPONSE_ILLISIBLE', { facts: { reason: 'cursor' } });
  }
  return { nodes: nodes ?? [], endCursor, hasNextPage: pageInfo.hasNextPage };
}
