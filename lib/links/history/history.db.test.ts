// History: every run with what it did and why it stopped, page by page; failures with their remedy, and tried again.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openRunJournal } from '../../journal/writer';
import { createCredential } from '../../store/credentials';
import { type HistoryFilter, NO_FILTER } from '../../store/history-rows';
import { testDatabase } from '../../store/testing/database';
import { batch, NO_COUNTS, SUCCESS } from '../../store/testing/samples';
import { keepHouse } from '../house';
import { concludeRun } from '../runs/conclude';
import { serviceOf } from '../testing';
import { historyCsv } from './export';
import { type HistoryPage, historyPage, historyRun } from './read';
import { retryFailures } from './retry-failures';

const store = testDatabase();
const DAY = 24 * 60 * 60_000;

async function ended(linkId: string, setting: ReturnType<typeof serviceOf>, end = SUCCESS) {
  const { service, clock, ledger } = setting;
  const handle = await setting.run(linkId);
  const journal = await openRunJournal(service, handle.runId);
  journal.write({ type: 'phase', phase: 'preparation' });
  clock.advance(2_000);
  journal.write({ type: 'phase', phase: 'lecture' });
  journal.write({ type: 'failure', dossier: 12, code: 'DS_DOSSIER_ILLISIBLE' });
  clock.advance(5_000);
  await ledger.commitBatch(
    handle,
    batch({ failures: [{ number: 12, code: 'DS_DOSSIER_ILLISIBLE', facts: {} }] }),
  );
  await ledger.note(handle, 'constat', { phrase: 'Trois dossiers lus.' });
  await ledger.finishRun(handle, end, null);
  await journal.close();
  await concludeRun(service, handle.runId);
  return handle;
}

describe('history', () => {
  it('tells of a run who started it, what it did, how long each phase took, and what failed with its remedy', async () => {
    const setting = serviceOf(store);
    const linkId = await setting.link();
    const { runId } = await ended(linkId, setting);
    const run = await historyRun(setting.service, runId);
    expect(run).toMatchObject({
      ...{ trigger: 'planification', status: 'reussi', scope: { mode: 'nouveautes' }, added: 2, read: 3 },
      ...{ duration: 7_000, phases: { preparation: 2_000, lecture: 5_000 }, reason: null },
      traffic: { source: { requests: 4 }, destination: { bytesReceived: 300_000 } },
      statement: { phrase: 'Trois dossiers lus.' },
    });
    expect(run.failures).toEqual([
      expect.objectContaining({
        ...{ dossier: 12, code: 'DS_DOSSIER_ILLISIBLE', isOpen: true },
        faire: expect.stringContaining('redemandé'),
      }),
    ]);
  });

  it('gives the reason and the remedy of a run that broke', async () => {
    const setting = serviceOf(store);
    const linkId = await setting.link();
    const end = { ...SUCCESS, status: 'echoue', code: 'DS_JETON_EXPIRE' } as const;
    const { runId } = await ended(linkId, setting, end);
    expect((await historyRun(setting.service, runId)).reason).toMatchObject({
      ...{ code: 'DS_JETON_EXPIRE', qui: 'administrateur de la démarche' },
    });
    await expect(historyRun(setting.service, 'x')).rejects.toMatchObject({ code: 'EXECUTION_INCONNUE' });
  });

  it('goes back page by page, without missing or repeating a run, though clocks gave the same instant or jumped', async () => {
    const setting = serviceOf(store);
    const linkId = await setting.link();
    await store.sql(
      `INSERT INTO run (id, link_id, kind, trigger, status, requested_at, alive_at, ended_at, concluded)
       SELECT gen_random_uuid(), $1, 'sync', 'planification', 'reussi', at, at, at, true
       FROM generate_series(0, 59) AS n, LATERAL (SELECT timestamptz '2026-01-01' + (n / 7 % 3) * interval '1 day') AS t(at)`,
      [linkId],
    );
    const seen: string[] = [];
    let before = null;
    do {
      const page: Awaited<ReturnType<typeof historyPage>> = await historyPage(
        setting.service,
        linkId,
        before,
        25,
      );
      seen.push(...page.runs.map(({ id }) => id));
      before = page.next;
    } while (before !== null);
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBe(60);
    await expect(historyPage(setting.service, 'x', null)).rejects.toMatchObject({ code: 'LIAISON_INCONNUE' });
  });
});

