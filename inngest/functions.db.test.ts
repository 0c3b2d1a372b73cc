// The functions beside a run's ordinary course: too long, failed as a whole, tried again for some dossiers; people told by
// the post; the house kept.

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { letTimePass } from '../lib/engine/testing/time';
import { readEngine } from '../lib/env/engine-variables';
import { Failure } from '../lib/errors/failure';
import { historyRun } from '../lib/links/history/read';
import { retryFailures } from '../lib/links/history/retry-failures';
import { saveSchedule } from '../lib/links/save-schedule';
import { lastEvents } from '../lib/store/event-rows';
import { cancelRun } from '../lib/store/run-cancel';
import { testDatabase } from '../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { announceCancel, announceRun, POST_DUE } from './events';
import type { RunService } from './service';
import { tickSoon, ticksOf } from './testing/engine-time';
import { ask, differencesOf, ended, makeLink, quiet, startTestService } from './testing/service';

const store = testDatabase();

/** Whole runs: on a machine that does ten other things, each may take a minute. */
vi.setConfig({ testTimeout: 180_000 });
const DOSSIERS = 120;
let demarches: DemarchesSimulator;
let grist: Simulator;
let service: RunService | null = null;

beforeAll(async () => {
  [demarches, grist] = await Promise.all([
    startDemarches({ dossiers: DOSSIERS, preset: 'demo' }),
    startGrist(),
  ]);
});
afterEach(async () => {
  demarches.control({ type: 'set_latency', ms: 0 });
  grist.clearFaults();
  await service?.stop();
});
afterAll(() => Promise.all([demarches.close(), grist.close()]));

type More = Parameters<typeof startTestService>;

async function start(limits: More[2] = {}, watch?: More[3], other?: More[4]): Promise<RunService> {
  service = await startTestService(store.database(), store.url(), limits, watch, other);
  return service;
}

async function freshLink() {
  const { id: docId } = grist.createDocument();
  const sides = { url: grist.url, key: grist.key, docId };
  const linkId = await makeLink(store.database(), { demarches, grist: sides });
  return { linkId, docId, differences: () => differencesOf(store.url(), demarches, sides) };
}

async function hasRead(runId: string): Promise<void> {
  await expect
    .poll(async () => (await store.sql('SELECT added FROM run WHERE id = $1', [runId]))[0]?.added, {
      timeout: 30_000,
      interval: 10,
    })
    .toBeGreaterThan(0);
}

async function runsOf(linkId: string) {
  return store.sql(
    `SELECT trigger, status::text AS status, code, added FROM run WHERE link_id = $1 AND kind = 'sync' ORDER BY fence`,
    [linkId],
  );
}

async function sentences(runId: string): Promise<readonly string[]> {
  const lines = await lastEvents(store.database(), runId, 1_000);
  return lines.map(({ sentence }) => sentence.replaceAll('\u00a0', ' '));
}

describe('an execution that lasts too long', () => {
  it('is stopped at the time that the configuration gives, told as lost, and taken up where it was', async () => {
    const { finish } = readEngine({ DUREE_MAX_SYNCHRONISATION: '90m' });
    const running = await start({ finish, stepBudget: 1 });
    const { linkId, differences } = await freshLink();
    demarches.control({ type: 'set_latency', ms: 200 });
    const runId = await ask(running, linkId);
    await hasRead(runId);
    const [deadline] = await store.sql(
      `SELECT extract(epoch FROM deadline - started_at)::int AS seconds FROM engine_run
       WHERE event->'data'->>'runId' = $1 AND deadline IS NOT NULL`,
      [runId],
    );
    expect(deadline).toEqual({ seconds: 90 * 60 });
    await letTimePass(store.sql, '90 minutes');
    const row = await ended(store.database(), runId);
    demarches.control({ type: 'set_latency', ms: 0 });
    expect(row).toMatchObject({ status: 'interrompu', code: 'EXECUTION_PERDUE' });
    await expect.poll(async () => (await runsOf(linkId)).at(-1)?.status, { timeout: 40_000 }).toBe('reussi');
    await quiet(store.database(), linkId);
    const runs = await runsOf(linkId);
    expect(runs.map(({ trigger }) => trigger)).toEqual(['manuel', 'reprise']);
    expect(runs.reduce((sum, { added }) => sum + Number(added), 0)).toBe(DOSSIERS);
    expect(await differences()).toEqual({ differences: 0, dossiers: DOSSIERS });
  });
});

