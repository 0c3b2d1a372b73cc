// A synchronisation carried by the embedded engine, from its request to its proof, between both simulators.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyRun } from '../lib/links/history/read';
import { listLinks } from '../lib/links/list';
import { requestRun } from '../lib/links/runs/request';
import { saveSchedule } from '../lib/links/save-schedule';
import { readCredential } from '../lib/store/credentials';
import { deleteLink } from '../lib/store/link-deletion';
import { readManagedLink } from '../lib/store/managed-links';
import { cancelRun } from '../lib/store/run-cancel';
import { testDatabase } from '../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { announceCancel, runEvent } from './events';
import type { RunService } from './service';
import { ask, differencesOf, ended, makeLink, quiet, startTestService } from './testing/service';

const store = testDatabase();
let demarches: DemarchesSimulator;
let grist: Simulator;
let service: RunService;

beforeAll(async () => {
  [demarches, grist] = await Promise.all([startDemarches({ dossiers: 300, preset: 'demo' }), startGrist()]);
  // Steps of a few batches: a run is made of many of them.
  service = await startTestService(store.database(), store.url(), { stepBudget: 1 });
});
afterAll(async () => {
  await service.stop();
  await Promise.all([demarches.close(), grist.close()]);
});

/** A link to a document of its own. */
function freshLink(): Promise<string> {
  const { id: docId } = grist.createDocument();
  return makeLink(store.database(), { demarches, grist: { url: grist.url, key: grist.key, docId } });
}

/** After whatever still goes on for the link: the proof that follows a run. */
async function differences(linkId: string): Promise<number> {
  await quiet(store.database(), linkId);
  const { document } = await readManagedLink(store.database(), linkId);
  const facts = await differencesOf(store.url(), demarches, {
    url: grist.url,
    key: grist.key,
    docId: document,
  });
  return facts.differences;
}

