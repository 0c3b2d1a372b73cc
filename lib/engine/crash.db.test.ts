// Processes that die: nothing is lost, finished steps are not run again, the one in hand is taken over at once.

import { Inngest } from 'inngest';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../store/testing/database';
import { openEngine } from './engine';
import { until } from './testing/house';
import { type Crew, crew } from './testing/processes';
import { letTimePass } from './testing/time';

const database = testDatabase();

/** A process that only sends: it executes nothing. */
async function send(...events: { name: string; data: Record<string, unknown> }[]): Promise<void> {
  const engine = openEngine({ url: database.url() });
  const client = new Inngest({ id: 'app', isDev: true, eventKey: 'embedded', fetch: engine.fetch });
  await client.send(events);
  await engine.stop();
}

async function freshCrew(): Promise<Crew> {
  await database.sql('TRUNCATE engine_event, engine_run, engine_step, engine_job, engine_wait, engine_once');
  await database.sql('TRUNCATE engine_cron');
  return crew(database.url());
}

describe('a killed process', () => {
  it('is replaced by the next one: the step in hand is run again, at the same attempt', async () => {
    const { hire, hears, said } = await freshCrew();
    const first = await hire({ hold: true });
    await send({ name: 'walk', data: { n: 1, hold: true } });
    await hears('middle');
    await first.kill();
    await hire();
    await hears('end');
    expect(
      said.filter(({ what }) => what !== 'ready').map(({ what, attempt }) => `${what} ${attempt}`),
    ).toEqual(['before 0', 'middle 0', 'middle 0', 'after 0', 'end 0']);
  });

  it('is replaced at once by another that lives, without a restart', async () => {
    const { hire, hears, count } = await freshCrew();
    const held = await hire({ hold: true });
    await send({ name: 'walk', data: { n: 1, hold: true } });
    await hears('middle');
    const other = await hire();
    await held.kill();
    await hears('end');
    expect(count('end', { pid: other.pid })).toBe(1);
    expect(count('before')).toBe(1);
  });

  it('loses no event, and no step of many runs, however often it is killed', async () => {
    const { hire, hears, count } = await freshCrew();
    const runs = 12;
    await send(...Array.from({ length: runs }, (_, n) => ({ name: 'walk', data: { n } })));
    for (let deaths = 1; deaths <= 4; deaths++) {
      const worker = await hire();
      await until(() => count('after') >= deaths * 2);
      await worker.kill();
    }
    await hire();
    await hears('end', runs);
    await until(async () => {
      const rows = await database.sql(`SELECT 1 FROM engine_run WHERE state IN ('queued', 'running')`);
      return rows.length === 0;
    });
    // Each step of each run is remembered once.
    const steps = await database.sql('SELECT run_id FROM engine_step');
    expect(steps).toHaveLength(runs * 3);
    for (let n = 0; n < runs; n++) expect(count('end', { n })).toBeGreaterThanOrEqual(1);
  });
});

describe('two processes', () => {
  it('share the work, and run each step once', async () => {
    const { hire, hears, count, said } = await freshCrew();
    await hire();
    await hire();
    const runs = 30;
    await send(...Array.from({ length: runs }, (_, n) => ({ name: 'walk', data: { n } })));
    await hears('end', runs);
    for (const step of ['before', 'middle', 'after', 'end']) expect(count(step)).toBe(runs);
    expect(new Set(said.filter(({ what }) => what === 'middle').map(({ pid }) => pid)).size).toBe(2);
  });

  it('fire a cron once', async () => {
    const { hire, hears, count, said } = await freshCrew();
    const cron = 'TZ=Europe/Paris 0 3 * * *';
    await hire({ cron });
    await hire({ cron });
    await until(async () => (await database.sql('SELECT 1 FROM engine_cron')).length === 1);
    await database.sql(`UPDATE engine_cron SET next_at = now() + interval '200 milliseconds'`);
    await hears('tick');
    // A later event, executed to its end, leaves the second firing its chance.
    await send({ name: 'walk', data: { n: 1 } });
    await hears('end');
    expect(count('tick')).toBe(1);
    expect(said.filter(({ what }) => what === 'trouble')).toEqual([]);
    const [row] = await database.sql('SELECT next_at > now() AS ahead FROM engine_cron');
    expect(row).toEqual({ ahead: true });
  });
});

describe('a tick missed while nobody was there', () => {
  it('is not fired late', async () => {
    const { hire, hears, count } = await freshCrew();
    const cron = 'TZ=Europe/Paris 0 3 * * *';
    const first = await hire({ cron });
    await until(async () => (await database.sql('SELECT 1 FROM engine_cron')).length === 1);
    await first.kill();
    await letTimePass(database.sql, '2 days');
    await hire({ cron });
    await send({ name: 'walk', data: { n: 1 } });
    await hears('end');
    expect(count('tick')).toBe(0);
  });
});

describe('a process that is asked to stop', () => {
  it('finishes its call in hand, takes no other, and leaves', async () => {
    const { hire, hears, count } = await freshCrew();
    const worker = await hire({ hold: true });
    await send({ name: 'walk', data: { n: 1, hold: true } });
    await hears('middle');
    worker.tell('stop 10000');
    worker.tell('release');
    expect(await worker.left()).toBe(0);
    expect(count('after')).toBe(0);
    const [job] = await database.sql('SELECT worker, attempt FROM engine_job');
    expect(job).toEqual({ worker: null, attempt: 0 });
    await hire();
    await hears('end');
    expect(count('middle')).toBe(1);
  });

  it('gives back at its deadline what is not over', async () => {
    const { hire, hears, count } = await freshCrew();
    const worker = await hire({ hold: true });
    await send({ name: 'walk', data: { n: 1, hold: true } });
    await hears('middle');
    worker.tell('stop 50');
    expect(await worker.left()).toBe(0);
    const [job] = await database.sql('SELECT worker, attempt FROM engine_job');
    expect(job).toEqual({ worker: null, attempt: 0 });
    await hire();
    await hears('end');
    expect(count('middle')).toBe(2);
  });
});
