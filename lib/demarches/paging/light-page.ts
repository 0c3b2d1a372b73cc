// The same page without anything but the numbers: which dossiers it holds, and the cursor behind it.

import type { PageRequest } from '../../run/ports';
import { LIGHT_PAGE_DOCUMENT } from '../documents/dossiers';
import { wanting } from '../documents/wants';
import { USUAL_LIMITS } from '../errors/patience';
import type { Insist } from '../insist';
import type { Instance } from '../instance';
import { record, whole } from '../read/json';
import { readRawPage } from './page-shape';
import { pageVariables } from './page-variables';

export type LightPage = {
  /** Null: DN would not even tell the number. */
  readonly numbers: readonly (number | null)[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
};

/** 1 request, ten times cheaper for DN than the page itself. */
export async function readLightPage(
  demarche: number,
  request: PageRequest,
  first: number,
  instance: Instance,
  insist: Insist,
): Promise<LightPage> {
  const { data } = await insist(
    () =>
      instance.inquire({
        document: LIGHT_PAGE_DOCUMENT,
        wants: wanting(),
        variables: pageVariables(demarche, request, first),
      }),
    { ...USUAL_LIMITS, tries: 3 },
  );
  const { nodes, endCursor, hasNextPage } = readRawPage(data, request.after);
  return { numbers: nodes.map((node) => whole(record(node)?.number)), endCursor, hasNextPage };
}
