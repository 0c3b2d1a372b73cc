// Some dossiers of the démarche, for what its description does not tell.

import type { Champ } from '../../sync/model/dossier';
import { SAMPLE_DOCUMENT } from '../documents/dossiers';
import { type Wants, wanting } from '../documents/wants';
import { USUAL_LIMITS } from '../errors/patience';
import type { Insist } from '../insist';
import type { Instance } from '../instance';
import { readRawPage } from '../paging/page-shape';
import { readChamps } from '../read/champ';
import { records } from '../read/json';

export type Sampled = { readonly champs: readonly Champ[]; readonly annotations: readonly Champ[] };

export type SampleOptions = {
  readonly demarche: number;
  readonly instance: Instance;
  readonly insist: Insist;
};

/** The `newest` of the démarche show its present form, the `oldest` its former ones. */
export type SampleOf = 'newest' | 'oldest';

/** 1 request. */
export async function readSample(
  which: SampleOf,
  count: number,
  exposed: boolean,
  { demarche, instance, insist }: SampleOptions,
): Promise<readonly Sampled[]> {
  const wants: Wants = { ...wanting(), exposed };
  const { data } = await insist(
    () =>
      instance.inquire({
        document: SAMPLE_DOCUMENT,
        wants,
        variables: { number: demarche, ...(which === 'newest' ? { last: count } : { first: count }) },
      }),
    { ...USUAL_LIMITS, tries: 3 },
  );
  return records(readRawPage(data, null).nodes).map((node) => ({
    champs: readChamps(node.champs, new Set()),
    annotations: readChamps(node.annotations, new Set()),
  }));
}
