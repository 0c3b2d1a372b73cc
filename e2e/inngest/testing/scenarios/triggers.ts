// What starts a function: conditions on events, crons.

import type { Scenario } from '../scenario';

/** Condition of a trigger → which of `EVENTS` start the function. */
const CONDITIONS: readonly (readonly [id: string, condition: string, started: string])[] = [
  ['number', 'event.data.n == 1', 'one'],
  ['text', "event.data.n == '1'", 'text'],
  ['less', 'event.data.n < 2', 'one empty nothing'],
  ['more', 'event.data.n > 0', 'one'],
  ['absent', 'event.data.n == null', 'empty nothing'],
  ['present', 'event.data.n != null', 'one text'],
  ['either', "event.data.n == 1 || event.data.n == '1'", 'one text'],
  ['not', '!(event.data.n == 1)', 'empty nothing text'],
  ['deep', 'event.data.deep.n == 3', 'one'],
  ['within', "event.data.n in [1, '1']", 'one text'],
  ['prefix', "event.data.name.startsWith('t')", 'text'],
];

const EVENTS = [
  { name: 'go', data: { name: 'one', n: 1, deep: { n: 3 } } },
  { name: 'go', data: { name: 'text', n: '1' } },
  { name: 'go', data: { name: 'empty', n: null } },
  { name: 'go', data: { name: 'nothing' } },
];

export const TRIGGERS: readonly Scenario[] = [
  {
    name: 'conditions of triggers',
    functions: ({ client, note, named }) =>
      CONDITIONS.map(([id, condition]) =>
        client.createFunction({ id, triggers: [{ event: named('go'), if: condition }] }, async ({ event }) =>
          note(`${id} ${event.data.name}`),
        ),
      ),
    play: async ({ send, until, quiet }) => {
      await send(...EVENTS);
      await until('prefix text');
      await quiet();
    },
    expected: CONDITIONS.flatMap(([id, , started]) => started.split(' ').map((event) => `${id} ${event}`)),
    anyOrder: true,
  },
  {
    name: 'a cron, each minute',
    functions: ({ client, note }) => [
      client.createFunction(
        { id: 'ticks', triggers: [{ cron: 'TZ=Europe/Paris * * * * *' }] },
        async ({ event }) => {
          const data: Record<string, unknown> = { ...event.data };
          const second = new Date(String(data.scheduledAt ?? data.fireAt)).getUTCSeconds();
          note(`${event.name} ${data.cron} ${Object.keys(data).sort().join(' ')} ${second}`);
        },
      ),
    ],
    play: async ({ until, elapse }) => {
      await elapse(60);
      await until('inngest/scheduled.timer TZ=Europe/Paris * * * * * cron fireAt scheduledAt 0');
    },
    expected: ['inngest/scheduled.timer TZ=Europe/Paris * * * * * cron fireAt scheduledAt 0'],
  },
];