describe('an execution that fails as a whole', () => {
  it('has its run recorded and taken up by `onFailure`', async () => {
    let struck = '';
    const running = await start(
      {},
      async (step) => {
        if (struck === '' || !['prepare', 'failed', 'conclude'].includes(step)) return;
        if (step === 'conclude') struck = '';
        // Nobody may end the run, and its end cannot be told.
        throw new Failure(step === 'conclude' ? 'SECRET_ILLISIBLE' : 'BAIL_PERDU');
      },
      { backoff: () => 1 },
    );
    const { linkId, differences } = await freshLink();
    struck = linkId;
    const runId = await ask(running, linkId);
    expect(await ended(store.database(), runId)).toMatchObject({
      ...{ status: 'interrompu', code: 'EXECUTION_PERDUE', added: 0 },
    });
    const failed = await store.sql(
      `SELECT state::text AS state FROM engine_run WHERE event->'data'->>'runId' = $1 AND state = 'failed'`,
      [runId],
    );
    expect(failed).toEqual([{ state: 'failed' }]);
    await expect.poll(async () => (await runsOf(linkId)).at(-1)?.status, { timeout: 30_000 }).toBe('reussi');
    await quiet(store.database(), linkId);
    expect((await runsOf(linkId)).map(({ trigger }) => trigger)).toEqual(['manuel', 'reprise']);
    expect(await differences()).toEqual({ differences: 0, dossiers: DOSSIERS });
  });
});

describe('the journal of a run', () => {
  it('says that somebody asked it to stop', async () => {
    const running = await start({ stepBudget: 1 });
    const { linkId } = await freshLink();
    demarches.control({ type: 'set_latency', ms: 200 });
    const runId = await ask(running, linkId);
    await hasRead(runId);
    await cancelRun(running.works.service, { runId, by: null });
    await announceCancel(running.client, { runId, linkId });
    await ended(store.database(), runId);
    const told = await sentences(runId);
    expect(told).toContain('Arrêt demandé : ce qui est en cours est terminé, puis l’exécution s’arrête.');
    expect(told.at(-1)).toMatch(/^Annulé : ce qui était écrit reste/);
  });

  it('says since when a lost run gave no sign of life', async () => {
    const { linkId } = await freshLink();
    const held = await start({ stepBudget: 1 }, async (step, moment) => {
      if (step === 'pull-1' && moment === 'end') await new Promise(() => undefined);
    });
    const runId = await ask(held, linkId);
    await hasRead(runId);
    // Its process is gone, and its engine forgot it.
    await held.stop(0);
    await store.sql(`DELETE FROM engine_run`);
    await store.sql(
      `UPDATE run SET alive_at = now() - interval '2 minutes', suspected_at = now() - interval '1 minute' WHERE id = $1`,
      [runId],
    );
    await start();
    await tickSoon(store.sql, 'veilleur');
    expect(await ended(store.database(), runId)).toMatchObject({ code: 'EXECUTION_PERDUE' });
    await expect
      .poll(async () => (await sentences(runId)).at(-1), { timeout: 30_000 })
      .toContain('s’est arrêtée sans prévenir');
    expect((await sentences(runId)).at(-2)).toMatch(
      /^Aucun signe de vie depuis \d\d:\d\d:\d\d : cette exécution est tenue pour perdue\.$/,
    );
    await expect.poll(async () => (await runsOf(linkId)).at(-1)?.status, { timeout: 30_000 }).toBe('reussi');
  });
});

describe('« réessayer ces dossiers »', () => {
  it('is a run of these dossiers alone, that says nothing of how fresh the link is', async () => {
    const running = await start();
    const { linkId, docId } = await freshLink();
    const champ = demarches.demarche().form.champs.find(({ typename }) => typename === 'TextChampDescriptor');
    const [number = 0, other = 0] = demarches.control({ type: 'numbers' });
    for (const one of [number, other]) {
      demarches.control({ type: 'edit_champ', number: one, field: champ?.id ?? '', value: `refusé ${one}` });
      const body = { error: 'refused' };
      grist.fault({
        ...{ path: '/apply', body: `refusé ${one}`, times: 1_000 },
        fault: { type: 'status', status: 400, when: 'before', body },
      });
    }
    const first = await ask(running, linkId);
    expect(await ended(store.database(), first)).toMatchObject({ status: 'avec_echecs', failed: 2 });
    await quiet(store.database(), linkId);
    grist.clearFaults();
    const freshness = async () => (await store.sql('SELECT fresh_at FROM link WHERE id = $1', [linkId]))[0];
    const fresh = await freshness();
    const { runId } = await retryFailures(running.works.service, { linkId, dossiers: [number], by: null });
    await announceRun(running.client, 'sync', { runId, linkId });
    const row = await ended(store.database(), runId);
    expect(row).toMatchObject({ status: 'avec_echecs', read: 1, added: 1, failed: 1 });
    expect(await historyRun(running.works.service, runId)).toMatchObject({
      scope: { mode: 'echecs', dossiers: [number] },
    });
    expect(await freshness()).toEqual(fresh);
    const rows = grist.document(docId).rows(`Demarche_${demarches.number}_dossiers`);
    expect(rows).toHaveLength(DOSSIERS - 1);
  });
});

