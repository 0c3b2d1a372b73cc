// R1 and R2: every due link gets its run, once; a missed time is served once; nothing is dropped when a process dies.

import { describe, expect, it } from 'vitest';
import { markServed } from '../../store/due-links';
import { deleteLink } from '../../store/link-deletion';
import { startRun } from '../../store/run-start';
import { testDatabase } from '../../store/testing/database';
import { COMMIT, identity, SUCCESS } from '../../store/testing/samples';
import { pauseLink, resumeLink } from '../pause';
import { DEFAULT_SCHEDULE, type Schedule } from '../schedule/schedule';
import { serviceOf } from '../testing';
import { concludeRun } from './conclude';
import { planRuns } from './plan';

const store = testDatabase();
const HOUR = 60 * 60_000;
const HOURLY: Schedule = { kind: 'horaire' };

/** The clock of the tests starts on 2 March 2026, 8 h UTC. */
async function scheduled(schedule: Schedule = HOURLY) {
  const setting = serviceOf(store);
  const linkId = await setting.link(schedule);
  const mine = async () => (await planRuns(setting.service)).filter((run) => run.linkId === linkId);
  return { ...setting, linkId, mine };
}

const dueAt = async (linkId: string) =>
  (await store.sql('SELECT next_due_at FROM link WHERE id = $1', [linkId]))[0]?.next_due_at;

