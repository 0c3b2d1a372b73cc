// The census: every visible dossier without its content, page after page.

import type { CensusPage } from '../run/ports';
import { CENSUS_DOCUMENT } from './documents/dossiers';
import { wanting } from './documents/wants';
import type { Insist } from './insist';
import type { Instance } from './instance';
import type { Oddities } from './oddity';
import { readRawPage } from './paging/page-shape';
import { halvedPageSize, LARGEST_PAGE_SIZE } from './paging/page-size';
import { readLightDossier } from './read/dossier';

/**
 * 1 request a page of 100, fewer dossiers at once when DN struggles. In order of dépôt, by keyset: whatever was filed
 * when it began is listed, once. A null node is passed over and counted with the faults: who misses a dossier that it
 * knows asks for it by its number.
 */
export function makeCensus(
  demarche: number,
  { instance, insist, oddities }: { instance: Instance; insist: Insist; oddities: Oddities },
): (after: string | null) => Promise<CensusPage> {
  let first = LARGEST_PAGE_SIZE;
  return async (after) => {
    const { data, faults } = await insist(async () => {
      const reply = await instance.inquire({
        document: CENSUS_DOCUMENT,
        wants: wanting(),
        variables: { number: demarche, first, after: after ?? undefined },
      });
      if (reply.status === 'trouble' && reply.verdict.class === 'slow') first = halvedPageSize(first);
      return reply;
    });
    oddities.addFaults(faults);
    const { nodes, endCursor, hasNextPage } = readRawPage(data, after);
    const dossiers = nodes.map(readLightDossier).filter((dossier) => dossier !== null);
    return { dossiers, endCursor, hasNextPage };
  };
}