describe('`notifier`', () => {
  it('hands each message to the post once, and again when the post refused it', async () => {
    const sent: { readonly to: string; readonly subject: string }[] = [];
    let refusals = 1;
    const mailer = {
      send: async (to: string, { subject }: { readonly subject: string }) => {
        if (refusals-- > 0) throw new Error(`450 ${to} is busy`);
        sent.push({ to, subject });
      },
    };
    const running = await start({}, undefined, { access: { mailer } });
    const { linkId } = await freshLink();
    await saveSchedule(running.works.service, linkId, { kind: 'horaire' });
    // Hourly, and nothing came for a day; its token ends tomorrow.
    await store.sql(`UPDATE link SET created_at = now() - interval '1 day', paused_at = NULL WHERE id = $1`, [
      linkId,
    ]);
    await store.sql(
      `UPDATE credential SET expires_at = now() + interval '20 hours' WHERE id = (SELECT source_credential_id FROM link WHERE id = $1)`,
      [linkId],
    );
    const owner = 'camille.essai@exemple.gouv.fr';
    const [user] = await store.sql(
      `INSERT INTO app_user (id, email, created_at) VALUES (gen_random_uuid(), $1, now()) RETURNING id::text AS id`,
      [owner],
    );
    await store.sql(
      `INSERT INTO membership (link_id, user_id, role, created_at) VALUES ($1, $2, 'proprietaire', now())`,
      [linkId, user?.id],
    );
    const waiting = async () =>
      store.sql('SELECT kind FROM outbox WHERE link_id = $1 AND sent_at IS NULL ORDER BY id', [linkId]);
    const executions = async () =>
      (
        await store.sql(
          `SELECT 1 FROM engine_run WHERE function_id LIKE '%-notifier' AND ended_at IS NOT NULL`,
        )
      ).length;
    const look = async () => {
      const before = await executions();
      await running.client.send({ name: POST_DUE, data: {} });
      await expect.poll(executions, { timeout: 30_000 }).toBeGreaterThan(before);
    };
    await look();
    expect(sent).toHaveLength(1);
    expect(await waiting()).toHaveLength(1);
    await look();
    // It is left alone for a while.
    expect(sent).toHaveLength(1);
    await store.sql(`UPDATE outbox SET retry_at = now() WHERE link_id = $1 AND sent_at IS NULL`, [linkId]);
    await look();
    expect(await waiting()).toEqual([]);
    expect(sent.map(({ to }) => to)).toEqual([owner, owner]);
    expect(new Set(sent.map(({ subject }) => subject)).size).toBe(2);
  });
});

describe('`menage`', () => {
  it('forgets details of 90 days, sessions that are over, leases of nobody, what the engine finished a week ago', async () => {
    const running = await start();
    const { linkId } = await freshLink();
    const runId = await ask(running, linkId);
    await ended(store.database(), runId);
    await quiet(store.database(), linkId);
    await store.sql(`UPDATE run SET ended_at = ended_at - interval '91 days' WHERE id = $1`, [runId]);
    await store.sql(`UPDATE run_event SET at = at - interval '91 days' WHERE run_id = $1`, [runId]);
    await store.sql(`UPDATE run_note SET written_at = written_at - interval '91 days' WHERE run_id = $1`, [
      runId,
    ]);
    await store.sql(`INSERT INTO lease (resource, holder) VALUES ('document:x/y', gen_random_uuid())`);
    await store.sql(
      `INSERT INTO rate_count (key, opened_at, count) VALUES ('vieux', now() - interval '30 days', 3)`,
    );
    await letTimePass(store.sql, '8 days');
    const old = await store.sql(`SELECT id FROM engine_run WHERE event->'data'->>'runId' = $1`, [runId]);
    expect(old.length).toBeGreaterThan(0);
    const before = (await ticksOf(store.sql, 'menage')).length;
    await tickSoon(store.sql, 'menage');
    await expect
      .poll(async () => (await ticksOf(store.sql, 'menage')).length, { timeout: 30_000 })
      .toBeGreaterThan(before);
    const counted = async (table: string, where: string) =>
      (await store.sql(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`))[0]?.n;
    expect(await counted('run_event', `run_id = '${runId}'`)).toBe(0);
    expect(await counted('run_note', `run_id = '${runId}'`)).toBe(0);
    expect(await counted('lease', 'holder IS NOT NULL')).toBe(0);
    expect(await counted('rate_count', `key = 'vieux'`)).toBe(0);
    expect(await counted('engine_run', `event->'data'->>'runId' = '${runId}'`)).toBe(0);
    // The summary stays.
    expect(await historyRun(running.works.service, runId)).toMatchObject({
      status: 'reussi',
      added: DOSSIERS,
    });
  });
});
