// Step « démarche »: what the number leads to is read and shown, then the person says that it is the right one.

import { Failure } from '../../errors/failure';
import { type Draft, updateDraft } from '../../store/draft-rows';
import type { Demarche } from '../../sync/model/demarche';
import type { Service } from '../service';
import { readSettings } from '../settings';
import type { Probes } from './probes';
import { stepOnceSaved } from './steps';

/** DN: 1 request (2 when the instance's schema is not known yet). Throws what DN says of it. */
export function describeDemarche(
  probes: Probes,
  draft: Pick<Draft, 'sourceUrl' | 'sourceCredentialId'>,
  demarche: number,
): Promise<Demarche> {
  const { sourceUrl, sourceCredentialId } = draft;
  if (sourceUrl === null) throw new Failure('BROUILLON_INCOMPLET');
  if (sourceCredentialId === null) throw new Failure('SECRET_ABSENT');
  const secret = { kind: 'kept', credentialId: sourceCredentialId } as const;
  return probes.source({ origin: sourceUrl, secret, demarche }, (source) => source.describe());
}

/** Keeps what was found, to be confirmed. Another démarche than before: what was chosen of its form means nothing. */
export async function findDemarche(
  service: Service,
  probes: Probes,
  draft: Draft,
  number: number,
): Promise<void> {
  const { title, state, dossiersCount } = await describeDemarche(probes, draft, number);
  const isChanged = number !== draft.demarche;
  const { takeOver: _, ...former } = readSettings(draft.settings);
  await updateDraft(service, draft, {
    ...{ demarche: number, title, demarcheState: state, dossiersCount },
    step: isChanged ? 'demarche' : draft.step,
    ...(isChanged && draft.settings !== null
      ? {
          settings: {
            ...former,
            options: { ...former.options, exclus: [], fichiersCopies: [] },
            scope: { ...former.scope, groupes: [] },
          },
        }
      : {}),
  });
}

/** False when there is nothing to confirm. */
export function confirmDemarche(service: Service, draft: Draft): Promise<boolean> {
  if (draft.demarche === null) return Promise.resolve(false);
  return updateDraft(service, draft, { step: stepOnceSaved(draft, 'demarche', false) });
}
