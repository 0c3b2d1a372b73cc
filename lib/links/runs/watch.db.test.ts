// The watchdog: what an engine loses is noticed within five minutes, recorded as it was, and taken up again.

import { describe, expect, it } from 'vitest';
import { noticedWithin } from '../../store/lost-runs';
import { cancelRun } from '../../store/run-cancel';
import { startRun } from '../../store/run-start';
import { testDatabase } from '../../store/testing/database';
import { batch, COMMIT, checkpoint, NO_COUNTS, SUCCESS } from '../../store/testing/samples';
import { serviceOf } from '../testing';
import { planRuns } from './plan';
import { requestRun } from './request';
import { watchRuns } from './watch';

const store = testDatabase();
const MINUTE = 60_000;

async function running() {
  const setting = serviceOf(store);
  const linkId = await setting.link({ kind: 'quotidien', heure: '00:00' });
  const handle = await setting.run(linkId);
  /** The watchdog comes by each minute. */
  const watchFor = async (minutes: number) => {
    const lost = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      setting.clock.advance(MINUTE);
      lost.push(...(await watchRuns(setting.service)).lost.filter((run) => run.linkId === linkId));
    }
    return lost;
  };
  return { ...setting, linkId, handle, watchFor };
}

async function runRow(runId: string) {
  const [row] = await store.sql('SELECT status, code, ended_at, read FROM run WHERE id = $1', [runId]);
  return row;
}

describe('a run whose process died', () => {
  it('is recorded at its last sign of life, and taken up again from its cursor', async () => {
    const { service, ledger, clock, linkId, handle, watchFor } = await running();
    const at = checkpoint();
    clock.advance(10_000);
    await ledger.commitBatch(handle, batch({ checkpoint: at, counts: { ...NO_COUNTS, read: 7 } }));
    expect(await watchFor(4)).toEqual([{ runId: handle.runId, linkId }]);
    expect(await runRow(handle.runId)).toEqual({
      ...{ status: 'interrompu', code: 'EXECUTION_PERDUE', read: 7 },
      ended_at: new Date('2026-03-02T08:00:10Z'),
    });
    const [again] = (await planRuns(service)).filter((run) => run.linkId === linkId);
    expect(again).toMatchObject({ trigger: 'reprise', status: 'requested' });
    const begun = await startRun(service, { runId: again?.runId ?? '', executor: 'moteur-2' });
    if (begun.status !== 'started') throw new Error(begun.status);
    expect((await ledger.readLink(linkId)).cursor.checkpoint).toEqual(at);
    // The dead one, should it come back, writes nothing.
    await expect(ledger.commitBatch(handle, batch())).rejects.toMatchObject({ code: 'BAIL_PERDU' });
    await expect(ledger.note(handle, 'x', 1)).rejects.toMatchObject({ code: 'BAIL_PERDU' });
    await ledger.finishRun(begun.handle, SUCCESS, COMMIT);
  });

  it('is noticed and asked for again in less than five minutes, whenever it dies between two looks', async () => {
    const { service, clock, link, run } = serviceOf(store);
    const waits: number[] = [];
    for (const offset of [0, 1, 15_000, 30_000, 45_000, MINUTE - 1]) {
      const linkId = await link();
      clock.advance(offset);
      const { runId } = await run(linkId);
      const diedAt = clock.now();
      clock.advance(MINUTE - offset);
      for (let looked = false; !looked; ) {
        looked = (await watchRuns(service)).lost.some((one) => one.runId === runId);
        if (!looked) clock.advance(MINUTE);
      }
      const [again] = (await planRuns(service)).filter((one) => one.linkId === linkId);
      expect(again).toMatchObject({ trigger: 'reprise', status: 'requested', waiting: true });
      waits.push(clock.now() - diedAt);
      await cancelRun(service, { runId: again?.runId ?? '', by: null });
    }
    const worst = noticedWithin(MINUTE);
    expect(Math.max(...waits)).toBeLessThanOrEqual(worst);
    // Margin for an engine that had a step in hand, gave it up late, or missed a tick.
    expect(worst).toBeLessThanOrEqual(5 * MINUTE - MINUTE);
  });

  it('again and again is taken up later each time, then left to its schedule, which stays (R1)', async () => {
    const { service, clock, linkId } = await running();
    let resumed = 0;
    for (let minute = 0; minute < 6 * 60; minute += 1) {
      clock.advance(MINUTE);
      await watchRuns(service);
      for (const run of await planRuns(service)) {
        if (run.linkId !== linkId || !run.waiting) continue;
        resumed += 1;
        await startRun(service, { runId: run.runId, executor: `moteur-${resumed}` });
      }
    }
    expect(resumed).toBe(5);
    const [link] = await store.sql('SELECT next_due_at, consecutive_failures FROM link WHERE id = $1', [
      linkId,
    ]);
    expect(link).toEqual({ next_due_at: new Date('2026-03-02T23:00:00Z'), consecutive_failures: 1 });
  });

  it('and that somebody had cancelled is recorded as cancelled, and not taken up', async () => {
    const { service, linkId, handle, watchFor } = await running();
    await cancelRun(service, { runId: handle.runId, by: null });
    expect(await watchFor(5)).toHaveLength(1);
    expect(await runRow(handle.runId)).toMatchObject({ status: 'annule', code: null });
    expect((await planRuns(service)).filter((run) => run.linkId === linkId)).toEqual([]);
  });
});

