// What the demo has in the service: an owner, and a link to the simulated sides with its secrets. Made again at each start,
// because the simulated sides are new ones.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSealKeys } from '../lib/env/seal-keys';
import { createLink } from '../lib/links/create';
import { requestRun } from '../lib/links/runs/request';
import { saveSchedule } from '../lib/links/save-schedule';
import { DEFAULT_SCHEDULE } from '../lib/links/schedule/schedule';
import { readSettings } from '../lib/links/settings';
import { openPeople } from '../lib/store/access-people';
import { openRights } from '../lib/store/access-rights';
import { createCredential } from '../lib/store/credentials';
import type { Database } from '../lib/store/database';
import { deleteLink } from '../lib/store/link-deletion';
import { listLinkRows } from '../lib/store/link-list';
import { SYSTEM_CLOCK } from '../lib/wiring';
import { AGENTS, subjectOf } from '../simulators/proconnect/agents';

const KEY_FILE = fileURLToPath(new URL('../.data/demo.cle', import.meta.url));

export type DemoSides = {
  readonly demarchesOrigin: string;
  readonly token: string;
  readonly number: number;
  readonly gristUrl: string;
  readonly key: string;
  readonly docId: string;
};

export type DemoLink = {
  readonly linkId: string;
  readonly runId: string;
  readonly owner: { readonly name: string; readonly email: string };
};

/** The sealing key of the demo's secrets: drawn once, and kept beside its database. */
export function demoKey(): string {
  if (!existsSync(KEY_FILE)) {
    mkdirSync(dirname(KEY_FILE), { recursive: true });
    writeFileSync(KEY_FILE, `demo:${randomBytes(32).toString('base64')}`, { mode: 0o600 });
  }
  return readFileSync(KEY_FILE, 'utf8').trim();
}

/** Asks for the first synchronisation as well: whoever carries runs finds it. */
export async function makeDemoLink(database: Database, sides: DemoSides): Promise<DemoLink> {
  const clock = SYSTEM_CLOCK;
  const service = { database, clock, keys: readSealKeys({ CLES_DE_CHIFFREMENT: demoKey() }) };
  const at = new Date(clock.now());
  const { userId, ...owner } = await demoOwner(database, at);
  await forgetFormer(database, userId);
  const given = { givenBy: userId, expiresAt: null };
  const source = await createCredential(service, {
    ...{ ...given, kind: 'jeton_dn', origin: sides.demarchesOrigin, secret: sides.token },
  });
  const destination = await createCredential(service, {
    ...{ ...given, kind: 'cle_grist', origin: sides.gristUrl, secret: sides.key },
  });
  const { linkId } = await createLink(service, {
    ...{ sourceUrl: sides.demarchesOrigin, demarche: sides.number },
    ...{ destinationUrl: sides.gristUrl, document: sides.docId },
    ...{ title: null, documentName: 'Document de démonstration' },
    settings: readSettings({ options: { traitements: true, messages: true, etablissementDetaille: true } }),
    ...{ sourceCredentialId: source.id, destinationCredentialId: destination.id },
  });
  await saveSchedule(service, linkId, DEFAULT_SCHEDULE);
  await openRights(database).give(linkId, userId, 'proprietaire', at);
  const { runId } = await requestRun(service, { linkId, trigger: 'manuel', by: userId });
  return { linkId, runId, owner };
}

async function demoOwner(database: Database, at: Date) {
  const [agent] = AGENTS;
  if (agent === undefined) throw new Error('the simulated ProConnect knows nobody');
  const { email, givenName, usualName, siret, identityProvider } = agent;
  const people = openPeople(database);
  const subject = subjectOf(agent);
  const known =
    (await people.knownBy('proconnect', subject))?.person ??
    (await people.withEmail(email)) ??
    (
      await people.create(
        { means: 'proconnect', subject, email, identityProvider, givenName, usualName, siret },
        at,
      )
    ).person;
  return { userId: known.id, name: `${givenName} ${usualName}`, email };
}

/** Links of earlier demos: their documents went with the simulated Grist. */
async function forgetFormer(database: Database, userId: string): Promise<void> {
  const ids = (await openRights(database).linksOf(userId)).map(({ linkId }) => linkId);
  for (const { id, destinationUrl } of await listLinkRows(database, ids)) {
    if (new URL(destinationUrl).hostname !== '127.0.0.1') continue;
    await deleteLink({ database, clock: SYSTEM_CLOCK }, id, userId);
  }
}
