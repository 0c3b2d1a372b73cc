// What the tests of whole runs start from: simulated sides, a link with sealed secrets, and a service on the embedded engine.

import { runOtp, settingsFor } from '../../cli/testing';
import type { Access } from '../../lib/access/access';
import { openAccess } from '../../lib/access/open-access';
import { readEngine } from '../../lib/env/engine-variables';
import type { SiteEnvironment } from '../../lib/env/site';
import { EVERYWHERE } from '../../lib/http/reach';
import { createLink } from '../../lib/links/create';
import { requestRun } from '../../lib/links/runs/request';
import { readSettings } from '../../lib/links/settings';
import { createCredential } from '../../lib/store/credentials';
import type { Database } from '../../lib/store/database';
import { historyRow } from '../../lib/store/history-rows';
import type { SealKeys } from '../../lib/store/seal';
import { SYSTEM_CLOCK } from '../../lib/wiring';
import type { DemarchesSimulator } from '../../simulators/demarches/start';
import type { Simulator } from '../../simulators/grist/start';
import type { Watch } from '../durable';
import { announceRun } from '../events';
import { type RunService, startRunService } from '../service';
import type { Limits } from '../works';

/** A key of the tests: as long as a real one, and worth nothing. */
export const KEYS: SealKeys = {
  active: 'essai',
  keys: new Map([['essai', Uint8Array.from({ length: 32 }, (_, rank) => rank * 7)]]),
};

export function testSite(databaseUrl: string): SiteEnvironment {
  return {
    demo: null,
    origin: 'http://127.0.0.1:3000',
    sessionSecret: 'secret-des-essais-sans-aucune-valeur-0123456789',
    databaseUrl,
    contact: 'contact@exemple.gouv.fr',
    trustedProxies: 0,
    entry: { domains: ['*'], sirets: [] },
    proConnect: null,
    mail: null,
    instances: { demarches: [], grist: [], fichiers: [], loopback: true },
    metricsToken: null,
    publisher: { name: null, address: null, director: null, host: null, dataProtection: null },
    reach: EVERYWHERE,
  };
}

export type Sides = {
  readonly demarches: Pick<DemarchesSimulator, 'origin' | 'token' | 'number'>;
  readonly grist: Pick<Simulator, 'url' | 'key' | 'docId'>;
};

/** A link between the two sides, with both secrets. */
export async function makeLink(
  database: Database,
  { demarches, grist }: Sides,
  keys: SealKeys = KEYS,
): Promise<string> {
  const service = { database, clock: SYSTEM_CLOCK, keys };
  const given = { givenBy: null, expiresAt: null };
  const source = await createCredential(service, {
    ...{ ...given, kind: 'jeton_dn', origin: demarches.origin, secret: demarches.token },
  });
  const destination = await createCredential(service, {
    ...{ ...given, kind: 'cle_grist', origin: grist.url, secret: grist.key },
  });
  const { linkId } = await createLink(service, {
    ...{ sourceUrl: demarches.origin, demarche: demarches.number },
    ...{ destinationUrl: grist.url, document: grist.docId },
    ...{ title: null, documentName: null, settings: readSettings(null) },
    ...{ sourceCredentialId: source.id, destinationCredentialId: destination.id },
  });
  return linkId;
}

export function startTestService(
  database: Database,
  databaseUrl: string,
  limits: Partial<Limits> = {},
  watch: Watch = async () => undefined,
  /** What is not as usual: the post, the keys, the patience of the engine. */
  other: {
    readonly access?: Partial<Access>;
    readonly keys?: SealKeys;
    readonly backoff?: () => number;
  } = {},
): Promise<RunService> {
  const { access, keys = KEYS, ...options } = other;
  return startRunService({
    ...{ database, databaseUrl, keys, limits, watch },
    access: { ...openAccess(database, testSite(databaseUrl), SYSTEM_CLOCK), ...access },
    environment: readEngine(process.env),
    engineOptions: { pollMs: 100, ...options },
  });
}

/** Asks for a run as a click does. */
export async function ask(service: RunService, linkId: string): Promise<string> {
  const asked = await requestRun(service.works.service, { linkId, trigger: 'manuel', by: null });
  await announceRun(service.client, 'sync', { runId: asked.runId, linkId });
  return asked.runId;
}

/** Until a run has ended, and its consequences are drawn; the test's own time limit is the only one. */
export async function ended(database: Database, runId: string) {
  for (;;) {
    const { endedAt, concluded } = await database.client.run.findUniqueOrThrow({
      where: { id: runId },
      select: { endedAt: true, concluded: true },
    });
    // Read afterwards: its conclusion writes there too.
    if (endedAt !== null && concluded) return historyRow(database, runId);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Until no run of the link is open: the proof that follows one included. */
export async function quiet(database: Database, linkId: string): Promise<void> {
  const open = () =>
    database.client.run.count({ where: { linkId, OR: [{ endedAt: null }, { concluded: false }] } });
  const steps = () =>
    database.client.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM engine_run WHERE state IN ('queued', 'running') AND event->'data'->>'linkId' = ${linkId}`;
  for (;;) {
    const [running] = await steps();
    if ((await open()) === 0 && running?.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A whole verification by the command line, which shares nothing of what carried the run; `more`: settings besides the addresses. */
export async function differencesOf(
  databaseUrl: string,
  demarches: Sides['demarches'],
  grist: Sides['grist'],
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly differences: number; readonly dossiers: number }> {
  const { printed, told } = await runOtp(['verify', '--json'], {
    ...settingsFor(databaseUrl, demarches, grist),
    ...more,
  });
  if (printed === '') throw new Error(told);
  const { complete, differenceCount, structure, dossiers } = JSON.parse(printed);
  if (complete !== true) throw new Error('the verification was not complete');
  return { differences: differenceCount + structure.length, dossiers };
}
