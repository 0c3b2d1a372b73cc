// One link of the original made one of ours: each access tried, the document looked at, secrets sealed under our keys.

import { Failure } from '../../errors/failure';
import { settled, surveyDocument } from '../../run/original';
import { openPeople } from '../../store/access-people';
import { openRights } from '../../store/access-rights';
import { createCredential } from '../../store/credentials';
import { linkBetween } from '../../store/draft-rows';
import { DEFAULT_OPTIONS } from '../../sync/model/options';
import { DEFAULT_POLICIES } from '../../sync/model/policies';
import type { Sealing } from '../connect/credentials';
import type { Probes } from '../connect/probes';
import { createLink } from '../create';
import { saveSchedule } from '../save-schedule';
import { DEFAULT_SCHEDULE } from '../schedule/schedule';
import type { TheirLink } from './their-rows';

export type Imported =
  /** `columns`: of the original's that are taken over, none converted; 0 where it had written nothing. */
  | { readonly status: 'importee' | 'a_importer'; readonly title: string; readonly columns: number }
  | { readonly status: 'deja_la' };

/**
 * DN: 2 or 3 requests. Grist: 4. Writes nothing when `writes` is false. Twice, it adds nothing the second time. The owner
 * signs in with their address; somebody new gets an account with it.
 *
 * Throws what either side says of its access, and INSTANCE_NON_AUTORISEE.
 */
export async function importLink(
  sealing: Sealing,
  probes: Probes,
  { demarche, gristUrl, document, token, key, scope, isScheduled }: TheirLink,
  /** `origin`: of DN, canonical. `owner`: a normalised address. */
  given: { readonly origin: string; readonly owner: string; readonly writes: boolean },
): Promise<Imported> {
  const { origin: sourceUrl, owner, writes } = given;
  const destinationUrl = new URL(gristUrl).origin;
  const described = await probes.source(
    { origin: sourceUrl, demarche, secret: { kind: 'given', text: token } },
    (source) => source.describe(),
  );
  const looked = await probes.destination(
    { url: gristUrl, document, secret: { kind: 'given', text: key } },
    async (destination) => {
      const found = await destination.check();
      if (found.role === 'viewers' || !found.canWrite) throw new Failure('GRIST_ACCES_INSUFFISANT');
      return { found, survey: await surveyDocument(described, DEFAULT_OPTIONS, sourceUrl, destination) };
    },
  );
  const identity = { sourceUrl, demarche, destinationUrl, document: looked.found.documentId };
  if ((await linkBetween(sealing.database, identity)) !== null) return { status: 'deja_la' };
  const takeOver = looked.survey === null ? undefined : settled(looked.survey, new Map());
  const told = { title: described.title, columns: takeOver?.columns.length ?? 0 };
  if (!writes) return { status: 'a_importer', ...told };

  const givenBy = await personAt(sealing, owner);
  const secrets = { givenBy, expiresAt: null };
  const source = await createCredential(sealing, {
    ...{ ...secrets, kind: 'jeton_dn', origin: sourceUrl, secret: token },
  });
  const destination = await createCredential(sealing, {
    ...{ ...secrets, kind: 'cle_grist', origin: destinationUrl, secret: key },
  });
  const { linkId, status } = await createLink(sealing, {
    ...{ ...identity, title: described.title, documentName: looked.found.documentName },
    settings: { scope, options: DEFAULT_OPTIONS, policies: DEFAULT_POLICIES, takeOver },
    ...{ sourceCredentialId: source.id, destinationCredentialId: destination.id },
  });
  if (status === 'found') return { status: 'deja_la' };
  await openRights(sealing.database).give(linkId, givenBy, 'proprietaire', new Date(sealing.clock.now()));
  if (isScheduled) await saveSchedule(sealing, linkId, DEFAULT_SCHEDULE);
  return { status: 'importee', ...told };
}

/** `email`: normalised. */
async function personAt({ database, clock }: Sealing, email: string): Promise<string> {
  const people = openPeople(database);
  const known = await people.withEmail(email);
  if (known !== null) return known.id;
  const { person } = await people.create(
    {
      ...{ means: 'courriel', subject: email, email, identityProvider: null },
      ...{ givenName: null, usualName: null, siret: null },
    },
    new Date(clock.now()),
  );
  return person.id;
}
