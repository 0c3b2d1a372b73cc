// A process that executes functions, for the crash tests: `tsx worker.ts <database url> <functions>`. It writes a line of JSON
// for each thing that happens, and obeys `stop` on its standard input.

import { createInterface } from 'node:readline';
import { Inngest } from 'inngest';
import { serve } from 'inngest/edge';
import { openEngine } from '../engine';

const [url = '', cron = ''] = process.argv.slice(2);

const say = (what: string, data: Record<string, unknown> = {}): void => {
  process.stdout.write(`${JSON.stringify({ what, pid: process.pid, ...data })}\n`);
};

const engine = openEngine({
  url,
  pollMs: 100,
  backoff: () => 1,
  onTrouble: (what, error) => say('trouble', { in: what, error: String(error) }),
});
const silent = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
const client = new Inngest({
  id: 'app',
  isDev: true,
  eventKey: 'embedded',
  checkpointing: false,
  logger: silent,
  fetch: engine.fetch,
});

/** Resolves when the test says so on our standard input, for steps that must be caught in the middle. */
let release = (): void => undefined;
const released = new Promise<void>((resolve) => {
  release = resolve;
});

const walk = client.createFunction(
  { id: 'walk', triggers: [{ event: 'walk' }] },
  async ({ step, attempt, event }) => {
    const { n, hold } = Object(event.data);
    await step.run('before', () => say('before', { n, attempt }));
    await step.run('middle', async () => {
      say('middle', { n, attempt });
      if (hold === true && attempt === 0 && process.env.HOLD === 'yes') await released;
    });
    await step.run('after', () => say('after', { n, attempt }));
    say('end', { n, attempt });
  },
);
const ticks = client.createFunction(
  { id: 'ticks', triggers: cron === '' ? [] : [{ cron }] },
  async ({ event }) => say('tick', { at: event.id }),
);

await engine.start(serve({ client, functions: [walk, ticks] }));
say('ready');

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'release') release();
  if (!line.startsWith('stop')) return;
  void engine.stop(Number(line.split(' ')[1] ?? 10_000)).then(() => {
    say('stopped');
    process.exit(0);
  });
});
