// Steps that wait for somebody: events, invoked functions.

import { lifecycle, type Scenario } from '../scenario';

export const WAITING: readonly Scenario[] = [
  {
    name: 'sendEvent reaches its functions',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'sends', triggers: [{ event: named('go') }] }, async ({ step }) => {
        const { ids } = await step.sendEvent('tell', [
          { name: named('told'), data: { n: 1 } },
          { name: named('told'), data: { n: 2 } },
        ]);
        note(`sent ${ids.length}`);
      }),
      client.createFunction({ id: 'hears', triggers: [{ event: named('told') }] }, async ({ event }) =>
        note(`told ${event.data.n}`),
      ),
    ],
    play: async ({ send, until }) => {
      await send({ name: 'go' });
      await until('told 1');
      await until('told 2');
      await until('sent 2');
    },
    expected: ['sent 2', 'told 1', 'told 2'],
    anyOrder: true,
  },
  {
    name: 'waitForEvent: the one that matches, from now on',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'waits', triggers: [{ event: named('go') }] }, async ({ step }) => {
        await step.run('ready', () => note('ready'));
        const answer = await step.waitForEvent('answer', {
          event: named('answer'),
          timeout: '1h',
          if: 'async.data.k == event.data.k',
        });
        note(
          `answer ${answer?.data.n} ${Object.keys(answer ?? {})
            .sort()
            .join(' ')}`,
        );
      }),
    ],
    play: async ({ send, until, quiet }) => {
      await send({ name: 'answer', data: { k: 'a', n: 0 } }); // too early
      await quiet();
      await send({ name: 'go', data: { k: 'a' } });
      await until('ready');
      await quiet();
      await send({ name: 'answer', data: { k: 'b', n: 1 } }, { name: 'answer', data: { k: 'a', n: 2 } });
      await until('answer 2 data id name ts user');
    },
    expected: ['ready', 'answer 2 data id name ts user'],
  },
  {
    name: 'waitForEvent: null after its timeout',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'waits', triggers: [{ event: named('go') }] }, async ({ step }) => {
        const answer = await step.waitForEvent('answer', { event: named('answer'), timeout: '1s' });
        note(`answer ${answer}`);
      }),
    ],
    play: async ({ send, until, elapse }) => {
      await send({ name: 'go' });
      await elapse(1);
      await until('answer null');
    },
    expected: ['answer null'],
  },
  {
    name: 'invoke: the result, nothing, the error of the child',
    functions: (kit) => {
      const { client, note } = kit;
      const child = client.createFunction({ id: 'child', triggers: [] }, async ({ event }) => {
        const { n, _inngest } = Object(event.data);
        note(`child ${event.name} ${n} ${typeof _inngest}`);
        return { twice: n * 2 };
      });
      const silent = client.createFunction({ id: 'silent', triggers: [] }, async () => undefined);
      const broken = client.createFunction({ id: 'broken', triggers: [], retries: 0 }, async () => {
        throw new RangeError('broken');
      });
      return [
        child,
        silent,
        broken,
        client.createFunction({ id: 'parent', triggers: [{ event: kit.named('go') }] }, async ({ step }) => {
          const result: unknown = await step.invoke('child', { function: child, data: { n: 4 } });
          const { twice } = Object(result);
          const nothing: unknown = await step.invoke('silent', { function: silent, data: {} });
          try {
            await step.invoke('broken', { function: broken, data: {} });
          } catch (error) {
            note(
              `parent ${twice} ${JSON.stringify(nothing)} ${error instanceof Error ? `${error.constructor.name} ${error.name} ${error.message}` : ''}`,
            );
          }
        }),
      ];
    },
    play: async ({ send, until }) => {
      await send({ name: 'go' });
      await until('parent 8 null StepError RangeError broken');
    },
    expected: ['child inngest/function.invoked 4 object', 'parent 8 null StepError RangeError broken'],
  },
  {
    name: 'invoke: a cancelled child resolves with what is told of its end',
    functions: (kit) => {
      const { client, note, named } = kit;
      const child = client.createFunction(
        { id: 'child', triggers: [], cancelOn: [{ event: named('cancel') }] },
        async ({ step }) => {
          await step.run('begin', () => note('child'));
          await step.sleep('long', '1h');
        },
      );
      return [
        child,
        client.createFunction({ id: 'parent', triggers: [{ event: named('go') }] }, async ({ step }) => {
          const end: unknown = await step.invoke('child', { function: child, data: { n: 4 } });
          const { _inngest, data } = Object(end);
          note(`parent ${_inngest} ${Object(Object(data)._inngest).status}`);
        }),
      ];
    },
    play: async ({ send, until, quiet }) => {
      await send({ name: 'go' });
      await until('child');
      await quiet();
      await send({ name: 'cancel' });
      await until('parent undefined Cancelled');
    },
    expected: ['child', 'parent undefined Cancelled'],
  },
  {
    name: 'invoke: a child that its singleton drops is waited for until the timeout',
    functions: (kit) => {
      const { client, note, named } = kit;
      const child = client.createFunction(
        { id: 'child', triggers: [{ event: named('child') }], singleton: { mode: 'skip' } },
        async ({ step }) => {
          await step.run('begin', () => note('child'));
          await step.sleep('long', '1h');
        },
      );
      return [
        child,
        client.createFunction({ id: 'parent', triggers: [{ event: named('go') }] }, async ({ step }) => {
          try {
            await step.invoke('child', { function: child, data: {}, timeout: '2s' });
          } catch (error) {
            note(`parent ${error instanceof Error ? error.name : ''}`);
          }
        }),
      ];
    },
    play: async ({ send, until, elapse }) => {
      await send({ name: 'child' });
      await until('child');
      await send({ name: 'go' });
      await elapse(2);
      await until('parent InngestInvokeTimeoutError');
    },
    expected: ['child', 'parent InngestInvokeTimeoutError'],
  },
  {
    name: 'an event of the future waits for its instant',
    functions: ({ client, note, named }) => [
      client.createFunction({ id: 'runs', triggers: [{ event: named('go') }] }, async ({ event }) =>
        note(`ran ${event.data.n}`),
      ),
    ],
    play: async ({ send, until, note, quiet, elapse }) => {
      await send(
        { name: 'go', data: { n: 'later' }, inSeconds: 10 },
        { name: 'go', data: { n: 'past' }, inSeconds: -60 },
      );
      await until('ran past');
      await quiet();
      note('ten seconds');
      await elapse(10);
      await until('ran later');
    },
    expected: ['ran past', 'ten seconds', 'ran later'],
  },
  {
    name: 'the lifecycle of an invoked child is told like any other',
    functions: (kit) => {
      const { client, named } = kit;
      const child = client.createFunction({ id: 'child', triggers: [] }, async () => 1);
      return [
        child,
        client.createFunction({ id: 'parent', triggers: [{ event: named('go') }] }, async ({ step }) => {
          await step.invoke('child', { function: child, data: {} });
        }),
        ...lifecycle(kit, 'child'),
        ...lifecycle(kit, 'parent'),
      ];
    },
    play: async ({ send, until }) => {
      await send({ name: 'go' });
      await until('finished Completed', 2);
    },
    expected: ['finished Completed', 'finished Completed'],
  },
];
