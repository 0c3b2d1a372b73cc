// Step « aperçu »: a bounded look at both sides, written nowhere and kept nowhere.

import { randomUUID } from 'node:crypto';
import { Failure } from '../../errors/failure';
import type { Ledger, Link } from '../../run/ports';
import { type Preview, previewLink } from '../../run/preview';
import { ownersIn } from '../../store/binding-rows';
import type { Draft } from '../../store/draft-rows';
import { openLedger } from '../../store/ledger';
import type { Service } from '../service';
import { readSettings } from '../settings';
import { PATIENCE_MS, within } from './patience';
import type { Probes } from './probes';

/** Throws what a run would throw at its start, and APERCU_TROP_LONG. See `previewLink` for its requests. */
export async function previewDraft(
  service: Service,
  probes: Probes,
  draft: Draft,
  patience = PATIENCE_MS,
): Promise<Preview> {
  const { sourceUrl, demarche, destinationUrl, document, sourceCredentialId, destinationCredentialId } =
    draft;
  if (sourceUrl === null || demarche === null || destinationUrl === null || document === null)
    throw new Failure('BROUILLON_INCOMPLET');
  if (sourceCredentialId === null || destinationCredentialId === null)
    throw new Failure('BROUILLON_INCOMPLET');
  const settings = readSettings(draft.settings);
  const link = blankLink({ sourceUrl, demarche, destinationUrl, document });
  const ledger: Ledger = {
    ...openLedger(service.database, service.clock),
    // Nothing is known of this link, but what others keep in the document is.
    otherOwners: (_linkId, refs) => ownersIn(service.database, link, refs),
  };
  const kept = (credentialId: string) => ({ kind: 'kept', credentialId }) as const;
  return within(patience, (stop) =>
    probes.source(
      {
        ...{ origin: sourceUrl, demarche, secret: kept(sourceCredentialId) },
        exclude: settings.options.exclus,
      },
      (source) =>
        probes.destination(
          { url: destinationUrl, document, secret: kept(destinationCredentialId) },
          (destination) =>
            previewLink(
              {
                source,
                destination,
                ledger,
                stop,
                clock: service.clock,
                journal: { write: () => undefined },
              },
              link,
              settings,
            ),
        ),
      stop,
    ),
  );
}

/** A link that nothing remembers: the Ledger is asked about an identifier that it does not have. */
function blankLink(identity: Pick<Link, 'sourceUrl' | 'demarche' | 'destinationUrl' | 'document'>): Link {
  return {
    id: randomUUID(),
    ...identity,
    bindings: { tables: [] },
    cursor: {
      ...{ watermark: null, checkpoint: null, tombstones: null, activeRevisionId: null },
      ...{ scopeFingerprint: null, sharedFingerprint: null, census: null, full: null, pendingRebase: null },
    },
  };
}
