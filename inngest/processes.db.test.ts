// Two processes on one database: each tick is one, times missed while both were down are served once, and a link asked for
// by both has one run.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { letTimePass } from '../lib/engine/testing/time';
import { requestRun } from '../lib/links/runs/request';
import { saveSchedule } from '../lib/links/save-schedule';
import { readManagedLink } from '../lib/store/managed-links';
import { testDatabase } from '../lib/store/testing/database';
import { SYSTEM_CLOCK } from '../lib/wiring';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { tickSoon, ticksOf } from './testing/engine-time';
import { type Host, hosts } from './testing/hosts';
import { differencesOf, ended, makeLink, quiet } from './testing/service';

const store = testDatabase();
const crew = hosts(store.url());
const DOSSIERS = 20;
const MINUTE = 60_000;
let demarches: DemarchesSimulator;
let grist: Simulator;
let both: readonly [Host, Host];

const service = () => ({ database: store.database(), clock: SYSTEM_CLOCK });

async function startBoth(): Promise<void> {
  both = await Promise.all([crew.start(), crew.start()]);
}

beforeAll(async () => {
  [demarches, grist] = await Promise.all([
    startDemarches({ dossiers: DOSSIERS, preset: 'tiny' }),
    startGrist(),
  ]);
  await startBoth();
});
afterAll(async () => {
  await crew.end();
  await Promise.all([demarches.close(), grist.close()]);
});

async function freshLink() {
  const { id: docId } = grist.createDocument();
  const sides = { url: grist.url, key: grist.key, docId };
  const linkId = await makeLink(store.database(), { demarches, grist: sides });
  return { linkId, differences: () => differencesOf(store.url(), demarches, sides) };
}

async function runsOf(linkId: string) {
  return store.sql(
    `SELECT id::text AS id, trigger, status FROM run WHERE link_id = $1 AND kind = 'sync' ORDER BY fence`,
    [linkId],
  );
}

/** The schedule's next time was so long ago. */
async function dueSince(linkId: string, ago: string): Promise<void> {
  await saveSchedule(service(), linkId, { kind: 'horaire' });
  await store.sql('UPDATE link SET next_due_at = now() - $2::interval WHERE id = $1', [linkId, ago]);
}

async function servedOnce(linkId: string): Promise<void> {
  await expect.poll(async () => (await runsOf(linkId)).length, { timeout: 30_000 }).toBe(1);
  const [run] = await runsOf(linkId);
  expect(await ended(store.database(), String(run?.id))).toMatchObject({ status: 'reussi', added: DOSSIERS });
  await quiet(store.database(), linkId);
  expect(await runsOf(linkId)).toMatchObject([{ trigger: 'planification', status: 'reussi' }]);
  const { nextDueAt } = await readManagedLink(store.database(), linkId);
  expect(nextDueAt?.getTime()).toBeGreaterThan(Date.now());
}

describe('two processes', { timeout: 120_000 }, () => {
  it('plan once at each tick: one execution of the planner, one run of the link', async () => {
    const { linkId } = await freshLink();
    await dueSince(linkId, '1 second');
    for (let tick = 1; tick <= 3; tick += 1) {
      const before = (await ticksOf(store.sql, 'planificateur')).length;
      await tickSoon(store.sql, 'planificateur');
      await expect
        .poll(async () => (await ticksOf(store.sql, 'planificateur')).length, { timeout: 30_000 })
        .toBeGreaterThan(before);
    }
    await servedOnce(linkId);
    const ticks = await ticksOf(store.sql, 'planificateur');
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks.filter(({ runs }) => runs !== 1)).toEqual([]);
  });

  it('that were both down for three days serve what was missed once, at their return', async () => {
    const { linkId, differences } = await freshLink();
    await Promise.all(both.map((host) => host.kill()));
    await dueSince(linkId, '3 days');
    await letTimePass(store.sql, '3 days');
    await startBoth();
    const before = (await ticksOf(store.sql, 'planificateur')).length;
    await tickSoon(store.sql, 'planificateur');
    await servedOnce(linkId);
    // The four thousand ticks of three days are not: the planner comes once, and finds what is due.
    expect((await ticksOf(store.sql, 'planificateur')).length - before).toBeLessThanOrEqual(2);
    expect(await differences()).toEqual({ differences: 0, dossiers: DOSSIERS });
  });

  it('asked for the same link, and told of its run twice each, carry one run', async () => {
    const { linkId, differences } = await freshLink();
    for (const host of both) for (const _ of [1, 2]) host.tell(`ask ${linkId}`);
    const asked = await Promise.all(both.flatMap((host) => [host.hears('asked'), host.hears('asked')]));
    expect(new Set(asked).size).toBe(1);
    const [runId = ''] = asked;
    expect(await ended(store.database(), runId)).toMatchObject({ status: 'reussi', added: DOSSIERS });
    await quiet(store.database(), linkId);
    expect(await runsOf(linkId)).toHaveLength(1);
    expect(await differences()).toEqual({ differences: 0, dossiers: DOSSIERS });
  });

  it('look for runs that nobody carries: one that was never announced is taken up', async () => {
    const { linkId } = await freshLink();
    const { runId } = await requestRun(service(), { linkId, trigger: 'manuel', by: null });
    await store.sql('UPDATE run SET alive_at = $2 WHERE id = $1', [
      runId,
      new Date(Date.now() - 6 * MINUTE).toISOString(),
    ]);
    await tickSoon(store.sql, 'veilleur');
    expect(await ended(store.database(), runId)).toMatchObject({ status: 'reussi', added: DOSSIERS });
  });
});
