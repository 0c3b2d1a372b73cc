// Step « document »: found, the key's role and rights tried, and nobody else's link disturbed.

import { Failure } from '../../errors/failure';
import type { DestinationCheck } from '../../run/ports';
import { type Draft, linkBetween, updateDraft } from '../../store/draft-rows';
import { readSettings } from '../settings';
import { keepSecret, type Sealing } from './credentials';
import type { Probes, Secret } from './probes';
import { stepOnceSaved } from './steps';

export type Tied =
  | { readonly status: 'tied' }
  /** This démarche is tied to it already: the draft keeps the document, and stays at this step. */
  | { readonly status: 'taken'; readonly linkId: string };

/**
 * Grist: 3 requests. `origin`: canonical, of the instance that `url` leads to. Throws what Grist says: GRIST_CLE_REFUSEE,
 * GRIST_DOC_INTROUVABLE, GRIST_ACCES_INSUFFISANT (also for a key that may only read)…; nothing is kept then.
 */
export async function tieDocument(
  sealing: Sealing,
  probes: Probes,
  draft: Draft,
  given: {
    readonly url: string;
    readonly document: string | null;
    readonly origin: string;
    readonly secret: Secret;
  },
): Promise<Tied> {
  const { url, document, origin, secret } = given;
  const { sourceUrl, demarche, ownerId } = draft;
  if (sourceUrl === null || demarche === null) throw new Failure('BROUILLON_INCOMPLET');
  const found: DestinationCheck = await probes.destination({ url, document, secret }, (destination) =>
    destination.check(),
  );
  if (found.role === 'viewers' || !found.canWrite) throw new Failure('GRIST_ACCES_INSUFFISANT');
  const identity = { sourceUrl, demarche, destinationUrl: origin, document: found.documentId };
  const existing = await linkBetween(sealing.database, identity);
  const destinationCredentialId = await keepSecret(sealing, secret, {
    ...{ kind: 'cle_grist', origin, givenBy: ownerId, expiresAt: null },
  });
  const isChanged = draft.document !== found.documentId || draft.destinationUrl !== origin;
  // What was settled of another document means nothing for this one.
  const { takeOver: _, ...settings } = readSettings(draft.settings);
  await updateDraft(sealing, draft, {
    ...(isChanged && draft.settings !== null ? { settings } : {}),
    ...{ destinationUrl: origin, document: found.documentId, documentName: found.documentName },
    destinationCredentialId,
    step: existing === null ? stepOnceSaved(draft, 'document', isChanged) : 'document',
  });
  return existing === null ? { status: 'tied' } : { status: 'taken', linkId: existing.id };
}
