// What the scenarios of e2e/inngest do not say: what the engine refuses, tells of itself, and forgets.

import { Inngest } from 'inngest';
import { serve } from 'inngest/edge';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../store/testing/database';
import { openEngine } from './engine';
import { house } from './testing/house';
import { letTimePass } from './testing/time';

const database = testDatabase();

beforeEach(async () => {
  await database.sql(
    'TRUNCATE engine_event, engine_run, engine_step, engine_job, engine_wait, engine_once, engine_cron, engine_clock',
  );
});

describe('at start', () => {
  it('an option that it does not honour is refused, function and option named, in French', async () => {
    const { client, open } = house(database);
    const fn = client.createFunction(
      { id: 'slow', triggers: [{ event: 'go' }], debounce: { period: '2s' } },
      async () => undefined,
    );
    await expect(open([fn])).rejects.toMatchObject({
      code: 'MOTEUR_FONCTION_REFUSEE',
      detail: 'fonction « app-slow », option « debounce » : le moteur embarqué ne la connaît pas',
    });
  });

  it('a client that does not go through it is refused', async () => {
    const { engine } = house(database);
    const other = new Inngest({
      id: 'app',
      isDev: true,
      fetch: async () => Response.json({ ok: true }),
    });
    await expect(engine.start(serve({ client: other, functions: [] }))).rejects.toMatchObject({
      code: 'MOTEUR_INSCRIPTION',
    });
  });
});

describe('an operation that it does not know', () => {
  it('fails the run at once, by name', async () => {
    const { client, notes, note, open, until } = house(database);
    const fn = client.createFunction(
      { id: 'signals', triggers: [{ event: 'go' }], onFailure: ({ error }) => note(error.message) },
      async ({ step }) => {
        await step.waitForSignal('signal', { signal: 'x', timeout: '1h', onConflict: 'fail' });
      },
    );
    await open([fn]);
    await client.send({ name: 'go' });
    await until(() => notes.length > 0);
    expect(notes).toEqual(['l’opération « WaitForSignal » n’existe pas dans le moteur embarqué']);
  });
});

describe('events', () => {
  it('sent before the engine has started are dispatched when it has', async () => {
    const { client, notes, note, open, until } = house(database);
    const fn = client.createFunction({ id: 'hears', triggers: [{ event: 'go' }] }, async () => note('heard'));
    await client.send({ name: 'go' });
    await open([fn]);
    await until(() => notes.length > 0);
    expect(notes).toEqual(['heard']);
  });

  it('posted twice by a sender that got no answer are stored once', async () => {
    const { engine } = house(database);
    const post = () =>
      engine.fetch('http://embedded/e/embedded', {
        method: 'POST',
        headers: { 'x-inngest-event-id-seed': '1795408541309,c2VlZA==' },
        body: JSON.stringify([{ name: 'go' }, { name: 'go' }]),
      });
    const first: unknown = await (await post()).json();
    expect(await (await post()).json()).toEqual(first);
    expect(await database.sql('SELECT 1 FROM engine_event')).toHaveLength(2);
  });

  it.each([
    ['no name', [{ data: {} }]],
    ['too many', Array.from({ length: 5_001 }, () => ({ name: 'go' }))],
  ])('%s: refused, all of them', async (_name, events) => {
    const { engine } = house(database);
    const answer = await engine.fetch('http://embedded/e/embedded', {
      method: 'POST',
      body: JSON.stringify([{ name: 'go' }, ...events]),
    });
    expect(answer.status).toBe(400);
    expect(await database.sql('SELECT 1 FROM engine_event')).toHaveLength(0);
  });
});

describe('health', () => {
  it('tells what runs, what waits, and since when', async () => {
    const { engine, client, notes, note, open, until } = house(database, { slots: 1 });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fn = client.createFunction({ id: 'work', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.run('work', async () => {
        note('working');
        await held;
      });
      await step.sleep('nap', '1h');
    });
    await open([fn]);
    expect(await engine.health()).toEqual({
      connected: true,
      processes: 1,
      queued: 0,
      oldestWaitMs: null,
      running: 0,
      delayed: 0,
      waiting: 0,
      events: 0,
      roomless: 0,
      lastCron: null,
    });
    await client.send([{ name: 'go' }, { name: 'go' }]);
    await until(() => notes.length > 0);
    await until(async () => (await engine.health()).events === 0);
    expect(await engine.health()).toMatchObject({ running: 1, queued: 1, waiting: 0 });
    await letTimePass(database.sql, '1 minute');
    expect((await engine.health()).oldestWaitMs).toBeGreaterThanOrEqual(60_000);
    release();
    await until(async () => (await engine.health()).waiting === 2);
    expect(await engine.health()).toMatchObject({ running: 0, queued: 0 });
  });

  it('says what Postgres said when there is none', async () => {
    const engine = openEngine({ url: 'postgresql://nobody@127.0.0.1:1/none' });
    await expect(engine.health(0)).rejects.toThrow('ECONNREFUSED');
    await engine.stop();
  });
});

