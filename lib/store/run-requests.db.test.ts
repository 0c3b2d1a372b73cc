// R2, no job dropped: a run that is asked for exists once, starts once, and ends once, whatever is asked twice or lost.

import { describe, expect, it } from 'vitest';
import type { RunHandle } from '../run/ports';
import { openDatabase } from './database';
import { LEASE_MS } from './lease';
import { openLedger } from './ledger';
import { cancelRun, isCancelAsked } from './run-cancel';
import { insertRequest, type RequestedRun } from './run-requests';
import { startRun } from './run-start';
import { testDatabase } from './testing/database';
import { batch, COMMIT, checkpoint, identity, NO_COUNTS, SUCCESS, testClock } from './testing/samples';

const store = testDatabase();

async function linked(linkIdentity = identity()) {
  const clock = testClock();
  const context = { database: store.database(), clock };
  const ledger = openLedger(store.database(), clock);
  const { id: linkId } = await ledger.openLink(linkIdentity);
  const ask = (changes: Partial<RequestedRun> = {}) =>
    insertRequest(context, {
      ...{ linkId, kind: 'sync', trigger: 'manuel', by: null, key: null, scope: { mode: 'nouveautes' } },
      ...changes,
    });
  const start = (runId: string, executor = 'moteur-1') => startRun(context, { runId, executor });
  return { clock, context, ledger, linkId, ask, start };
}

async function started(setting: Awaited<ReturnType<typeof linked>>, executor = 'moteur-1') {
  const { runId } = await setting.ask();
  const begun = await setting.start(runId, executor);
  if (begun.status !== 'started') throw new Error(begun.status);
  return begun.handle;
}

async function runRow(runId: string) {
  const [row] = await store.sql(
    'SELECT status, code, trigger, executor, ended_at IS NULL AS open, read FROM run WHERE id = $1',
    [runId],
  );
  return row;
}

describe('asking for a run', () => {
  it('twice, or twenty times at once from two processes, gives the same run', async () => {
    const { linkId, clock } = await linked();
    const second = await openDatabase(store.url());
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          insertRequest(
            { database: index % 2 === 0 ? store.database() : second, clock },
            { linkId, kind: 'sync', trigger: 'manuel', by: null, key: null, scope: { mode: 'tout' } },
          ),
        ),
      );
      expect(answers.filter(({ status }) => status === 'requested')).toHaveLength(1);
      expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
    } finally {
      await second.close();
    }
  });

  it('again once the first one ended gives another run', async () => {
    const setting = await linked();
    const handle = await started(setting);
    expect(await setting.ask()).toEqual({ status: 'already', runId: handle.runId });
    await setting.ledger.finishRun(handle, SUCCESS, COMMIT);
    expect(await setting.ask()).toMatchObject({ status: 'requested' });
  });

  it('with the key of a run that ended long ago gives that run: an event sent twice is one run', async () => {
    const setting = await linked();
    const { runId } = await setting.ask({ key: `${setting.linkId}:minuit` });
    const begun = await setting.start(runId);
    if (begun.status !== 'started') throw new Error(begun.status);
    await setting.ledger.finishRun(begun.handle, SUCCESS, COMMIT);
    expect(await setting.ask({ key: `${setting.linkId}:minuit` })).toEqual({ status: 'already', runId });
    expect(await setting.ask({ key: `${setting.linkId}:midi` })).toMatchObject({ status: 'requested' });
  });

  it.each(['', '00000000-0000-4000-8000-000000000000'])('for the link « %s » is refused', async (linkId) => {
    const { ask } = await linked();
    await expect(ask({ linkId })).rejects.toMatchObject({ code: 'LIAISON_INCONNUE' });
  });

  it('is what the terminal takes up, when a run already waits', async () => {
    const { ask, ledger, linkId, start } = await linked();
    const { runId } = await ask();
    const begun = await ledger.beginRun({ linkId, kind: 'sync', trigger: 'cli' });
    if (begun.status === 'busy') throw new Error('busy');
    expect(begun.handle.runId).toBe(runId);
    // The engine, when it comes to it, leaves it alone.
    expect(await start(runId)).toEqual({ status: 'taken' });
    await ledger.finishRun(begun.handle, SUCCESS, COMMIT);
    expect(await start(runId)).toEqual({ status: 'over' });
  });

  it('keeps a verification from the terminal waiting, but not for ever', async () => {
    const { ask, ledger, linkId, clock } = await linked();
    const { runId } = await ask();
    const verify = () => ledger.beginRun({ linkId, kind: 'verify', trigger: 'cli' });
    expect(await verify()).toEqual({ status: 'busy', runId });
    clock.advance(5 * 60_000);
    expect(await verify()).toMatchObject({ status: 'started' });
    expect(await runRow(runId)).toMatchObject({ status: 'interrompu', code: 'EXECUTION_NON_PRISE' });
  });
});

