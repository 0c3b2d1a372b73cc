// The whole service, in a process of its own, while its Postgres restarts or its clock jumps under a run: the run ends
// right, or is taken up where it was, and the document is what the démarche is.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Host, hosts } from '../../inngest/testing/hosts';
import { differencesOf, ended, makeLink, quiet } from '../../inngest/testing/service';
import { letTimePass, type Sql } from '../../lib/engine/testing/time';
import { type Database, openDatabase } from '../../lib/store/database';
import { type DemarchesSimulator, startDemarches } from '../../simulators/demarches/start';
import { type Simulator, startGrist } from '../../simulators/grist/start';
import { openRestartablePostgres, type RestartablePostgres } from './testing/restartable';

const DOSSIERS = 120;
const HOUR = 3_600_000;
let postgres: RestartablePostgres;
let demarches: DemarchesSimulator;
let grist: Simulator;
let crew: ReturnType<typeof hosts>;
let database: Database;
let host: Host;

beforeAll(async () => {
  [postgres, demarches, grist] = await Promise.all([
    openRestartablePostgres(),
    startDemarches({ dossiers: DOSSIERS, preset: 'demo', latencyMs: 100 }),
    startGrist(),
  ]);
  crew = hosts(postgres.url);
});
afterAll(async () => {
  await crew.end();
  await Promise.all([postgres.close(), demarches.close(), grist.close()]);
});
beforeEach(async () => {
  database = await openDatabase(postgres.url);
  host = await crew.start();
});
afterEach(async () => {
  await host.kill();
  await database.close();
});

const sql: Sql = (statement, values = []) => database.client.$queryRawUnsafe(statement, ...values);

/** A run that has written some of its dossiers, and has others to read. */
async function midRun() {
  const { id: docId } = grist.createDocument();
  const sides = { url: grist.url, key: grist.key, docId };
  const linkId = await makeLink(database, { demarches, grist: sides });
  host.tell('hold pull-2 middle');
  host.tell(`ask ${linkId}`);
  const runId = await host.hears('asked');
  await host.hears('held');
  return { linkId, runId, facts: () => differencesOf(postgres.url, demarches, sides) };
}

async function synchronisations(linkId: string) {
  const runs = await database.client.run.findMany({
    where: { linkId, kind: 'sync' },
    orderBy: { fence: 'asc' },
    select: { status: true, trigger: true, added: true, endedAt: true },
  });
  return runs;
}

/** Until the link's last synchronisation is a success, whatever it took. */
async function whole(linkId: string) {
  await expect
    .poll(async () => (await synchronisations(linkId)).at(-1)?.status, { timeout: 100_000, interval: 100 })
    .toBe('reussi');
  await quiet(database, linkId);
  return synchronisations(linkId);
}

describe('a run of the service', { timeout: 120_000 }, () => {
  it('goes on by itself when Postgres restarts under it: same run, nothing lost, nothing twice', async () => {
    const { linkId, runId, facts } = await midRun();
    await postgres.stop();
    await postgres.restart();
    expect(await ended(database, runId)).toMatchObject({ status: 'reussi', code: null, added: DOSSIERS });
    await quiet(database, linkId);
    expect(await synchronisations(linkId)).toHaveLength(1);
    expect(await facts()).toEqual({ differences: 0, dossiers: DOSSIERS });
  });

  it.each([
    ['forward a day', 24 * HOUR, '1 day'],
    ['back an hour', -HOUR, '-1 hour'],
  ])('ends right when the clock jumps %s under it', async (_how, ms, interval) => {
    const { linkId, facts } = await midRun();
    host.tell(`jump ${ms}`);
    await host.hears('jumped');
    await letTimePass(sql, interval);
    const runs = await whole(linkId);
    // Past its deadline of two hours the first run is stopped, and another one takes it up where it was.
    expect(runs.reduce((sum, { added }) => sum + added, 0)).toBe(DOSSIERS);
    expect(runs.slice(1).every(({ trigger }) => trigger === 'reprise')).toBe(true);
    expect(await facts()).toEqual({ differences: 0, dossiers: DOSSIERS });
  });
});
