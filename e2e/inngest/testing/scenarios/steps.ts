// Steps: each is run once, whatever the number of calls; parallel ones are gathered.

import type { Scenario } from '../scenario';

export const STEPS: readonly Scenario[] = [
  {
    name: 'a finished step is remembered, the body runs again from its start',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'walk', triggers: [{ event: named('go') }] }, async ({ step, event }) => {
        note('body');
        const a = await step.run('a', () => {
          note('a');
          return { n: Number(event.data.n) + 1 };
        });
        const b = await step.run('b', () => {
          note('b');
          return a.n + 1;
        });
        note(`end ${a.n} ${b}`);
      }),
    ],
    play: async ({ send, until }) => {
      await send({ name: 'go', data: { n: 1 } });
      await until('end 2 3');
    },
    expected: ['body', 'a', 'body', 'b', 'body', 'end 2 3'],
  },
  {
    name: 'parallel steps: one discovery when all are over',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'fan', triggers: [{ event: named('go') }] }, async ({ step }) => {
        note('body');
        const all = await Promise.all(
          [1, 2, 3].map((n) =>
            step.run(`p${n}`, () => {
              note('step');
              return n;
            }),
          ),
        );
        const after = await step.run('after', () => all.length);
        note(`end ${all.join('+')} ${after}`);
      }),
    ],
    play: async ({ send, until }) => {
      await send({ name: 'go' });
      await until('end 1+2+3 3');
    },
    // One plan, a call each, one discovery that runs the next step at once, the last call.
    expected: [...Array(6).fill('body'), ...Array(3).fill('step'), 'end 1+2+3 3'],
    anyOrder: true,
  },
  {
    name: 'parallel steps: a failure is seen only when all are over',
    functions: ({ client, note, named }) => [
      client.createFunction(
        { id: 'fan', triggers: [{ event: named('go') }], retries: 0 },
        async ({ step }) => {
          try {
            await Promise.all([
              step.run('fails', () => {
                throw new Error('no');
              }),
              step.run('works', async () => {
                await new Promise((resolve) => setTimeout(resolve, 300));
                note('works');
              }),
            ]);
          } catch (error) {
            note(`caught ${error instanceof Error ? error.message : ''}`);
          }
        },
      ),
    ],
    play: async ({ send, until }) => {
      await send({ name: 'go' });
      await until('caught no');
    },
    expected: ['works', 'caught no'],
  },
  {
    name: 'a parallel sleep is part of the group',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'fan', triggers: [{ event: named('go') }] }, async ({ step }) => {
        await Promise.all([
          step.run('quick', () => note('quick')).then(() => step.run('next', () => note('next'))),
          step.sleep('slow', '8s'),
        ]);
        note('end');
      }),
    ],
    play: async ({ send, until, quiet, note, elapse }) => {
      await send({ name: 'go' });
      await until('quick');
      await quiet();
      note('the sleep is over');
      await elapse(8);
      await until('end');
    },
    expected: ['quick', 'the sleep is over', 'next', 'end'],
  },
  {
    name: 'a race between waits is only one in the mode of that name: otherwise all are waited for',
    functions: ({ client, note, named }) =>
      (['wait', 'race'] as const).map((mode) =>
        client.createFunction({ id: mode, triggers: [{ event: named('go') }] }, async ({ step, group }) => {
          await group.parallel({ mode }, () =>
            Promise.race([
              step.waitForEvent('event', { event: named('later'), timeout: '1h' }),
              step.sleep('sleep', '1s'),
            ]),
          );
          // In a step: on a real server the body of a race may be run once more.
          await step.run('over', () => note(`${mode} is over`));
        }),
      ),
    play: async ({ send, until, elapse, quiet, note }) => {
      await send({ name: 'go' });
      await quiet();
      await elapse(1);
      await until('race is over');
      await quiet();
      note('the event');
      await send({ name: 'later' });
      await until('wait is over');
    },
    expected: ['race is over', 'the event', 'wait is over'],
  },
  {
    name: 'a race of steps, in the mode of that name',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'race', triggers: [{ event: named('go') }] }, async ({ step, group }) => {
        const first = await group.parallel({ mode: 'race' }, () =>
          Promise.race([step.run('quick', () => 'quick'), step.sleep('slow', '1h').then(() => 'slow')]),
        );
        note(`first ${first}`);
      }),
    ],
    play: async ({ send, until }) => {
      await send({ name: 'go' });
      await until('first quick');
    },
    expected: ['first quick'],
  },
  {
    name: 'sleepUntil',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'nap', triggers: [{ event: named('go') }] }, async ({ step }) => {
        const until = await step.run('when', () => new Date(Date.now() + 1_500).toISOString());
        await step.sleepUntil('nap', until);
        note('awake');
      }),
    ],
    play: async ({ send, until, elapse }) => {
      await send({ name: 'go' });
      await elapse(2);
      await until('awake');
    },
    expected: ['awake'],
  },
];