describe('planning', () => {
  it('asks for nothing before its time, for one run at its time, and for the next one at the next', async () => {
    const { clock, linkId, mine, ledger, service } = await scheduled();
    expect(await mine()).toEqual([]);
    clock.advance(HOUR);
    const [run] = await mine();
    expect(run).toMatchObject({
      ...{ status: 'requested', waiting: true, trigger: 'planification' },
      requestId: `${linkId}:2026-03-02T09:00:00.000Z`,
    });
    expect(await mine()).toEqual([]);
    const begun = await startRun(service, { runId: run?.runId ?? '', executor: 'moteur' });
    if (begun.status !== 'started') throw new Error(begun.status);
    await ledger.finishRun(begun.handle, SUCCESS, COMMIT);
    clock.advance(HOUR);
    expect(await mine()).toMatchObject([{ requestId: `${linkId}:2026-03-02T10:00:00.000Z` }]);
  });

  it('serves the times missed while the server was down once, and goes on from now', async () => {
    const { clock, linkId, mine } = await scheduled();
    clock.advance(50 * HOUR + 7 * 60_000);
    expect(await mine()).toHaveLength(1);
    expect(await mine()).toEqual([]);
    expect(await dueAt(linkId)).toEqual(new Date('2026-03-04T11:00:00Z'));
  });

  it('by ten planners at once makes one run', async () => {
    const { clock, linkId, service } = await scheduled();
    clock.advance(HOUR);
    const plans = await Promise.all(Array.from({ length: 10 }, () => planRuns(service)));
    const mine = plans.flat().filter((run) => run.linkId === linkId);
    expect(mine.filter(({ status }) => status === 'requested')).toHaveLength(1);
    expect(new Set(mine.map(({ runId }) => runId)).size).toBe(1);
    const [count] = await store.sql('SELECT count(*)::int AS runs FROM run WHERE link_id = $1', [linkId]);
    expect(count).toEqual({ runs: 1 });
  });

  it('played again after a crash before the schedule moved on gives the same run, still to announce', async () => {
    const { clock, linkId, mine } = await scheduled();
    const due = new Date('2026-03-02T09:00:00Z');
    clock.advance(HOUR);
    const [first] = await mine();
    // As if the process had died between the two statements.
    await store.sql('UPDATE link SET next_due_at = $1 WHERE id = $2', [due, linkId]);
    expect(await mine()).toEqual([{ ...first, status: 'already' }]);
  });

  it('does not move a schedule that somebody changed meanwhile', async () => {
    const { linkId } = await scheduled();
    const other = new Date('2026-03-05T00:00:00Z');
    await store.sql('UPDATE link SET next_due_at = $1 WHERE id = $2', [other, linkId]);
    const due = new Date('2026-03-02T09:00:00Z');
    await markServed(store.database(), [{ linkId, trigger: 'planification', due, next: new Date(0) }]);
    expect(await dueAt(linkId)).toEqual(other);
  });

  it('while a run goes on answers with that run, and starts nothing behind its back', async () => {
    const { clock, linkId, mine, run } = await scheduled();
    const handle = await run(linkId);
    clock.advance(HOUR);
    expect(await mine()).toMatchObject([{ runId: handle.runId, status: 'already', waiting: false }]);
    expect(await dueAt(linkId)).toEqual(new Date('2026-03-02T10:00:00Z'));
  });

  it('leaves alone what is paused, deleted or off; a pause gives up the times that it covers', async () => {
    const { clock, linkId, mine, service } = await scheduled();
    await pauseLink(service, linkId);
    clock.advance(5 * HOUR + 60_000);
    expect(await mine()).toEqual([]);
    await resumeLink(service, linkId);
    expect(await mine()).toEqual([]);
    clock.advance(HOUR);
    expect(await mine()).toHaveLength(1);
    const off = await scheduled({ kind: 'jamais' });
    off.clock.advance(1000 * HOUR);
    expect(await off.mine()).toEqual([]);
    const gone = await scheduled();
    await deleteLink(gone.service, gone.linkId, null);
    gone.clock.advance(HOUR);
    expect(await gone.mine()).toEqual([]);
  });

  it('spreads the links of one document by a quarter of an hour each', async () => {
    const setting = serviceOf(store);
    const { document } = identity();
    const links: string[] = [];
    for (const demarche of [1, 2, 3]) {
      links.push(await setting.link(DEFAULT_SCHEDULE, identity({ document, demarche })));
    }
    expect(await Promise.all(links.map(dueAt))).toEqual(
      ['2026-03-02T23:00:00Z', '2026-03-02T23:15:00Z', '2026-03-02T23:30:00Z'].map((text) => new Date(text)),
    );
    // Minute by minute, through the night: each begins alone, a quarter of an hour after the one before.
    setting.clock.advance(Date.parse('2026-03-02T22:59:00Z') - setting.clock.now());
    const begun: (readonly [string, number])[] = [];
    for (let minute = -1; minute <= 45; minute += 1) {
      for (const { linkId } of await planRuns(setting.service)) {
        if (links.includes(linkId)) begun.push([linkId, minute]);
      }
      setting.clock.advance(60_000);
    }
    expect(begun).toEqual(links.map((linkId, rank) => [linkId, rank * 15]));
  });
});

describe('a schedule whose runs fail (R1)', () => {
  it('goes on, slower and slower, and recovers by itself at the first success', async () => {
    const { clock, linkId, mine, ledger, service, run } = await scheduled();
    const waits: number[] = [];
    for (let failures = 1; failures <= 9; failures += 1) {
      const before = clock.now();
      while ((await mine()).length === 0) clock.advance(HOUR);
      waits.push((clock.now() - before) / HOUR);
      const [row] = await store.sql('SELECT id FROM run WHERE link_id = $1 AND ended_at IS NULL', [linkId]);
      const begun = await startRun(service, { runId: String(row?.id), executor: `moteur-${failures}` });
      if (begun.status !== 'started') throw new Error(begun.status);
      await ledger.finishRun(begun.handle, { ...SUCCESS, status: 'echoue', code: 'DS_JETON_EXPIRE' }, null);
      expect(await concludeRun(service, begun.handle.runId)).toBe(true);
      expect(await concludeRun(service, begun.handle.runId)).toBe(false);
    }
    expect(waits).toEqual([1, 1, 1, 2, 4, 8, 16, 24, 24]);
    const handle = await run(linkId);
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    await concludeRun(service, handle.runId);
    expect(await dueAt(linkId)).toEqual(new Date(clock.now() + HOUR));
  });
});
