// The dossiers that disappeared: pending and deleted, from both of DN's lists.

import { z } from 'zod';
import { Failure } from '../errors/failure';
import type { Tombstone } from '../run/ports';
import { TOMBSTONES_DOCUMENT } from './documents/demarche';
import { wanting } from './documents/wants';
import type { Insist } from './insist';
import type { Instance } from './instance';
import type { Oddities } from './oddity';
import { halvedPageSize, LARGEST_PAGE_SIZE } from './paging/page-size';
import { records, text, whole } from './read/json';

const connection = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  nodes: z.array(z.unknown()).nullish(),
});
const answer = z.object({
  demarche: z.object({
    pendingDeletedDossiers: connection.optional(),
    deletedDossiers: connection.optional(),
  }),
});

type Connection = z.infer<typeof connection>;

/** `over`: nothing more to ask. */
type Place = { readonly after: string | null; readonly over: boolean };

const START: Place = { after: null, over: false };

/**
 * 1 request up to 100 of each list, one more for each hundred of the longer one. By number, the only identity that
 * both lists share (facts/demarches.md §3); a dossier in both is deleted. `since`: ISO, null for all of them.
 */
export async function readTombstones(
  demarche: number,
  since: string | null,
  { instance, insist, oddities }: { instance: Instance; insist: Insist; oddities: Oddities },
): Promise<readonly Tombstone[]> {
  const found = new Map<number, Tombstone>();
  let pending = START;
  let deleted = START;
  let first = LARGEST_PAGE_SIZE;
  while (!pending.over || !deleted.over) {
    const { data, faults } = await insist(async () => {
      const reply = await instance.inquire({
        document: TOMBSTONES_DOCUMENT,
        wants: { ...wanting(), pending: !pending.over, deleted: !deleted.over },
        variables: {
          number: demarche,
          first,
          since: since ?? undefined,
          afterPending: pending.after ?? undefined,
          afterDeleted: deleted.after ?? undefined,
        },
      });
      // Slow lists are a known trouble of large démarches (I#14047): less at once.
      if (reply.status === 'trouble' && reply.verdict.class === 'slow') first = halvedPageSize(first);
      return reply;
    });
    oddities.addFaults(faults);
    const parsed = answer.safeParse(data);
    if (!parsed.success) throw new Failure('DS_REPONSE_ILLISIBLE', { facts: { reason: 'tombstones' } });
    const lists = parsed.data.demarche;
    for (const tombstone of tombstonesOf(lists.pendingDeletedDossiers, 'pending')) {
      if (found.get(tombstone.number)?.kind !== 'deleted') found.set(tombstone.number, tombstone);
    }
    for (const tombstone of tombstonesOf(lists.deletedDossiers, 'deleted')) {
      found.set(tombstone.number, tombstone);
    }
    pending = pending.over ? pending : placeAfter(lists.pendingDeletedDossiers, pending);
    deleted = deleted.over ? deleted : placeAfter(lists.deletedDossiers, deleted);
  }
  return [...found.values()];
}

/** An odd row of DN's is a null node: passed over here, counted with the faults. */
function tombstonesOf(list: Connection | undefined, kind: Tombstone['kind']): readonly Tombstone[] {
  return records(list?.nodes).flatMap((node) => {
    const number = whole(node.number);
    const date = text(node.dateSupression);
    return number === null || date === null
      ? []
      : [{ number, kind, date, reason: text(node.reason) ?? 'inconnue' }];
  });
}

function placeAfter(list: Connection | undefined, before: Place): Place {
  const after = list?.pageInfo.endCursor ?? null;
  if (list === undefined || (list.pageInfo.hasNextPage && (after === null || after === before.after))) {
    throw new Failure('DS_REPONSE_ILLISIBLE', { facts: { reason: 'tombstones' } });
  }
  return { after, over: !list.pageInfo.hasNextPage };
}
