// Links for the tests of the site: both sides simulated for one test alone, a person signed in, and their link.

import type { Page } from '@playwright/test';
import { readSealKeys } from '../../../lib/env/seal-keys';
import { createLink } from '../../../lib/links/create';
import { requestRun } from '../../../lib/links/runs/request';
import { readSettings } from '../../../lib/links/settings';
import { openRights, type Role } from '../../../lib/store/access-rights';
import { createCredential } from '../../../lib/store/credentials';
import { type Database, openDatabase } from '../../../lib/store/database';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import type { DemarchesOptions } from '../../../simulators/demarches/options';
import { type DemarchesSimulator, startDemarches } from '../../../simulators/demarches/start';
import { type Simulator as GristSimulator, startGrist } from '../../../simulators/grist/start';
import { arrive } from './people';
import { test as quietTest } from './site';

export type Sides = {
  readonly demarches: DemarchesSimulator;
  readonly grist: GristSimulator;
};

/** What a link is made of, whatever answers there. */
export type Ends = {
  readonly demarches: Pick<DemarchesSimulator, 'origin' | 'token' | 'number' | 'demarche'>;
  readonly grist: Pick<GristSimulator, 'url' | 'key' | 'docId'>;
};

export type Scene = {
  /** The test's own démarche (25 dossiers of every type of field) and document. */
  readonly sides: Sides;
  readonly database: Database;
  /** Somebody new at this browser, signed in. */
  readonly arrive: (page: Page) => Promise<{ readonly userId: string; readonly email: string }>;
  /** A link of these sides, theirs. Nothing is synchronised yet. */
  readonly link: (userId: string, role?: Role) => Promise<string>;
  /** Asks for a run as a schedule would; resolves once the run has ended. */
  readonly synchronise: (linkId: string) => Promise<void>;
};

const DEMARCHE: DemarchesOptions = { preset: 'small' };

export const test = quietTest.extend<{ scene: Scene }>({
  scene: async ({ browserName: _ }, use) => {
    const [demarches, grist, database] = await Promise.all([
      startDemarches(DEMARCHE),
      startGrist({ documentName: 'Suivi des demandes' }),
      openDatabase(variable('OTP_DATABASE')),
    ]);
    const sides = { demarches, grist };
    await use({
      ...{ sides, database },
      arrive: (page) => arrive(page, database),
      link: (userId, role) => makeLink(database, sides, userId, role),
      synchronise: (linkId) => synchronise(database, linkId),
    });
    await Promise.all([demarches.close(), grist.close(), database.close()]);
  },
});

export async function makeLink(
  database: Database,
  { demarches, grist }: Ends,
  userId: string,
  role: Role = 'proprietaire',
): Promise<string> {
  const keys = readSealKeys({ CLES_DE_CHIFFREMENT: variable('OTP_SEAL_KEYS') });
  const service = { database, clock: SYSTEM_CLOCK, keys };
  const given = { givenBy: userId, expiresAt: null };
  const source = await createCredential(service, {
    ...{ ...given, kind: 'jeton_dn', origin: demarches.origin, secret: demarches.token },
  });
  const destination = await createCredential(service, {
    ...{ ...given, kind: 'cle_grist', origin: grist.url, secret: grist.key },
  });
  const { linkId } = await createLink(service, {
    ...{ sourceUrl: demarches.origin, demarche: demarches.number },
    ...{ destinationUrl: grist.url, document: grist.docId },
    ...{ title: demarches.demarche().title, documentName: 'Suivi des demandes', settings: readSettings({}) },
    ...{ sourceCredentialId: source.id, destinationCredentialId: destination.id },
  });
  await openRights(database).give(linkId, userId, role, new Date());
  return linkId;
}

/** As a schedule would; resolves once the run has ended. */
export async function synchronise(database: Database, linkId: string): Promise<void> {
  const { announceFrom } = await import('../../../inngest/announce');
  const { runId } = await requestRun({ database, clock: SYSTEM_CLOCK }, { linkId, trigger: 'api', by: null });
  await announceFrom(variable('OTP_DATABASE'), 'sync', { runId, linkId });
  for (;;) {
    const run = await database.client.run.findUnique({ where: { id: runId }, select: { endedAt: true } });
    if (run?.endedAt) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is given by the global set-up`);
  return value;
}
