// Runs that do not go to their end: cancelled by an event, by a timeout, by a limit.

import { gate, lifecycle, type Scenario } from '../scenario';

const MEBIBYTE = 1_048_576;

export const ENDINGS: readonly Scenario[] = [
  ...(['if', 'match'] as const).map(
    (how): Scenario => ({
      name: `cancelOn ${how}: the step in hand goes to its end, nothing follows, no onFailure`,
      functions: (kit) => {
        const { client, note, named } = kit;
        const cancelled = gate();
        return [
          client.createFunction(
            {
              id: 'long',
              triggers: [{ event: named('go') }],
              cancelOn: [
                {
                  event: named('cancel'),
                  ...(how === 'if' ? { if: 'async.data.k == event.data.k' } : { match: 'data.k' }),
                },
              ],
              onFailure: () => note('onFailure'),
            },
            async ({ step, event }) => {
              await step.run('work', async () => {
                note(`work ${event.data.k}`);
                if (event.data.k === 'a') await cancelled.opened;
                note(`worked ${event.data.k}`);
              });
              await step.run('after', () => note(`after ${event.data.k}`));
            },
          ),
          client.createFunction(
            {
              id: 'long-cleans',
              triggers: [
                { event: 'inngest/function.cancelled', if: `event.data.function_id == '${kit.app}-long'` },
              ],
            },
            async ({ event }) => {
              const data: Record<string, unknown> = { ...event.data };
              note(`cancelled: ${Object.keys(data).sort().join(' ')}, ${event.id === data.run_id}`);
              cancelled.open();
            },
          ),
          client.createFunction({ id: 'hears', triggers: [{ event: named('cancel') }] }, async ({ event }) =>
            note(`heard ${event.data.k}`),
          ),
          ...lifecycle(kit, 'long'),
        ];
      },
      play: async ({ send, until, quiet }) => {
        await send({ name: 'go', data: { k: 'a' } });
        await until('work a');
        await send({ name: 'cancel', data: { k: 'b' } }); // somebody else's
        await until('heard b');
        await send({ name: 'cancel', data: { k: 'a' } });
        await until('worked a');
        await until('cancelled Cancelled');
        await until('finished Cancelled');
        await quiet();
      },
      expected: [
        'work a',
        'heard b',
        'heard a',
        'cancelled: _inngest event events function_id run_id, true',
        'worked a',
        'cancelled Cancelled',
        'finished Cancelled',
      ],
      anyOrder: true,
    }),
  ),
  {
    name: 'timeouts.finish: cancelled in the middle of a step, no onFailure',
    functions: (kit) => {
      const { client, note, named } = kit;
      return [
        client.createFunction(
          {
            id: 'long',
            triggers: [{ event: named('go') }],
            timeouts: { finish: '2s' },
            onFailure: () => note('onFailure'),
          },
          async ({ step }) => {
            await step.run('quick', () => note('quick'));
            await step.sleep('long', '1h');
            note('after');
          },
        ),
        ...lifecycle(kit, 'long'),
      ];
    },
    play: async ({ send, until, quiet, elapse }) => {
      await send({ name: 'go' });
      await until('quick');
      await elapse(2);
      await until('cancelled Cancelled');
      await until('finished Cancelled');
      await quiet();
    },
    expected: ['quick', 'cancelled Cancelled', 'finished Cancelled'],
    anyOrder: true,
  },
  {
    name: 'timeouts.start: cancelled in the queue, never called',
    functions: (kit) => {
      const { client, note, named } = kit;
      return [
        client.createFunction(
          {
            id: 'queues',
            triggers: [{ event: named('go') }],
            concurrency: 1,
            timeouts: { start: '2s' },
          },
          async ({ step, event }) => {
            await step.run('work', async () => {
              note(`work ${event.data.n}`);
              // Longer than the timeout of those behind, on a real server.
              await new Promise((resolve) => setTimeout(resolve, 3_500));
            });
            note(`end ${event.data.n}`);
          },
        ),
        ...lifecycle(kit, 'queues'),
      ];
    },
    play: async ({ send, until, quiet, elapse }) => {
      await send({ name: 'go', data: { n: 1 } });
      await until('work 1');
      await send({ name: 'go', data: { n: 2 } });
      await elapse(2);
      await until('cancelled Cancelled');
      await until('end 1');
      await until('finished Completed');
      await quiet();
    },
    expected: ['work 1', 'cancelled Cancelled', 'finished Cancelled', 'end 1', 'finished Completed'],
    anyOrder: true,
  },
  {
    name: 'an event over the limit is refused',
    functions: ({ client, named }) => [
      client.createFunction({ id: 'hears', triggers: [{ event: named('go') }] }, async () => undefined),
    ],
    play: async ({ refusal, note }) => {
      const heavy = await refusal({ name: 'go', data: { text: 'x'.repeat(3 * MEBIBYTE) } });
      note(String(heavy?.includes('Event is over the max size: Max 3145728 bytes')));
      note(String(await refusal({ name: 'go', data: { text: 'x'.repeat(2.5 * MEBIBYTE) } })));
    },
    expected: ['true', 'null'],
  },
  {
    name: 'a step over 4 MiB fails the run, and cannot be caught',
    functions: (kit) => {
      const { client, note, named } = kit;
      return [
        client.createFunction(
          {
            id: 'heavy',
            triggers: [{ event: named('go') }],
            retries: 1,
            onFailure: ({ error }) => note(`onFailure ${/step output size is greater/.test(error.message)}`),
          },
          async ({ step }) => {
            try {
              await step.run('heavy', () => {
                note('heavy');
                return 'x'.repeat(4 * MEBIBYTE + 1);
              });
            } catch {
              note('caught');
            }
          },
        ),
      ];
    },
    play: async ({ send, until, quiet }) => {
      await send({ name: 'go' });
      await until('onFailure true');
      await quiet();
    },
    expected: ['heavy', 'heavy', 'onFailure true'],
  },
  {
    name: 'a run over 32 MiB fails',
    embeddedOnly: 'tens of megabytes through every call: minutes on a real server',
    functions: ({ client, note, named }) => [
      client.createFunction(
        {
          id: 'heavy',
          triggers: [{ event: named('go') }],
          retries: 0,
          onFailure: ({ error }) =>
            note(`${error.name} ${error.message.includes('InngestErrStateOverflowed')}`),
        },
        async ({ step }) => {
          for (let n = 0; n < 10; n++) await step.run(`s${n}`, () => 'x'.repeat(3.9 * MEBIBYTE));
          note('end');
        },
      ),
    ],
    play: async ({ send, until }) => {
      await send({ name: 'go' });
      await until('Error true');
    },
    expected: ['Error true'],
  },
  {
    name: 'a run over a thousand steps fails',
    embeddedOnly: 'three and a half minutes on a real server',
    functions: ({ client, note, named }) => [
      client.createFunction(
        {
          id: 'many',
          triggers: [{ event: named('go') }],
          retries: 0,
          onFailure: ({ error }) => note(`${error.name} ${error.message.includes('1000 steps')}`),
        },
        async ({ step }) => {
          for (let group = 0; group < 11; group++) {
            await Promise.all(Array.from({ length: 100 }, (_, n) => step.sleep(`s${group}-${n}`, '1s')));
          }
        },
      ),
    ],
    play: async ({ send, elapse, quiet, until, notes }) => {
      await send({ name: 'go' });
      while (notes.length === 0) {
        await quiet();
        await elapse(1);
      }
      await until('Error true');
    },
    expected: ['Error true'],
  },
];
