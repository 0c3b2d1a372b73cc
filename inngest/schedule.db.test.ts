// What begins by itself: due links, missed times, links of one document, runs that an engine lost, runs too long for one
// execution; with two processes on one database.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestRun } from '../lib/links/runs/request';
import { saveSchedule } from '../lib/links/save-schedule';
import { readManagedLink } from '../lib/store/managed-links';
import { startRun } from '../lib/store/run-start';
import { testDatabase } from '../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { LINKS_DUE } from './events';
import type { RunService } from './service';
import { ask, ended, makeLink, quiet, startTestService } from './testing/service';

const store = testDatabase();
let demarches: DemarchesSimulator;
let grist: Simulator;
/** Two services on one database, as two processes are. */
let services: readonly [RunService, RunService];

beforeAll(async () => {
  [demarches, grist] = await Promise.all([startDemarches({ dossiers: 40, preset: 'demo' }), startGrist()]);
  const limits = { stepBudget: 1 };
  services = [
    await startTestService(store.database(), store.url(), limits),
    await startTestService(store.database(), store.url(), limits),
  ];
});
afterAll(async () => {
  for (const service of services) await service.stop();
  await Promise.all([demarches.close(), grist.close()]);
});

function freshLink(): Promise<string> {
  const { id: docId } = grist.createDocument();
  return makeLink(store.database(), { demarches, grist: { url: grist.url, key: grist.key, docId } });
}

const plan = () => services[0].client.send({ name: LINKS_DUE, data: {} });

async function runsOf(linkId: string, kind = 'sync') {
  return store.sql(
    'SELECT id::text AS id, trigger, status FROM run WHERE link_id = $1 AND kind = $2 ORDER BY fence',
    [linkId, kind],
  );
}

describe('a schedule', () => {
  it('serves the times that were missed once, and goes on from now', async () => {
    const linkId = await freshLink();
    await saveSchedule(services[0].works.service, linkId, { kind: 'horaire' });
    // The service was down for three days.
    await store.sql(`UPDATE link SET next_due_at = now() - interval '3 days' WHERE id = $1`, [linkId]);
    await Promise.all([plan(), plan()]);
    await expect.poll(async () => (await runsOf(linkId)).length, { timeout: 30_000 }).toBe(1);
    const [run] = await runsOf(linkId);
    expect(await ended(store.database(), String(run?.id))).toMatchObject({ status: 'reussi', added: 40 });
    await quiet(store.database(), linkId);
    expect(await runsOf(linkId)).toMatchObject([{ trigger: 'planification', status: 'reussi' }]);
    const { nextDueAt } = await readManagedLink(store.database(), linkId);
    expect(nextDueAt?.getTime()).toBeGreaterThan(Date.now());
  });

  it('spreads the links of one document by a quarter of an hour', async () => {
    const document = grist.createDocument().id;
    const other = await startDemarches({ dossiers: 3, preset: 'tiny', number: 777 });
    const sides = { url: grist.url, key: grist.key, docId: document };
    const links = [
      await makeLink(store.database(), { demarches, grist: sides }),
      await makeLink(store.database(), { demarches: other, grist: sides }),
    ];
    const due = [];
    for (const link of links) {
      due.push(await saveSchedule(services[0].works.service, link, { kind: 'quotidien', heure: '04:00' }));
    }
    await other.close();
    expect(Number(due[1]?.getTime()) - Number(due[0]?.getTime())).toBe(15 * 60_000);
  });

  it('writes in one document one link at a time: the other waits for its turn', async () => {
    const document = grist.createDocument().id;
    const linkId = await makeLink(store.database(), {
      demarches,
      grist: { url: grist.url, key: grist.key, docId: document },
    });
    const asked = await requestRun(services[0].works.service, { linkId, trigger: 'manuel', by: null });
    const begun = await startRun(services[0].works.service, { runId: asked.runId, executor: 'un-autre' });
    expect(begun.status).toBe('started');
    // Carried elsewhere, alive: whoever is told of it again leaves it alone.
    expect(await services[1].works.workshops.begin({ runId: asked.runId, executor: 'nous' })).toEqual({
      status: 'taken',
    });
  });
});

describe('runs beyond those that may go on', () => {
  it('wait for their turn, giving signs of life, and hold no lease', async () => {
    const one = await startTestService(store.database(), store.url(), { runs: 1 });
    const begin = async (link: string) => {
      const { runId } = await requestRun(one.works.service, { linkId: link, trigger: 'api', by: null });
      await store.sql(`UPDATE run SET alive_at = now() - interval '10 minutes' WHERE id = $1`, [runId]);
      return { runId, status: (await one.works.workshops.begin({ runId, executor: 'nous' })).status };
    };
    // What other tests of this file left open would be counted.
    await store.sql(`UPDATE run SET ended_at = now(), status = 'interrompu' WHERE ended_at IS NULL`);
    expect((await begin(await freshLink())).status).toBe('started');
    const second = await begin(await freshLink());
    expect(second.status).toBe('waiting');
    const [row] = await store.sql(
      `SELECT status::text AS status, now() - alive_at < interval '1 minute' AS alive FROM run WHERE id = $1`,
      [second.runId],
    );
    expect(row).toEqual({ status: 'en_attente', alive: true });
    await store.sql(`UPDATE run SET ended_at = now(), status = 'interrompu' WHERE ended_at IS NULL`);
    await one.stop();
  });
});

describe('a run too long for one execution', () => {
  it('ends as interrupted, and is taken up again from where it was until it is whole', async () => {
    const long = testDatabaseService({ stages: 7, stepBudget: 1 });
    for (const service of services) await service.stop();
    const service = await long;
    const large = await startDemarches({ dossiers: 300, preset: 'demo', number: 4343 });
    const { id: docId } = grist.createDocument();
    const linkId = await makeLink(store.database(), {
      demarches: large,
      grist: { url: grist.url, key: grist.key, docId },
    });
    const runId = await ask(service, linkId);
    expect(await ended(store.database(), runId)).toMatchObject({ status: 'interrompu', code: null });
    await expect
      .poll(async () => (await runsOf(linkId)).at(-1)?.status, { timeout: 50_000, interval: 100 })
      .toBe('reussi');
    const runs = await runsOf(linkId);
    expect(runs.length).toBeGreaterThan(1);
    expect(runs.slice(1).every(({ trigger }) => trigger === 'reprise')).toBe(true);
    const [sum] = await store.sql(
      `SELECT sum(added)::int AS n FROM run WHERE link_id = $1 AND kind = 'sync'`,
      [linkId],
    );
    expect(sum?.n).toBe(300);
    await quiet(store.database(), linkId);
    await service.stop();
    await large.close();
  });
});

function testDatabaseService(limits: { readonly stages: number; readonly stepBudget: number }) {
  return startTestService(store.database(), store.url(), limits);
}
