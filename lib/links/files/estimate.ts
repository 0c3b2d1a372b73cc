// What the files of a link would weigh: asked of Démarche numérique for somebody who chooses among them. Kept nowhere.

import { Failure } from '../../errors/failure';
import { lookAtFiles } from '../../run/files-look';
import type { Clock, LinkSettings } from '../../run/ports';
import type { Draft } from '../../store/draft-rows';
import { ceilingOf } from '../../sync/model/file-copy';
import { PATIENCE_MS, within } from '../connect/patience';
import type { Probes } from '../connect/probes';

export type Estimated = {
  readonly estimate: Awaited<ReturnType<typeof lookAtFiles>>;
  /** Descriptor ids of the fields whose files would be copied. */
  readonly chosen: readonly string[];
  /** Bytes. */
  readonly ceiling: number;
};

/**
 * On request, never with the page: most links copy nothing, a look costs Démarche numérique two or three requests, and what
 * is streamed into a page needs JavaScript where a button does not.
 *
 * `link`: one that exists, or one in the making. See `lookAtFiles` for its requests. Throws what DN says, and
 * APERCU_TROP_LONG.
 */
export async function estimateLink(
  { probes, clock }: { readonly probes: Probes; readonly clock: Clock },
  link: Pick<Draft, 'sourceUrl' | 'sourceCredentialId' | 'demarche'>,
  settings: LinkSettings,
  patience = PATIENCE_MS,
): Promise<Estimated> {
  const { sourceUrl: origin, sourceCredentialId: credentialId, demarche } = link;
  if (origin === null || demarche === null) throw new Failure('BROUILLON_INCOMPLET');
  if (credentialId === null) throw new Failure('SECRET_ABSENT');
  const secret = { kind: 'kept', credentialId } as const;
  const exclude = settings.options.exclus;
  const estimate = await within(patience, (stop) =>
    probes.source(
      { origin, secret, demarche, exclude },
      (source) => lookAtFiles(source, settings, clock.now()),
      stop,
    ),
  );
  return { estimate, chosen: settings.options.fichiersCopies, ceiling: ceilingOf(settings) };
}
