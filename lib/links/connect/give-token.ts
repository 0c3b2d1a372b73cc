// Step « jeton »: the token is tried once, from here, then sealed.

import { Failure } from '../../errors/failure';
import { type Draft, updateDraft } from '../../store/draft-rows';
import { keepSecret, type Sealing } from './credentials';
import type { Probes, Secret } from './probes';
import { stepOnceSaved } from './steps';

/** DN lists nothing for a token: any number will do to know whether it is accepted. */
const ANY_DEMARCHE = 1;

/**
 * DN: 1 request, which locks a new token to this service's address (facts/demarches.md §0.11). Throws what DN says of the
 * token (DS_JETON_REFUSE, DS_JETON_EXPIRE, DS_JETON_IP_REFUSEE…); nothing is kept then.
 */
export async function giveToken(
  sealing: Sealing,
  probes: Probes,
  draft: Draft,
  given: { readonly origin: string; readonly secret: Secret; readonly expiresAt: Date | null },
): Promise<void> {
  const { origin, secret, expiresAt } = given;
  await probes.source({ origin, secret, demarche: draft.demarche ?? ANY_DEMARCHE }, async (source) => {
    try {
      await source.check();
    } catch (error) {
      if (!isAboutTheDemarche(error)) throw error;
    }
  });
  const sourceCredentialId = await keepSecret(sealing, secret, {
    ...{ kind: 'jeton_dn', origin, givenBy: draft.ownerId, expiresAt },
  });
  const isChanged = sourceCredentialId !== draft.sourceCredentialId;
  const isElsewhere = draft.sourceUrl !== null && draft.sourceUrl !== origin;
  await updateDraft(sealing, draft, {
    ...{ sourceUrl: origin, sourceCredentialId, step: stepOnceSaved(draft, 'jeton', isChanged) },
    // A number means something on its own instance only.
    ...(isElsewhere ? { demarche: null, title: null, demarcheState: null, dossiersCount: null } : {}),
  });
}

/** The token was accepted, and that was the question. */
function isAboutTheDemarche(error: unknown): boolean {
  return (
    error instanceof Failure &&
    (error.code === 'DS_DEMARCHE_INTROUVABLE' || error.code === 'DS_DEMARCHE_NON_AUTORISEE')
  );
}
