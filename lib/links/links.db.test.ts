// Links as the service manages them: created once, set, paused, listed with their status, deleted even while they run.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCredential } from '../store/credentials';
import { deleteLink } from '../store/link-deletion';
import { readManagedLink, updateLink } from '../store/managed-links';
import { insertRequest } from '../store/run-requests';
import { startRun } from '../store/run-start';
import { testDatabase } from '../store/testing/database';
import { BINDINGS, batch, COMMIT, dossier, identity, SUCCESS } from '../store/testing/samples';
import { createLink } from './create';
import { listLinks } from './list';
import { pauseLink } from './pause';
import { concludeRun } from './runs/conclude';
import { requestRun } from './runs/request';
import { watchRuns } from './runs/watch';
import { saveSchedule } from './save-schedule';
import { saveSettings } from './save-settings';
import { readSettings } from './settings';
import { serviceOf } from './testing';

const store = testDatabase();

describe('a link', () => {
  it('is created once, and the second creation changes nothing of it', async () => {
    const { service } = serviceOf(store);
    const link = {
      ...identity(),
      ...{ title: 'Aides', documentName: 'Suivi', sourceCredentialId: null, destinationCredentialId: null },
      settings: readSettings({ options: { messages: true } }),
    };
    const first = await createLink(service, link);
    expect(first.status).toBe('created');
    const again = await createLink(service, { ...link, title: 'Autre', settings: readSettings(null) });
    expect(again).toEqual({ status: 'found', linkId: first.linkId });
    const kept = await readManagedLink(store.database(), first.linkId);
    expect(kept).toMatchObject({ title: 'Aides', rank: 0, nextDueAt: null });
    expect(readSettings(kept.settings).options.messages).toBe(true);
  });

  it('keeps the settings and the schedule that it is given, and refuses what cannot be', async () => {
    const { service, link } = serviceOf(store);
    const linkId = await link();
    const settings = readSettings({ scope: { statuts: ['accepte'] } });
    await saveSettings(service, linkId, settings);
    expect(readSettings((await readManagedLink(store.database(), linkId)).settings)).toEqual(settings);
    const due = await saveSchedule(service, linkId, { kind: 'cron', expression: ' 30 6 * *  1-5' });
    expect(due).toEqual(new Date('2026-03-03T05:30:00Z'));
    await expect(
      saveSchedule(service, linkId, { kind: 'cron', expression: '* * * * *' }),
    ).rejects.toMatchObject({
      code: 'PLANIFICATION_INVALIDE',
    });
    const kept = await readManagedLink(store.database(), linkId);
    expect(kept).toMatchObject({ schedule: { kind: 'cron', expression: '30 6 * * 1-5' }, nextDueAt: due });
    await expect(saveSettings(service, 'inconnue', settings)).rejects.toMatchObject({
      code: 'LIAISON_INCONNUE',
    });
  });
});

describe('the list of links', () => {
  it('tells the status of each, with its last run, in one query', async () => {
    const { service, link, run, ledger } = serviceOf(store);
    const [never, well, failing, working, paused] = [
      await link(),
      await link(),
      await link(),
      await link(),
      await link(),
    ];
    for (const [linkId, end] of [
      [well, SUCCESS],
      [failing, { ...SUCCESS, status: 'echoue', code: 'DS_JETON_EXPIRE' }],
      [paused, SUCCESS],
    ] as const) {
      const handle = await run(linkId);
      await ledger.finishRun(handle, end, null);
      await concludeRun(service, handle.runId);
    }
    const open = await run(working);
    await pauseLink(service, paused);
    const lines = await listLinks(service, [never, well, failing, working, paused]);
    const status = new Map(lines.map((line) => [line.id, line.status]));
    expect([never, well, failing, working, paused].map((id) => status.get(id))).toEqual([
      ...['Jamais synchronisée', 'À jour', 'En erreur', 'En cours', 'En pause'],
    ]);
    expect(lines.find(({ id }) => id === well)?.last).toMatchObject({ status: 'reussi', added: 2 });
    expect(lines.find(({ id }) => id === working)?.openRunId).toBe(open.runId);
    expect((await listLinks(service, null)).length).toBeGreaterThanOrEqual(5);
  });
});

