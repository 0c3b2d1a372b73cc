// Attempts, final errors, what is told of a failure.

import { NonRetriableError, RetryAfterError } from 'inngest';
import { lifecycle, type Scenario } from '../scenario';

export const FAILURES: readonly Scenario[] = [
  {
    name: 'five attempts when nothing is said, then onFailure, which has its own',
    functions: ({ client, note, named }) => [
      client.createFunction(
        {
          id: 'fails',
          triggers: [{ event: named('go') }],
          onFailure: ({ event, error, attempt, maxAttempts }) => {
            note(
              `onFailure ${event.data.function_id.split('-').at(-1)} ${error.message} ${attempt}/${maxAttempts}`,
            );
            throw new Error('again');
          },
        },
        async ({ step, attempt, maxAttempts }) => {
          await step.run('never', () => {
            note(`never ${attempt}/${maxAttempts}`);
            throw new Error('no');
          });
        },
      ),
    ],
    play: async ({ send, until, quiet }) => {
      await send({ name: 'go' });
      await until('onFailure fails no 1/2');
      await quiet();
    },
    expected: [
      'never 0/5',
      'never 1/5',
      'never 2/5',
      'never 3/5',
      'never 4/5',
      'onFailure fails no 0/2',
      'onFailure fails no 1/2',
    ],
  },
  {
    name: 'attempts belong to the step: the next one starts from zero',
    functions: ({ client, note, named }) => [
      client.createFunction(
        { id: 'moody', triggers: [{ event: named('go') }], retries: 2 },
        async ({ step, attempt }) => {
          await step.run('first', () => {
            note(`first ${attempt}`);
            if (attempt < 2) throw new Error('not yet');
          });
          await step.run('second', () => note(`second ${attempt}`));
          note(`end ${attempt}`);
        },
      ),
    ],
    play: async ({ send, until }) => {
      await send({ name: 'go' });
      await until('end 0');
    },
    expected: ['first 0', 'first 1', 'first 2', 'second 0', 'end 0'],
  },
  {
    name: 'an exhausted step can be caught',
    functions: ({ client, note, named }) => [
      client.createFunction(
        { id: 'catches', triggers: [{ event: named('go') }], retries: 1 },
        async ({ step }) => {
          try {
            await step.run('never', () => {
              note('try');
              throw new RangeError('no');
            });
          } catch (error) {
            note(error instanceof Error ? `${error.constructor.name} ${error.name} ${error.message}` : '');
          }
        },
      ),
    ],
    play: async ({ send, until }) => {
      await send({ name: 'go' });
      await until('StepError RangeError no');
    },
    expected: ['try', 'try', 'StepError RangeError no'],
  },
  {
    name: 'NonRetriableError in a step: one attempt, catchable',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'final', triggers: [{ event: named('go') }] }, async ({ step }) => {
        try {
          await step.run('never', () => {
            note('try');
            throw new NonRetriableError('no use');
          });
        } catch (error) {
          note(error instanceof Error ? `${error.name} ${error.message}` : '');
          throw error;
        }
      }),
    ],
    play: async ({ send, until, quiet }) => {
      await send({ name: 'go' });
      await until('NonRetriableError no use');
      await quiet();
    },
    // What leaves the body is a StepError, which may be retried, with the step's failure remembered.
    expected: ['try', 'NonRetriableError no use'],
  },
  {
    name: 'errors of the body are retried, NonRetriableError is not',
    functions: ({ client, note, named }) => [
      client.createFunction(
        { id: 'body', triggers: [{ event: named('go') }], retries: 1 },
        async ({ attempt }) => {
          note(`body ${attempt}`);
          throw new Error('no');
        },
      ),
      client.createFunction({ id: 'final', triggers: [{ event: named('final') }] }, async ({ attempt }) => {
        note(`final ${attempt}`);
        throw new NonRetriableError('no use');
      }),
    ],
    play: async ({ send, until, quiet }) => {
      await send({ name: 'go' });
      await until('body 1');
      await send({ name: 'final' });
      await until('final 0');
      await quiet();
    },
    expected: ['body 0', 'body 1', 'final 0'],
  },
  {
    name: 'RetryAfterError: not before',
    functions: ({ client, note, named }) => [
      client.createFunction(
        { id: 'later', triggers: [{ event: named('go') }] },
        async ({ step, attempt }) => {
          await step.run('asks', () => {
            note(`asks ${attempt}`);
            if (attempt === 0) throw new RetryAfterError('later', '8s');
          });
          note('end');
        },
      ),
    ],
    play: async ({ send, until, quiet, note, elapse }) => {
      await send({ name: 'go' });
      await until('asks 0');
      await quiet();
      note('eight seconds');
      await elapse(8);
      await until('end');
    },
    expected: ['asks 0', 'eight seconds', 'asks 1', 'end'],
  },
  {
    name: 'lifecycle events of a success and of a failure, with their data',
    functions: (kit) => {
      const { client, app, note, named } = kit;
      return [
        client.createFunction({ id: 'works', triggers: [{ event: named('go') }] }, async () => ({ n: 1 })),
        client.createFunction({ id: 'fails', triggers: [{ event: named('fail') }], retries: 0 }, async () => {
          throw new TypeError('no');
        }),
        ...['works', 'fails'].flatMap((fn) =>
          ['finished', 'failed'].map((what) =>
            client.createFunction(
              {
                id: `${fn}-${what}`,
                triggers: [
                  { event: `inngest/function.${what}`, if: `event.data.function_id == '${app}-${fn}'` },
                ],
              },
              async ({ event }) => {
                const data: Record<string, unknown> = { ...event.data };
                const { status } = Object(data._inngest);
                const { name, message } = Object(data.error);
                note(`${fn} ${what} ${status}: ${Object.keys(data).sort().join(' ')}`);
                note(`${fn} ${what} error ${name} ${message}, id is the run's: ${event.id === data.run_id}`);
                note(
                  `${fn} ${what} event ${String(Object(data.event).name).split('/').at(-1)} ${Object(data.events).length}`,
                );
              },
            ),
          ),
        ),
      ];
    },
    play: async ({ send, until, quiet }) => {
      await send({ name: 'go' }, { name: 'fail' });
      await until('works finished event go 1');
      await until('fails finished event fail 1');
      await until('fails failed event fail 1');
      await quiet();
    },
    expected: [
      'works finished Completed: _inngest event events function_id result run_id',
      "works finished error undefined undefined, id is the run's: false",
      'works finished event go 1',
      'fails finished Failed: _inngest error event events function_id result run_id',
      "fails finished error TypeError no, id is the run's: false",
      'fails finished event fail 1',
      'fails failed Failed: _inngest error event events function_id result run_id',
      "fails failed error TypeError no, id is the run's: true",
      'fails failed event fail 1',
    ],
    anyOrder: true,
  },
  {
    name: 'what a lifecycle event starts tells nothing further',
    functions: (kit) => {
      const { client, app, note, named } = kit;
      return [
        client.createFunction({ id: 'works', triggers: [{ event: named('go') }] }, async () => 1),
        client.createFunction(
          {
            id: 'sees',
            triggers: [
              { event: 'inngest/function.finished', if: `event.data.function_id == '${app}-works'` },
            ],
          },
          async () => note('sees'),
        ),
        ...lifecycle(kit, 'sees'),
      ];
    },
    play: async ({ send, until, quiet }) => {
      await send({ name: 'go' });
      await until('sees');
      await quiet();
    },
    expected: ['sees'],
  },
];
