// The process that carries a run is killed, at every kind of instant: another one goes on at once, and the document ends as
// if nothing had happened.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { type Host, hosts } from './testing/hosts';
import { differencesOf, ended, makeLink, quiet } from './testing/service';

const store = testDatabase();
const crew = hosts(store.url());
const DOSSIERS = 60;
let demarches: DemarchesSimulator;
let grist: Simulator;
let host: Host;

beforeAll(async () => {
  [demarches, grist, host] = await Promise.all([
    startDemarches({ dossiers: DOSSIERS, preset: 'demo' }),
    startGrist(),
    crew.start(),
  ]);
});
afterAll(async () => {
  await crew.end();
  await Promise.all([demarches.close(), grist.close()]);
});

/** `end`: the work is done, and nobody remembers it. `middle`: as the step begins, and then whenever the signal comes. */
const POINTS = [
  ['prepare', 'end'],
  ['restructure', 'middle'],
  ['upkeep', 'end'],
  ['pull-1', 'middle'],
  ['pull-1', 'end'],
  ['pull-2', 'middle'],
  ['remove', 'end'],
  ['settle', 'end'],
  ['commit', 'begin'],
  ['commit', 'end'],
  ['conclude', 'end'],
  ['verify', 'middle'],
] as const;

/** Points at which a process was really found, and killed. */
const reached = new Set<string>();

describe('a process that is killed', () => {
  it.each(POINTS)('in %s, %s', async (step, moment) => {
    const { id: docId } = grist.createDocument();
    const linkId = await makeLink(store.database(), {
      demarches,
      grist: { url: grist.url, key: grist.key, docId },
    });
    host.tell(`hold ${step} ${moment}`);
    host.tell(`ask ${linkId}`);
    const runId = await host.hears('asked');
    expect(await host.hears('held')).toBe(step);
    reached.add(`${step} ${moment}`);
    await host.kill();
    host = await crew.start();
    const row = await ended(store.database(), runId);
    expect(row).toMatchObject({ status: 'reussi', code: null, added: DOSSIERS, failed: 0 });
    await quiet(store.database(), linkId);
    const runs = await store.sql(`SELECT kind, status FROM run WHERE link_id = $1 ORDER BY fence`, [linkId]);
    // Nothing was lost, so nothing was taken up by another run.
    expect(runs).toEqual([
      { kind: 'sync', status: 'reussi' },
      { kind: 'verify', status: 'reussi' },
    ]);
    const facts = await differencesOf(store.url(), demarches, { url: grist.url, key: grist.key, docId });
    expect(facts).toEqual({ differences: 0, dossiers: DOSSIERS });
  });

  it('was found at each of these points, ten at least', () => {
    expect([...reached].sort()).toEqual(POINTS.map((point) => point.join(' ')).sort());
    expect(reached.size).toBeGreaterThanOrEqual(10);
  });

  it('leaves its runs to another one that is alive, and both carry runs', async () => {
    const other = await crew.start();
    const links = [];
    for (let n = 0; n < 3; n += 1) {
      const { id: docId } = grist.createDocument();
      links.push(
        await makeLink(store.database(), { demarches, grist: { url: grist.url, key: grist.key, docId } }),
      );
    }
    host.tell('hold pull-1 middle');
    for (const link of links) host.tell(`ask ${link}`);
    const asked = [await host.hears('asked'), await host.hears('asked'), await host.hears('asked')];
    await host.kill();
    for (const runId of asked) {
      expect(await ended(store.database(), runId)).toMatchObject({ status: 'reussi', added: DOSSIERS });
    }
    host = other;
  });

  it('that is asked to leave gives its steps back at once', async () => {
    const { id: docId } = grist.createDocument();
    const linkId = await makeLink(store.database(), {
      demarches,
      grist: { url: grist.url, key: grist.key, docId },
    });
    host.tell('hold pull-1 middle');
    host.tell(`ask ${linkId}`);
    const runId = await host.hears('asked');
    await host.hears('held');
    await host.kill('SIGTERM');
    host = await crew.start();
    expect(await ended(store.database(), runId)).toMatchObject({ status: 'reussi', added: DOSSIERS });
  });
});