describe('starting a run', () => {
  it('gives its handle, which writes', async () => {
    const setting = await linked();
    const handle = await started(setting);
    await setting.ledger.commitBatch(handle, batch({ counts: { ...NO_COUNTS, read: 3 } }));
    expect(await runRow(handle.runId)).toMatchObject({ status: 'en_cours', executor: 'moteur-1', read: 3 });
  });

  it('again by the same execution, its answer lost, gives its own run under a new fence', async () => {
    const setting = await linked();
    const lost = await started(setting);
    const again = await setting.start(lost.runId);
    if (again.status !== 'started') throw new Error(again.status);
    expect(again.handle.fence).toBeGreaterThan(lost.fence);
    await setting.ledger.commitBatch(again.handle, batch());
    // Whoever still held the first answer is refused.
    await expect(setting.ledger.commitBatch(lost, batch())).rejects.toMatchObject({ code: 'BAIL_PERDU' });
  });

  it('by another execution is refused while the first lives, and granted once it gave no sign of life', async () => {
    const setting = await linked();
    const first = await started(setting);
    expect(await setting.start(first.runId, 'moteur-2')).toEqual({ status: 'taken' });
    await setting.ledger.renew(first);
    setting.clock.advance(LEASE_MS);
    const next = await setting.start(first.runId, 'moteur-2');
    if (next.status !== 'started') throw new Error(next.status);
    await expect(setting.ledger.renew(first)).rejects.toMatchObject({ code: 'BAIL_PERDU' });
    await setting.ledger.finishRun(next.handle, SUCCESS, COMMIT);
    expect(await runRow(first.runId)).toMatchObject({ status: 'reussi', executor: 'moteur-2' });
  });

  it('by many executions at once is granted to one', async () => {
    const setting = await linked();
    const { runId } = await setting.ask();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => setting.start(runId, `moteur-${index}`)),
    );
    expect(answers.filter(({ status }) => status === 'started')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 'taken')).toHaveLength(7);
  });

  it('waits its turn while another link writes in the document, and shows that it does', async () => {
    const first = await linked();
    const { document } = await first.ledger.readLink(first.linkId);
    const second = await linked(identity({ document, demarche: 5678 }));
    const holder = await started(first);
    const { runId } = await second.ask();
    second.clock.advance(30_000);
    expect(await second.start(runId)).toEqual({ status: 'waiting', behind: holder.runId });
    const [row] = await store.sql('SELECT status, alive_at FROM run WHERE id = $1', [runId]);
    expect(row).toEqual({ status: 'en_attente', alive_at: new Date('2026-03-02T08:00:30Z') });
    await first.ledger.finishRun(holder, SUCCESS, COMMIT);
    expect(await second.start(runId)).toMatchObject({ status: 'started' });
  });

  it.each(['pas-un-identifiant', '00000000-0000-4000-8000-000000000000'])(
    'that does not exist (%s) is over: its link was deleted',
    async (runId) => {
      const { start } = await linked();
      expect(await start(runId)).toEqual({ status: 'over' });
    },
  );
});

describe('the end of a run, played again after its answer was lost', () => {
  const again = async (ledgerOf: Awaited<ReturnType<typeof linked>>, handle: RunHandle) => {
    await ledgerOf.ledger.note(handle, 'avertissements', [1]);
    await ledgerOf.ledger.finishRun(handle, SUCCESS, COMMIT);
  };

  it('changes nothing and refuses nothing, with its notes', async () => {
    const setting = await linked();
    const handle = await started(setting);
    await again(setting, handle);
    await again(setting, handle);
    expect(await runRow(handle.runId)).toMatchObject({ status: 'reussi', code: null });
    // Even when the next run already began.
    const next = await started(setting);
    await again(setting, handle);
    await setting.ledger.renew(next);
  });

  it('is refused to a run that was recorded as lost', async () => {
    const setting = await linked();
    const lost = await started(setting);
    setting.clock.advance(LEASE_MS);
    await setting.ledger.beginRun({ linkId: setting.linkId, kind: 'sync', trigger: 'cli' });
    await expect(again(setting, lost)).rejects.toMatchObject({ code: 'BAIL_PERDU' });
  });
});

describe('cancelling', () => {
  it('a waiting run ends it at once', async () => {
    const { ask, context, start } = await linked();
    const { runId } = await ask();
    expect(await cancelRun(context, { runId, by: null })).toBe('annulee');
    expect(await start(runId)).toEqual({ status: 'over' });
    expect(await runRow(runId)).toMatchObject({ status: 'annule', open: false });
    expect(await cancelRun(context, { runId, by: null })).toBe('deja_finie');
    expect(await ask()).toMatchObject({ status: 'requested' });
  });

  it('a running one lets it finish its batch: it ends as annulé, with its counts and its checkpoint', async () => {
    const setting = await linked();
    const { ledger, context, linkId } = setting;
    const handle = await started(setting);
    expect(await isCancelAsked(store.database(), handle.runId)).toBe(false);
    expect(await cancelRun(context, { runId: handle.runId, by: null })).toBe('demandee');
    expect(await isCancelAsked(store.database(), handle.runId)).toBe(true);
    const at = checkpoint();
    const counts = { ...NO_COUNTS, read: 4, added: 4 };
    await ledger.commitBatch(handle, batch({ checkpoint: at, counts }));
    await ledger.finishRun(handle, { ...SUCCESS, status: 'interrompu', counts }, null);
    await ledger.finishRun(handle, { ...SUCCESS, status: 'interrompu', counts }, null);
    expect(await runRow(handle.runId)).toMatchObject({ status: 'annule', read: 4 });
    expect((await ledger.readLink(linkId)).cursor.checkpoint).toEqual(at);
  });

  it('too late leaves the run the end that it had', async () => {
    const setting = await linked();
    const handle = await started(setting);
    await cancelRun(setting.context, { runId: handle.runId, by: null });
    await setting.ledger.finishRun(handle, SUCCESS, COMMIT);
    expect(await runRow(handle.runId)).toMatchObject({ status: 'reussi' });
  });

  it('a run that does not exist is refused', async () => {
    const { context } = await linked();
    await expect(cancelRun(context, { runId: 'x', by: null })).rejects.toMatchObject({
      code: 'EXECUTION_INCONNUE',
    });
  });
});