describe('deleting a link', () => {
  const credential = async () => {
    const keys = { active: 'k1', keys: new Map([['k1', randomBytes(32)]]) };
    const { service } = serviceOf(store);
    const given = { kind: 'jeton_dn', origin: 'https://dn.exemple.fr', secret: 'un-jeton-invente' } as const;
    return (await createCredential({ ...service, keys }, { ...given, givenBy: null, expiresAt: null })).id;
  };
  const remains = async (linkId: string) => {
    const tables = ['link_dossier', 'bound_table', 'dossier_failure', 'run'];
    const counts = await Promise.all(
      tables.map((table) =>
        store.sql(`SELECT count(*)::int AS n FROM ${table} WHERE link_id = $1`, [linkId]),
      ),
    );
    return counts.flat().reduce((sum, row) => sum + Number(row.n), 0);
  };

  it('forgets everything of it, frees its tables, and its credential unless another link uses it', async () => {
    const { service, link, run, ledger } = serviceOf(store);
    const [mine, shared] = [await credential(), await credential()];
    const linkId = await link();
    const other = await link();
    await updateLink(store.database(), linkId, { sourceCredentialId: mine, destinationCredentialId: shared });
    await updateLink(store.database(), other, { destinationCredentialId: shared });
    const handle = await run(linkId);
    await ledger.saveBindings(handle, BINDINGS);
    await ledger.commitBatch(handle, batch({ dossiers: [dossier(1)] }));
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    expect(await remains(linkId)).toBeGreaterThan(0);
    expect(await deleteLink(service, linkId, null)).toEqual({ status: 'supprimee' });
    expect(await remains(linkId)).toBe(0);
    expect(
      await store.sql('SELECT id FROM credential WHERE id = ANY($1) ORDER BY id', [[mine, shared]]),
    ).toEqual([{ id: shared }]);
    await expect(readManagedLink(store.database(), linkId)).rejects.toMatchObject({
      code: 'LIAISON_INCONNUE',
    });
  });

  it('ends a waiting run at once', async () => {
    const { service, link } = serviceOf(store);
    const linkId = await link();
    const { runId } = await requestRun(service, { linkId, trigger: 'manuel', by: null });
    expect(await deleteLink(service, linkId, null)).toEqual({ status: 'supprimee' });
    expect(await startRun(service, { runId, executor: 'moteur' })).toEqual({ status: 'over' });
  });

  it('while it runs lets the run end cleanly as annulé, then goes; nothing new starts meanwhile', async () => {
    const { service, link, run, ledger } = serviceOf(store);
    const linkId = await link({ kind: 'quart_heure' });
    const handle = await run(linkId);
    expect(await deleteLink(service, linkId, null)).toEqual({
      ...{ status: 'apres_execution', runId: handle.runId },
    });
    expect(await listLinks(service, [linkId])).toEqual([]);
    await expect(requestRun(service, { linkId, trigger: 'manuel', by: null })).rejects.toMatchObject({
      code: 'LIAISON_INCONNUE',
    });
    // The batch in hand is finished.
    await ledger.commitBatch(handle, batch({ dossiers: [dossier(1)] }));
    await ledger.finishRun(handle, { ...SUCCESS, status: 'interrompu' }, null);
    const [row] = await store.sql('SELECT status FROM run WHERE id = $1', [handle.runId]);
    expect(row).toEqual({ status: 'annule' });
    expect((await watchRuns(service)).deleted).toBeGreaterThanOrEqual(1);
    expect(await remains(linkId)).toBe(0);
    for (const write of [() => ledger.commitBatch(handle, batch()), () => ledger.renew(handle)]) {
      await expect(write()).rejects.toMatchObject({ code: 'BAIL_PERDU' });
    }
  });

  it('whose run died does not wait for ever, and the dead run writes nothing more', async () => {
    const { service, link, run, ledger, clock } = serviceOf(store);
    const linkId = await link();
    const handle = await run(linkId);
    await deleteLink(service, linkId, null);
    clock.advance(10 * 60_000);
    await watchRuns(service);
    expect(await remains(linkId)).toBe(0);
    await expect(ledger.commitBatch(handle, batch({ dossiers: [dossier(1)] }))).rejects.toMatchObject({
      code: 'BAIL_PERDU',
    });
  });

  it('then creating it again starts from nothing', async () => {
    const { service, link, ledger, run } = serviceOf(store);
    const wanted = identity();
    const linkId = await link(null, wanted);
    const handle = await run(linkId);
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    await deleteLink(service, linkId, null);
    const again = await link(null, wanted);
    expect(again).not.toBe(linkId);
    expect((await ledger.readLink(again)).cursor.watermark).toBeNull();
    await insertRequest(service, {
      ...{ linkId: again, kind: 'sync', trigger: 'manuel', by: null, key: null, scope: { mode: 'tout' } },
    });
  });
});
