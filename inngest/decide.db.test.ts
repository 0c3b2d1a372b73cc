// A change of the structure is taken back by the engine, and a ready-made page is made, whatever happens to the process
// that does it; and verifications look as deep as they were asked to.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestRun } from '../lib/links/runs/request';
import { readStructure } from '../lib/links/structure/read';
import { readLink } from '../lib/store/link-rows';
import { lastProofs } from '../lib/store/proof-rows';
import { readPages } from '../lib/store/ready-page-rows';
import type { RunScope } from '../lib/store/run-requests';
import { testDatabase } from '../lib/store/testing/database';
import { SYSTEM_CLOCK } from '../lib/wiring';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { announceFrom } from './announce';
import { type Host, hosts } from './testing/hosts';
import { ended, makeLink, quiet } from './testing/service';

const store = testDatabase();
const crew = hosts(store.url());
let demarches: DemarchesSimulator;
let grist: Simulator;
let host: Host;

beforeAll(async () => {
  [demarches, grist, host] = await Promise.all([
    startDemarches({ dossiers: 12, preset: 'demo' }),
    startGrist(),
    crew.start(),
  ]);
});
afterAll(async () => {
  await crew.end();
  await Promise.all([demarches.close(), grist.close()]);
});

const service = () => ({ database: store.database(), clock: SYSTEM_CLOCK });

async function ask(linkId: string, kind: 'sync' | 'verify' | 'decision', scope?: RunScope) {
  const demand = {
    linkId,
    kind,
    trigger: 'manuel',
    by: null,
    ...(scope === undefined ? {} : { scope }),
  } as const;
  const { runId } = await requestRun(service(), demand);
  await announceFrom(store.url(), kind, { runId, linkId });
  return runId;
}

let fields = 0;

/** A link whose form has just got a field, of which Grist has got the column. */
async function withNewColumn() {
  const document = grist.createDocument();
  const linkId = await makeLink(store.database(), {
    ...{ demarches, grist: { url: grist.url, key: grist.key, docId: document.id } },
  });
  await ended(store.database(), await ask(linkId, 'sync'));
  await quiet(store.database(), linkId);
  fields += 1;
  const label = `Champ ajouté ${fields}`;
  demarches.control({ type: 'add_field', side: 'champs', spec: { type: 'text', label } });
  demarches.control({ type: 'publish', rebase: true });
  await ended(store.database(), await ask(linkId, 'sync'));
  await quiet(store.database(), linkId);
  const has = () => document.tables().some(({ columns }) => columns.some((column) => column.label === label));
  const numbers = async () => {
    const { history } = await readStructure(service(), linkId);
    return history.filter(({ undo }) => undo === 'possible').map(({ number }) => number);
  };
  const [number] = await numbers();
  if (number === undefined || !has()) throw new Error('the column was not added');
  return { linkId, has, number, numbers };
}

describe('a ready-made page', () => {
  const viewsOf = async (linkId: string) => {
    const { document } = await readLink(store.database(), linkId);
    const answer = await fetch(`${grist.url}/api/docs/${document}/tables/_grist_Views/records`, {
      headers: { authorization: `Bearer ${grist.key}` },
    });
    const { records } = (await answer.json()) as { records: { fields: { name: string } }[] };
    return records.filter(({ fields }) => fields.name === 'Suivi').length;
  };

  it('is made once though its process is killed once it was made, then removed', async () => {
    const document = grist.createDocument();
    const linkId = await makeLink(store.database(), {
      ...{ demarches, grist: { url: grist.url, key: grist.key, docId: document.id } },
    });
    await ended(store.database(), await ask(linkId, 'sync'));
    await quiet(store.database(), linkId);
    host.tell('hold page end');
    const runId = await ask(linkId, 'decision', { mode: 'page', page: 'suivi', word: 'creer' });
    await host.hears('held');
    await host.kill();
    host = await crew.start();
    expect(await ended(store.database(), runId)).toMatchObject({ status: 'reussi', code: null });
    expect(await viewsOf(linkId)).toBe(1);
    expect(await readPages(store.database(), linkId)).toMatchObject([{ kind: 'suivi', intact: true }]);
    const again = await ask(linkId, 'decision', { mode: 'page', page: 'suivi', word: 'creer' });
    expect(await ended(store.database(), again)).toMatchObject({ status: 'reussi' });
    expect(await viewsOf(linkId)).toBe(1);
    const gone = await ask(linkId, 'decision', { mode: 'page', page: 'suivi', word: 'retirer' });
    expect(await ended(store.database(), gone)).toMatchObject({ status: 'reussi' });
    expect(await viewsOf(linkId)).toBe(0);
    expect(await readPages(store.database(), linkId)).toEqual([]);
  });
});

describe('taking a change back', () => {
  it('removes the column that was added, and no later run adds it again', async () => {
    const { linkId, has, number, numbers } = await withNewColumn();
    const runId = await ask(linkId, 'decision', { mode: 'annulation', change: number });
    expect(await ended(store.database(), runId)).toMatchObject({ kind: 'decision', status: 'reussi' });
    expect(has()).toBe(false);
    expect(await numbers()).toEqual([]);
    await ended(store.database(), await ask(linkId, 'sync'));
    expect(has()).toBe(false);
  });

  it('that cannot be says why, in the end of its run', async () => {
    const { linkId, number } = await withNewColumn();
    await ended(store.database(), await ask(linkId, 'decision', { mode: 'annulation', change: number }));
    const again = await ended(
      store.database(),
      await ask(linkId, 'decision', { mode: 'annulation', change: number }),
    );
    expect(again).toMatchObject({ status: 'echoue', code: 'CHANGEMENT_NON_ANNULABLE' });
    expect(again.statement).toMatchObject({ reason: expect.stringContaining('Seul un changement fait') });
  });

  it.each(['middle', 'end'] as const)('goes on though its process is killed (%s)', async (moment) => {
    const { linkId, has, number, numbers } = await withNewColumn();
    host.tell(`hold undo ${moment}`);
    const runId = await ask(linkId, 'decision', { mode: 'annulation', change: number });
    await host.hears('held');
    await host.kill();
    host = await crew.start();
    expect(await ended(store.database(), runId)).toMatchObject({ status: 'reussi', code: null });
    expect(has()).toBe(false);
    expect(await numbers()).toEqual([]);
  });
});

describe('a verification that somebody asks for', () => {
  it.each(['comptes', 'legere', 'complete'] as const)('looks as deep as asked: %s', async (depth) => {
    const { linkId } = await withNewColumn();
    const before = await lastProofs(store.database(), linkId);
    const runId = await ask(linkId, 'verify', { mode: 'preuve', depth, repair: null });
    expect(await ended(store.database(), runId)).toMatchObject({ kind: 'verify', status: 'reussi' });
    const after = await lastProofs(store.database(), linkId);
    expect(after[depth]?.provedAt).not.toBe(before[depth]?.provedAt);
    expect(after[depth]).toMatchObject({ differences: 0, complete: true });
  });
});
