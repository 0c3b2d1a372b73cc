// Singletons, concurrency, idempotence: who may run, and when.

import { gate, type Kit, lifecycle, type Scenario } from '../scenario';

/** Notes how many of its steps run at once. */
function gauge({ note }: Kit) {
  let running = 0;
  return async (name: string): Promise<void> => {
    running += 1;
    note(`${name} among ${running}`);
    await new Promise((resolve) => setTimeout(resolve, 400));
    running -= 1;
  };
}

export const LOCKS: readonly Scenario[] = [
  {
    name: 'singleton skip: one of a burst runs, the key is free again at the end',
    functions: ({ client, note, named }) => [
      client.createFunction(
        {
          id: 'alone',
          triggers: [{ event: named('go') }],
          singleton: { key: 'event.data.k', mode: 'skip' },
        },
        async ({ step, event }) => {
          await step.run('work', () => note(`work ${event.data.k}`));
          await step.sleep('hold', '8s');
          await step.run('end', () => note(`end ${event.data.k}`));
        },
      ),
    ],
    play: async ({ send, until, quiet, elapse }) => {
      await send(...[1, 2, 3].map(() => ({ name: 'go', data: { k: 'a' } })));
      await until('work a');
      await send({ name: 'go', data: { k: 'a' } }); // while asleep: skipped as well
      await quiet();
      await elapse(8);
      await until('end a');
      await quiet();
      await send({ name: 'go', data: { k: 'a' } });
      await until('work a', 2);
      await elapse(8);
      await until('end a', 2);
    },
    expected: ['work a', 'end a', 'work a', 'end a'],
  },
  {
    name: 'singleton: a key that is absent, or false, is no singleton',
    functions: ({ client, note, named }) => [
      client.createFunction(
        { id: 'loose', triggers: [{ event: named('go') }], singleton: { key: 'event.data.k', mode: 'skip' } },
        async ({ step, event }) => {
          await step.run('work', () => note(`work ${event.data.k}`));
          await step.sleep('hold', '1s');
        },
      ),
    ],
    play: async ({ send, until }) => {
      await send({ name: 'go' }, { name: 'go' });
      await until('work undefined', 2);
      await send({ name: 'go', data: { k: false } }, { name: 'go', data: { k: false } });
      await until('work false', 2);
    },
    expected: ['work undefined', 'work undefined', 'work false', 'work false'],
  },
  {
    name: 'singleton skip: a failure frees the key',
    functions: ({ client, note, named }) => [
      client.createFunction(
        {
          id: 'alone',
          triggers: [{ event: named('go') }],
          retries: 0,
          singleton: { key: 'event.data.k', mode: 'skip' },
          onFailure: () => note('onFailure'),
        },
        async ({ event }) => {
          note(`work ${event.data.n}`);
          throw new Error('no');
        },
      ),
    ],
    play: async ({ send, until }) => {
      await send({ name: 'go', data: { k: 'a', n: 1 } });
      await until('onFailure');
      await send({ name: 'go', data: { k: 'a', n: 2 } });
      await until('onFailure', 2);
    },
    expected: ['work 1', 'onFailure', 'work 2', 'onFailure'],
  },
  {
    name: 'singleton cancel: the older run is cancelled, its step goes to the end',
    functions: (kit) => {
      const { client, note, named } = kit;
      const older = gate();
      return [
        client.createFunction(
          {
            id: 'latest',
            triggers: [{ event: named('go') }],
            singleton: { key: 'event.data.k', mode: 'cancel' },
            onFailure: () => note('onFailure'),
          },
          async ({ step, event }) => {
            await step.run('work', async () => {
              note(`work ${event.data.n}`);
              if (event.data.n === 1) await older.opened;
              else older.open();
              note(`worked ${event.data.n}`);
            });
            await step.run('end', () => note(`end ${event.data.n}`));
          },
        ),
        ...lifecycle(kit, 'latest'),
      ];
    },
    play: async ({ send, until, quiet }) => {
      await send({ name: 'go', data: { k: 'a', n: 1 } });
      await until('work 1');
      await send({ name: 'go', data: { k: 'a', n: 2 } });
      await until('end 2');
      await until('cancelled Cancelled');
      await until('worked 1');
      await until('finished Completed');
      await quiet();
    },
    expected: [
      'work 1',
      'work 2',
      'worked 1',
      'worked 2',
      'end 2',
      'finished Cancelled',
      'cancelled Cancelled',
      'finished Completed',
    ],
    anyOrder: true,
  },
  {
    name: 'concurrency: one step at a time for a key, a sleep holds nothing',
    functions: (kit) => {
      const { client, named } = kit;
      const work = gauge(kit);
      return [
        client.createFunction(
          {
            id: 'narrow',
            triggers: [{ event: named('go') }],
            concurrency: { limit: 1, key: 'event.data.k' },
          },
          async ({ step, event }) => {
            await step.run('first', () => work(`first ${event.data.k}`));
            await step.sleep('nap', '1s');
            await step.run('second', () => work(`second ${event.data.k}`));
          },
        ),
      ];
    },
    play: async ({ send, until, elapse }) => {
      await send(...[1, 2].map(() => ({ name: 'go', data: { k: 'a' } })));
      await until('first a among 1', 2);
      await elapse(1);
      await until('second a among 1', 2);
    },
    expected: ['first a among 1', 'first a among 1', 'second a among 1', 'second a among 1'],
    anyOrder: true,
  },
  {
    name: 'concurrency: an absent key is a key',
    functions: (kit) => {
      const { client, named } = kit;
      const work = gauge(kit);
      return [
        client.createFunction(
          {
            id: 'narrow',
            triggers: [{ event: named('go') }],
            concurrency: { limit: 1, key: 'event.data.k' },
          },
          async ({ step }) => {
            await step.run('work', () => work('work'));
          },
        ),
      ];
    },
    play: async ({ send, until }) => {
      await send({ name: 'go' }, { name: 'go' });
      await until('work among 1', 2);
    },
    expected: ['work among 1', 'work among 1'],
  },
  {
    name: 'concurrency: a lane of the environment is shared between functions',
    functions: (kit) => {
      const { client, named } = kit;
      const work = gauge(kit);
      return ['one', 'two'].map((id) =>
        client.createFunction(
          {
            id,
            triggers: [{ event: named('go') }],
            concurrency: [{ limit: 1, key: 'event.data.lane', scope: 'env' }, { limit: 5 }],
          },
          async ({ step }) => {
            await step.run('work', () => work(id));
          },
        ),
      );
    },
    play: async ({ send, until }) => {
      await send({ name: 'go', data: { lane: 'shared' } });
      await until('one among 1');
      await until('two among 1');
    },
    expected: ['one among 1', 'two among 1'],
    anyOrder: true,
  },
  {
    name: 'an id counts once, in one request or two',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'once', triggers: [{ event: named('go') }] }, async ({ event }) =>
        note(`ran ${event.id} ${event.data.n}`),
      ),
    ],
    play: async ({ send, until, quiet }) => {
      await send({ name: 'go', id: 'same', data: { n: 1 } }, { name: 'go', id: 'same', data: { n: 1 } });
      await until('ran same 1');
      await send({ name: 'go', id: 'same', data: { n: 2 } });
      await quiet();
    },
    expected: ['ran same 1'],
  },
  {
    name: 'idempotency: a value counts once',
    functions: ({ client, note, named }) => [
      client.createFunction(
        { id: 'once', triggers: [{ event: named('go') }], idempotency: 'event.data.k' },
        async ({ event }) => note(`ran ${event.data.k}`),
      ),
    ],
    play: async ({ send, until, quiet }) => {
      await send({ name: 'go', data: { k: 'a' } });
      await until('ran a');
      await send({ name: 'go', data: { k: 'a' } }, { name: 'go', data: { k: 'b' } });
      await until('ran b');
      await quiet();
    },
    expected: ['ran a', 'ran b'],
  },
];