describe('a filtered history', () => {
  const insert = (linkId: string, runs: number) =>
    store.sql(
      `INSERT INTO run (id, link_id, kind, trigger, status, requested_at, alive_at, ended_at, concluded, added)
       SELECT gen_random_uuid(), $1, CASE n % 4 WHEN 0 THEN 'verify' ELSE 'sync' END::run_kind,
         CASE n % 3 WHEN 0 THEN 'manuel' ELSE 'planification' END,
         CASE n % 5 WHEN 0 THEN 'echoue' ELSE 'reussi' END::run_status, at, at, at, true, n
       FROM generate_series(0, $2 - 1) AS n, LATERAL (SELECT timestamptz '2026-01-01' + n * interval '1 hour') AS t(at)`,
      [linkId, runs],
    );

  it('holds the runs that are asked for, on every page, and only those', async () => {
    const { service, link } = serviceOf(store);
    const linkId = await link();
    await insert(linkId, 120);
    const ranks = async (filter: Partial<HistoryFilter>) => {
      const seen: number[] = [];
      for (let before: number | null = null; ; ) {
        const page: HistoryPage = await historyPage(service, linkId, before, 7, { ...NO_FILTER, ...filter });
        seen.push(...page.runs.map(({ added }) => added));
        if (page.next === null) return seen.reverse();
        before = page.next;
      }
    };
    const numbers = Array.from({ length: 120 }, (_, n) => n);
    expect(await ranks({})).toEqual(numbers);
    expect(await ranks({ kind: 'verify' })).toEqual(numbers.filter((n) => n % 4 === 0));
    expect(await ranks({ trigger: 'manuel', statuses: ['echoue'] })).toEqual(
      numbers.filter((n) => n % 15 === 0),
    );
    const since = new Date('2026-01-01T10:00:00Z');
    const until = new Date('2026-01-01T13:00:00Z');
    expect(await ranks({ since, until })).toEqual([10, 11, 12]);
    expect(await ranks({ statuses: [] })).toEqual([]);
  });

  it('goes to spreadsheets slice by slice, each run once, in words', async () => {
    const { service, link } = serviceOf(store);
    const linkId = await link();
    await insert(linkId, 1_203);
    const [person] = await store.sql(
      `INSERT INTO app_user (id, email, given_name, usual_name, created_at)
       VALUES (gen_random_uuid(), 'x@exemple.fr', '=HYPERLINK("x")', 'Martin', now()) RETURNING id::text AS id`,
    );
    await store.sql(
      `UPDATE run SET requested_by = $1, code = 'DS_JETON_EXPIRE' WHERE link_id = $2 AND added = 1200`,
      [person?.id, linkId],
    );
    const words = {
      kind: (kind: string) => `nature ${kind}`,
      trigger: (trigger: string) => `origine ${trigger}`,
      status: (status: string) => `état ${status}`,
      instant: (date: Date) => date.toISOString(),
    };
    const slices: string[] = [];
    for await (const slice of historyCsv(service, linkId, NO_FILTER, words)) slices.push(slice);
    expect(slices).toHaveLength(4);
    const lines = slices.join('').trimEnd().split('\r\n');
    expect(lines).toHaveLength(1_204);
    expect(lines[0]).toMatch(/^\ufeffRéférence;Nature/);
    const ids = lines.slice(1).map((line) => line.split(';')[0]);
    expect(new Set(ids).size).toBe(1_203);
    expect(lines[3]).toMatch(
      /;nature verify;origine manuel;état echoue;Le jeton d’accès à Démarche numérique a expiré\.;2026-02-20T00:00:00\.000Z;"'=HYPERLINK\(""x""\) Martin";;2026-02-20T00:00:00\.000Z;;0;1200;0;0;0;0;0;0$/,
    );
  });
});