describe('when the disk of the database is full', () => {
  it('says so, keeps what it was told, and goes on once there is room', async () => {
    const { client, engine, notes, note, open, until } = house(database);
    const fn = client.createFunction({ id: 'works', triggers: [{ event: 'go' }] }, async ({ event }) =>
      note(`done ${event.data.rank}`),
    );
    await open([fn]);
    await database.sql(`
      CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON engine_event EXECUTE FUNCTION full_disk()`);
    const sent = Promise.all([1, 2].map((rank) => client.send({ name: 'go', data: { rank } })));
    await until(async () => (await engine.health()).roomless === 2);
    expect(notes.filter((told) => told.startsWith('trouble: waiting for room'))).toHaveLength(1);
    await database.sql('DROP TRIGGER full_disk ON engine_event');
    await sent;
    await until(() => notes.includes('done 1') && notes.includes('done 2'));
    expect((await engine.health()).roomless).toBe(0);
  });
});

describe('when the clock of the database goes back an hour', () => {
  it('what was due in a moment still is: a retry, a sleep, a tick', async () => {
    const { client, notes, note, open, until } = house(database, { backoff: () => 1_500 });
    const fns = [
      client.createFunction({ id: 'nap', triggers: [{ event: 'go' }] }, async ({ step }) => {
        await step.run('before', () => note('before'));
        await step.sleep('nap', '1s');
        await step.run('after', () => note('after'));
      }),
      client.createFunction({ id: 'retry', triggers: [{ event: 'go' }] }, async ({ step, attempt }) => {
        await step.run('try', () => {
          note(`try ${attempt}`);
          if (attempt === 0) throw new Error('again');
        });
        note('tried');
      }),
      client.createFunction({ id: 'nightly', triggers: [{ cron: '30 3 * * *' }] }, async () => {}),
    ];
    await open(fns);
    await until(async () => (await database.sql('SELECT 1 FROM engine_clock')).length === 1);
    await client.send({ name: 'go' });
    await until(() => notes.includes('before') && notes.includes('try 0'));
    await letTimePass(database.sql, '-1 hour');
    await until(() => notes.includes('after') && notes.includes('tried'));
    expect(notes.filter((text) => text.includes('ClockWentBack'))).toHaveLength(1);
    const [cron] = await database.sql(
      `SELECT next_at > now() AND next_at <= now() + interval '1 day' AND to_char(next_at AT TIME ZONE 'UTC', 'HH24:MI:SS') = '03:30:00' AS right
       FROM engine_cron`,
    );
    expect(cron).toEqual({ right: true });
  });
});

describe('retention', () => {
  it('forgets what is over and old, keeps what lives', async () => {
    const { engine, client, notes, note, open, until } = house(database);
    const fns = ['done', 'asleep'].map((id) =>
      client.createFunction({ id, triggers: [{ event: id }] }, async ({ step }) => {
        await step.run('note', () => note(id));
        if (id === 'asleep') await step.sleep('long', '100d');
      }),
    );
    await open(fns);
    await client.send([{ name: 'done' }, { name: 'asleep' }]);
    await until(() => notes.length === 2);
    await until(async () => (await engine.health()).waiting === 1);
    await until(
      async () => (await database.sql('SELECT 1 FROM engine_run WHERE ended_at IS NOT NULL')).length === 1,
    );
    await until(async () => (await engine.health()).events === 0);
    expect(await engine.sweep({ keepDays: 30, abandonDays: 7 })).toEqual({
      runs: 0,
      events: 0,
      abandoned: 0,
    });

    await letTimePass(database.sql, '31 days');
    expect(await engine.sweep({ keepDays: 30, abandonDays: 7 })).toEqual({
      runs: 1,
      events: 3,
      abandoned: 0,
    });
    expect(await database.sql('SELECT function_id, state::text FROM engine_run')).toEqual([
      { function_id: 'app-asleep', state: 'running' },
    ]);
    expect(await database.sql('SELECT 1 FROM engine_once')).toHaveLength(0);
  });

  it('cancels the runs of functions that exist no more', async () => {
    const { engine, open } = house(database);
    await open([]);
    await database.sql(
      `INSERT INTO engine_run (id, function_id, event, batch, created_at) VALUES ('r', 'app-gone', '{"name":"go"}', 'b', now() - interval '8 days')`,
    );
    expect(await engine.sweep({ keepDays: 30, abandonDays: 7 })).toMatchObject({ abandoned: 1 });
    expect(await database.sql('SELECT state::text FROM engine_run')).toEqual([{ state: 'cancelled' }]);
  });
});
