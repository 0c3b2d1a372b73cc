// `npm run bench:engine`: what the embedded engine adds to each step, and how long an event waits for its first call. Steps
// do nothing, the database writes every commit down. Figures are those of the machine, and of what else it does meanwhile:
// processor time is given beside them. The SDK replays a function from its start at each call, so that its share grows with
// the number of steps already done; the engine's does not.

import { randomBytes } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { Inngest } from 'inngest';
import { serve } from 'inngest/edge';
import { Client } from 'pg';
import { openEngine } from '../lib/engine/engine';
import type { Handler } from '../lib/engine/protocol';
import { openDatabase } from '../scripts/database.mjs';
import { migrate } from '../scripts/migrate.mjs';

/** Objective: at the median, on two cores (issue 4). */
const OBJECTIVE_MS = 15;

const STEPS = 50;
const RUNS = 6;
const TOGETHER = 8;
const STEPS_TOGETHER = 50;
const EVENTS = 100;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const silent = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

const server = await openDatabase();
const name = `bench_engine_${randomBytes(4).toString('hex')}`;
const url = new URL(server.url);
url.pathname = `/${name}`;
await statement(`CREATE DATABASE ${name}`);
try {
  await migrate(url.href);
  await measure();
} finally {
  await statement(`DROP DATABASE ${name} WITH (FORCE)`);
  await server.close();
}

async function measure(): Promise<void> {
  const engine = openEngine({ url: url.href });
  const client = new Inngest({
    id: 'bench',
    isDev: true,
    eventKey: 'embedded',
    checkpointing: false,
    logger: silent,
    fetch: engine.fetch,
  });
  const called = new Map<string, () => void>();
  const walk = client.createFunction(
    { id: 'walk', triggers: [{ event: 'walk' }] },
    async ({ step, event }) => {
      const { steps, key } = Object(event.data);
      for (let n = 0; n < steps; n++) await step.run(`s${n}`, () => moments.push(performance.now()));
      called.get(key)?.();
    },
  );
  const moments: number[] = [];
  const run = async (steps: number): Promise<void> => {
    const key = randomBytes(8).toString('hex');
    const over = new Promise<void>((resolve) => called.set(key, resolve));
    await client.send({ name: 'walk', data: { steps, key } });
    await over;
  };
  const sdk = { wall: 0, processor: 0 };
  const served: Handler = serve({ client, functions: [walk] });
  await engine.start(async (request) => {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const response = await served(request);
    sdk.wall += performance.now() - start;
    sdk.processor += processorMs(before);
    return response;
  });

  await run(20); // the first calls compile and connect
  const gaps: number[] = [];
  Object.assign(sdk, { wall: 0, processor: 0 });
  const before = process.cpuUsage();
  for (let n = 0; n < RUNS; n++) {
    moments.length = 0;
    await run(STEPS);
    gaps.push(...moments.slice(1).map((moment, index) => moment - (moments[index] ?? moment)));
  }
  const calls = RUNS * (STEPS + 1);
  const processor = processorMs(before);
  const inSdk = { ...sdk };

  const start = performance.now();
  await Promise.all(Array.from({ length: TOGETHER }, () => run(STEPS_TOGETHER)));
  const together = performance.now() - start;

  const waits: number[] = [];
  for (let n = 0; n < EVENTS; n++) {
    const sent = performance.now();
    await run(0);
    waits.push(performance.now() - sent);
  }
  await engine.stop();

  const perCall = (ms: number) => `${(ms / calls).toFixed(1)} ms`;
  say(`Machine: ${cpus().length} cores (${cpus()[0]?.model.trim()}), node ${process.version}`);
  say(`  busy with ${loadavg()[0]?.toFixed(1)} processes on average in the last minute`);
  say(`Added to each step of ${RUNS} runs of ${STEPS}: ${spread(gaps)} (objective: ≤ ${OBJECTIVE_MS} ms)`);
  say(`  of which in the SDK, on average: ${perCall(inSdk.wall)}`);
  say(`  processor time: ${perCall(processor)}, of which in the SDK ${perCall(inSdk.processor)}`);
  say(
    `${TOGETHER} runs of ${STEPS_TOGETHER} steps together: ${Math.round((TOGETHER * STEPS_TOGETHER * 1_000) / together)} steps a second`,
  );
  say(`From an event sent to its function called, ${EVENTS} times: ${spread(waits)}`);
}

/** Of this process, since then. */
function processorMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, 95 % under ${at(0.95)} ms`;
}

async function statement(text: string): Promise<void> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query(text);
  await client.end();
}