describe('a run of the service', () => {
  it('brings the document to what the démarche is, proves it, and tells its link', async () => {
    const linkId = await freshLink();
    const row = await ended(store.database(), await ask(service, linkId));
    expect(row).toMatchObject({ status: 'reussi', added: 300, failed: 0, code: null });
    // A whole verification follows a first load, as a run of its own.
    await quiet(store.database(), linkId);
    expect(
      await store.sql(`SELECT kind, status FROM run WHERE link_id = $1 ORDER BY fence`, [linkId]),
    ).toEqual([
      { kind: 'sync', status: 'reussi' },
      { kind: 'verify', status: 'reussi' },
    ]);
    expect(await differences(linkId)).toBe(0);
    const [line] = await listLinks(service.works.service, [linkId]);
    expect(line?.title).toBe(demarches.demarche().title);
    const again = await ended(store.database(), await ask(service, linkId));
    expect(again).toMatchObject({ status: 'reussi', added: 0, updated: 0, removed: 0 });
  });

  it('is one run for a request announced twice, and for two requests', async () => {
    const linkId = await freshLink();
    const runId = await ask(service, linkId);
    await service.client.send(runEvent('sync', { runId, linkId }, ':encore'));
    const second = await requestRun(service.works.service, { linkId, trigger: 'api', by: null });
    expect(second).toEqual({ status: 'already', runId });
    expect(await ended(store.database(), runId)).toMatchObject({ status: 'reussi', added: 300 });
    const rows = await store.sql(`SELECT count(*)::int AS n FROM run WHERE link_id = $1 AND kind = 'sync'`, [
      linkId,
    ]);
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('ends as cancelled with what is written kept; the next one goes on from there', async () => {
    const linkId = await freshLink();
    demarches.control({ type: 'set_latency', ms: 150 });
    const runId = await ask(service, linkId);
    await hasRead(runId);
    await cancelRun(service.works.service, { runId, by: null });
    await announceCancel(service.client, { runId, linkId });
    const row = await ended(store.database(), runId);
    demarches.control({ type: 'set_latency', ms: 0 });
    expect(row).toMatchObject({ status: 'annule', code: null });
    expect(row.added).toBeGreaterThan(0);
    expect(row.added).toBeLessThan(300);
    const next = await ended(store.database(), await ask(service, linkId));
    expect(next).toMatchObject({ status: 'reussi', failed: 0 });
    expect(next.added + row.added).toBe(300);
    expect(await differences(linkId)).toBe(0);
  });

  it('stops with the remedy when its token is revoked midway, and keeps its schedule', async () => {
    const { id: docId } = grist.createDocument();
    const token = demarches.control({ type: 'issue_token' });
    const sides = { origin: demarches.origin, number: demarches.number, token };
    const linkId = await makeLink(store.database(), {
      demarches: sides,
      grist: { url: grist.url, key: grist.key, docId },
    });
    await saveSchedule(service.works.service, linkId, { kind: 'horaire' });
    await store.sql(
      `WITH person AS (
        INSERT INTO app_user (id, email, created_at) VALUES (gen_random_uuid(), 'camille.essai@exemple.gouv.fr', now()) RETURNING id
      )
      INSERT INTO membership (link_id, user_id, role, created_at) SELECT $1, id, 'proprietaire', now() FROM person`,
      [linkId],
    );
    demarches.control({ type: 'set_latency', ms: 150 });
    const runId = await ask(service, linkId);
    await hasRead(runId);
    demarches.control({ type: 'revoke_token', token });
    const row = await ended(store.database(), runId);
    demarches.control({ type: 'set_latency', ms: 0 });
    expect(row).toMatchObject({ status: 'echoue', code: 'DS_JETON_REFUSE' });
    // What follows from its end is drawn after it.
    await quiet(store.database(), linkId);
    expect((await historyRun(service.works.service, runId)).reason).toMatchObject({
      ...{ code: 'DS_JETON_REFUSE', faire: expect.stringContaining('jeton') },
    });
    const link = await readManagedLink(store.database(), linkId);
    expect(link.schedule).toEqual({ kind: 'horaire' });
    expect(link.nextDueAt).not.toBeNull();
    const credential = await readCredential(store.database(), link.sourceCredentialId ?? '');
    expect(credential.refusal?.code).toBe('DS_JETON_REFUSE');
    const told = await store.sql('SELECT kind FROM outbox WHERE link_id = $1', [linkId]);
    expect(told).toEqual([{ kind: 'panne' }]);
  });

  it('lets its link be deleted while it goes on: it stops, and nothing is left of it', async () => {
    const linkId = await freshLink();
    demarches.control({ type: 'set_latency', ms: 150 });
    const runId = await ask(service, linkId);
    await hasRead(runId);
    expect(await deleteLink(service.works.service, linkId, null)).toEqual({
      status: 'apres_execution',
      runId,
    });
    await announceCancel(service.client, { runId, linkId });
    await expect
      .poll(() => store.sql('SELECT 1 FROM link WHERE id = $1', [linkId]), { timeout: 30_000 })
      .toEqual([]);
    demarches.control({ type: 'set_latency', ms: 0 });
    expect(await store.sql('SELECT 1 FROM run WHERE link_id = $1', [linkId])).toEqual([]);
  });

  it('keeps nothing of a dossier, nor of a secret, in events, steps, runs and journal', async () => {
    const linkId = await freshLink();
    const planted = `Temoin-${crypto.randomUUID()}`;
    const champ = demarches.demarche().form.champs.find(({ typename }) => typename === 'TextChampDescriptor');
    const [number = 0] = demarches.control({ type: 'numbers' });
    if (champ === undefined) throw new Error('the form has no text');
    demarches.control({ type: 'edit_champ', number, field: champ.id, value: planted });
    demarches.control({ type: 'change_usager', number, email: `${planted}@exemple.fr` });
    demarches.control({ type: 'add_message', number, body: planted });
    await ended(store.database(), await ask(service, linkId));
    const { document } = await readManagedLink(store.database(), linkId);
    const seen = grist.document(document);
    const written = JSON.stringify(seen.tables().map(({ id }) => seen.rows(id)));
    expect(written.includes(planted), 'the plant reaches the document').toBe(true);
    const kept = [];
    for (const table of [
      'engine_event',
      'engine_run',
      'engine_step',
      'run',
      'run_event',
      'run_note',
      'outbox',
    ]) {
      kept.push(...(await store.sql(`SELECT * FROM ${table}`)));
    }
    const text = JSON.stringify(kept, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(text.includes(linkId)).toBe(true);
    for (const secret of [planted, demarches.token, grist.key])
      expect(text.includes(secret), secret).toBe(false);
    for (const { usagerEmail } of demarches.truth()) {
      if (usagerEmail !== null) expect(text.includes(usagerEmail), usagerEmail).toBe(false);
    }
    const [largest] = await store.sql('SELECT max(length(result::text))::int AS n FROM engine_step');
    expect(largest?.n).toBeLessThan(200_000);
  });
});

/** Until the run has written some of it. */
async function hasRead(runId: string): Promise<void> {
  for (;;) {
    const [row] = await store.sql('SELECT added FROM run WHERE id = $1', [runId]);
    if (Number(row?.added) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