describe('« réessayer ces dossiers »', () => {
  it('asks for a run where they come first, and once tried they take their turn again', async () => {
    const setting = serviceOf(store);
    const { service, ledger, clock } = setting;
    const linkId = await setting.link();
    const first = await setting.run(linkId);
    for (const number of [1, 2, 3]) {
      clock.advance(1_000);
      const failures = [{ number, code: 'GRIST_DOSSIER_REFUSE', facts: {} }] as const;
      await ledger.commitBatch(first, batch({ failures }));
    }
    await ledger.finishRun(first, { ...SUCCESS, status: 'avec_echecs' }, null);
    const order = async () => (await ledger.failures(linkId)).map(({ number }) => number);
    expect(await order()).toEqual([1, 2, 3]);
    const answer = await retryFailures(service, { linkId, dossiers: [3], by: null });
    expect(answer).toMatchObject({ status: 'requested', dossiers: 1 });
    expect(await order()).toEqual([3, 1, 2]);
    expect((await historyRun(service, answer.runId)).scope).toEqual({ mode: 'echecs', dossiers: [3] });
    const retry = await setting.run(linkId);
    expect(retry.runId).toBe(answer.runId);
    const failures = [{ number: 3, code: 'GRIST_DOSSIER_REFUSE', facts: {} }] as const;
    await ledger.commitBatch(retry, batch({ failures, counts: { ...NO_COUNTS, failed: 1 } }));
    expect(await order()).toEqual([1, 2, 3]);
  });
});

describe('le ménage', () => {
  it('throws away the details of runs older than 90 days, and keeps their summaries', async () => {
    const setting = serviceOf(store);
    const { service, clock } = setting;
    const linkId = await setting.link();
    const old = await ended(linkId, setting);
    clock.advance(60 * DAY);
    const recent = await ended(linkId, setting);
    clock.advance(31 * DAY);
    await keepHouse(service);
    await keepHouse(service);
    const count = async (table: string, runId: string) =>
      (await store.sql(`SELECT count(*)::int AS n FROM ${table} WHERE run_id = $1`, [runId]))[0]?.n;
    expect([await count('run_event', old.runId), await count('run_note', old.runId)]).toEqual([0, 0]);
    expect([await count('run_event', recent.runId), await count('run_note', recent.runId)]).toEqual([3, 1]);
    expect(await historyRun(service, old.runId)).toMatchObject({
      ...{ added: 2, phases: { preparation: 2_000, lecture: 5_000 }, failures: [] },
      statement: { phrase: 'Trois dossiers lus.' },
    });
  });

  it('frees leases of nobody, drops secrets of nothing, and touches what is in use', async () => {
    const setting = serviceOf(store);
    const { service, clock, ledger } = setting;
    const linkId = await setting.link();
    const handle = await setting.run(linkId);
    const gone = '00000000-0000-4000-8000-000000000001';
    await store.sql(`INSERT INTO lease (resource, holder) VALUES ('document:x/y', $1)`, [gone]);
    await store.sql(`INSERT INTO lease (resource) VALUES ('link:${gone}')`);
    const keys = { active: 'k1', keys: new Map([['k1', randomBytes(32)]]) };
    const give = async () => {
      const secret = {
        kind: 'jeton_dn',
        origin: 'https://dn.exemple.fr',
        secret: 'un-jeton-invente',
      } as const;
      return createCredential({ ...service, keys }, { ...secret, givenBy: null, expiresAt: null });
    };
    const [used, unused] = [await give(), await give()];
    await store.sql('UPDATE link SET source_credential_id = $1 WHERE id = $2', [used.id, linkId]);
    clock.advance(8 * DAY);
    const fresh = await give();
    const cleaned = await keepHouse(service);
    expect(cleaned).toMatchObject({ credentials: 1 });
    expect(cleaned.leases).toBeGreaterThanOrEqual(2);
    const kept = await store.sql('SELECT id FROM credential');
    expect(new Set(kept.map(({ id }) => id))).toEqual(new Set([used.id, fresh.id]));
    expect(unused.id).not.toBe(fresh.id);
    // The lease of a run that is open is its own, however old.
    await ledger.renew(handle);
  });
});