describe('a run that lives', () => {
  it('is left alone as long as it beats', async () => {
    const { ledger, clock, service, linkId, handle } = await running();
    for (let beat = 0; beat < 30; beat += 1) {
      clock.advance(30_000);
      await ledger.renew(handle);
      expect((await watchRuns(service)).lost.filter((run) => run.linkId === linkId)).toEqual([]);
    }
  });

  it.each([
    ['jumps three hours ahead', 3 * 60 * MINUTE],
    ['jumps three hours back', -3 * 60 * MINUTE],
  ])('is left alone when the clock %s: it beats again before it is believed dead', async (_what, jump) => {
    const { ledger, clock, service, handle, linkId } = await running();
    clock.advance(jump);
    expect((await watchRuns(service)).lost.filter((run) => run.linkId === linkId)).toEqual([]);
    clock.advance(30_000);
    await ledger.renew(handle);
    for (let minute = 0; minute < 3; minute += 1) {
      clock.advance(30_000);
      expect((await watchRuns(service)).lost.filter((run) => run.linkId === linkId)).toEqual([]);
      clock.advance(30_000);
      await ledger.renew(handle);
    }
  });
});

describe('when the clock went back an hour', () => {
  it('a run that died before is recorded now, not in an hour, and taken up at once', async () => {
    const { service, clock, linkId, handle, watchFor } = await running();
    clock.advance(-60 * MINUTE);
    expect(await watchFor(4)).toEqual([{ runId: handle.runId, linkId }]);
    const row = await runRow(handle.runId);
    expect(new Date(String(row?.ended_at)).getTime()).toBeLessThanOrEqual(clock.now());
    expect((await planRuns(service)).filter((run) => run.linkId === linkId)).toMatchObject([
      { trigger: 'reprise', status: 'requested' },
    ]);
  });

  it('a run that nobody began is announced again', async () => {
    const { service, clock, link } = serviceOf(store);
    const { runId } = await requestRun(service, { linkId: await link(), trigger: 'manuel', by: null });
    clock.advance(-60 * MINUTE);
    expect((await watchRuns(service)).unclaimed.map((run) => run.runId)).toContain(runId);
  });
});

describe('a run that nobody begins (R2)', () => {
  it('is announced again, rarer each time, then recorded as never begun', async () => {
    const { service, clock, link } = serviceOf(store);
    const linkId = await link({ kind: 'quotidien', heure: '00:00' });
    const { runId } = await requestRun(service, { linkId, trigger: 'manuel', by: null });
    const announced: number[] = [];
    let abandoned = -1;
    for (let minute = 1; minute <= 180; minute += 1) {
      clock.advance(MINUTE);
      const watched = await watchRuns(service);
      if (watched.unclaimed.some((run) => run.runId === runId)) announced.push(minute);
      if (watched.abandoned.some((run) => run.runId === runId)) abandoned = minute;
    }
    expect(announced).toEqual([6, 17, 38, 79]);
    expect(abandoned).toBe(160);
    expect(await runRow(runId)).toMatchObject({ status: 'interrompu', code: 'EXECUTION_NON_PRISE' });
    expect(await requestRun(service, { linkId, trigger: 'manuel', by: null })).toMatchObject({
      status: 'requested',
    });
  });
});
