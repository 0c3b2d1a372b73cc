// Postgres is restarted under a living engine: it comes back, and no step is lost nor run again.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { house, until } from '../../lib/engine/testing/house';
import { openRestartablePostgres, type RestartablePostgres } from './testing/restartable';

let postgres: RestartablePostgres;
beforeAll(async () => {
  postgres = await openRestartablePostgres();
});
afterAll(() => postgres.close());

it('a step in hand when Postgres restarts is written down once it is back', async () => {
  const { client, notes, note, open, engine } = house({ url: () => postgres.url });
  const fn = client.createFunction({ id: 'walk', triggers: [{ event: 'go' }] }, async ({ step, attempt }) => {
    await step.run('before', () => note(`before ${attempt}`));
    await step.run('during', async () => {
      note(`during ${attempt}`);
      await postgres.stop();
    });
    await step.run('after', () => note(`after ${attempt}`));
    note('end');
  });
  await open([fn]);
  await client.send({ name: 'go' });
  await until(() => notes.includes('during 0'));
  await until(async () => (await engine.health(0).catch(() => null)) === null);
  await postgres.restart();
  await until(() => notes.includes('end'));
  expect(notes.filter((text) => !text.startsWith('trouble'))).toEqual([
    'before 0',
    'during 0',
    'after 0',
    'end',
  ]);
});

it('runs go on where they were, asleep or queued, and events sent meanwhile are accepted', async () => {
  const { client, notes, note, open, engine } = house({ url: () => postgres.url });
  const fn = client.createFunction({ id: 'nap', triggers: [{ event: 'go' }] }, async ({ step, event }) => {
    await step.run('before', () => note(`before ${event.data.n}`));
    await step.sleep('nap', '1s');
    await step.run('after', () => note(`after ${event.data.n}`));
  });
  await open([fn]);
  await client.send([1, 2, 3].map((n) => ({ name: 'go', data: { n } })));
  await until(() => notes.length === 3);
  await postgres.stop();
  const sent = client.send({ name: 'go', data: { n: 4 } });
  await postgres.restart();
  await sent;
  await until(() => notes.filter((text) => text.startsWith('after')).length === 4);
  expect(notes.filter((text) => !text.startsWith('trouble')).sort()).toEqual(
    ['before', 'after'].flatMap((when) => [1, 2, 3, 4].map((n) => `${when} ${n}`)).sort(),
  );
  expect((await engine.health()).connected).toBe(true);
});
