// Runs followed live: how long an event takes to reach a client, and what two hundred clients add to a run. The service is
// this process, as in production (engine, journal, live lines); clients and both simulators are processes of their own.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { demoKey, makeDemoLink } from '../cli/demo-link';
import { announceRun } from '../inngest/events';
import { startRunService } from '../inngest/service';
import { openAccess } from '../lib/access/open-access';
import { readEngine } from '../lib/env/engine-variables';
import { readSealKeys } from '../lib/env/seal-keys';
import { EVERYWHERE } from '../lib/http/reach';
import { type Hub, openHub } from '../lib/journal/hub';
import { eventStream } from '../lib/journal/stream';
import { openRunJournal } from '../lib/journal/writer';
import type { Database } from '../lib/store/database';
import { historyRow } from '../lib/store/history-rows';
import { SYSTEM_CLOCK } from '../lib/wiring';
import { startChild } from '../simulators/ready';
import { median, withServiceDatabase } from './service-database';

const EVENTS = 200;
const CLIENTS = 200;
const DOSSIERS = 2_000;
const ROUNDS = 3;

const DEMARCHES = z.object({ url: z.string(), token: z.string(), number: z.number() });
const GRIST = z.object({ url: z.string(), key: z.string(), docId: z.string() });

type Say = (text: string) => void;

export const live = (say: Say): Promise<void> =>
  withServiceDatabase(async (database, url) => {
    const hub = openHub(database, url);
    const lines = await serveLines(hub);
    const service = await startRunService({
      ...{ database, databaseUrl: url, keys: readSealKeys({ CLES_DE_CHIFFREMENT: demoKey() }) },
      access: openAccess(database, siteOf(url), SYSTEM_CLOCK),
      environment: readEngine({}),
    });
    try {
      for (const clients of [1, CLIENTS]) {
        const delays = await latencies(database, lines.url, clients);
        say(
          `D’une ligne écrite à ${clients} ${clients === 1 ? 'client' : 'clients'}\u00a0: ${spread(delays)} (${delays.length} réceptions)`,
        );
      }
      const measures = { 0: [] as Measure[], [CLIENTS]: [] as Measure[] };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const clients of [0, CLIENTS] as const) {
          measures[clients].push(await run(database, service.client, lines.url, clients));
        }
      }
      for (const clients of [0, CLIENTS] as const) {
        const each = measures[clients];
        const words = each.map(({ wallMs, cpuMs }) => `${seconds(wallMs)} (processeur ${seconds(cpuMs)})`);
        say(`Synchronisation de ${DOSSIERS} dossiers, ${clients} clients\u00a0: ${words.join(', ')}`);
      }
      const added = (name: keyof Measure) =>
        (median(measures[CLIENTS].map((one) => one[name])) / median(measures[0].map((one) => one[name])) -
          1) *
        100;
      say(
        `${CLIENTS} clients ajoutent, en médiane\u00a0: ${added('wallMs').toFixed(1)}\u00a0% de durée, ${added('cpuMs').toFixed(1)}\u00a0% de processeur du service`,
      );
    } finally {
      await service.stop();
      await lines.close();
      await hub.close();
    }
  });

type Measure = { readonly wallMs: number; readonly cpuMs: number };

/** A first load, followed by so many; both sides are new each time. */
async function run(
  database: Database,
  client: Parameters<typeof announceRun>[0],
  linesUrl: string,
  clients: number,
): Promise<Measure> {
  const [demarches, grist] = await Promise.all([
    startChild('./demarches/main.ts', ['--port', '0', '--preset', 'demo', '--dossiers', `${DOSSIERS}`]),
    startChild('./grist/main.ts', ['--port', '0']),
  ]);
  const source = DEMARCHES.parse(demarches.ready);
  const destination = GRIST.parse(grist.ready);
  const { linkId, runId } = await makeDemoLink(database, {
    ...{ demarchesOrigin: new URL(source.url).origin, token: source.token, number: source.number },
    ...{ gristUrl: destination.url, key: destination.key, docId: destination.docId },
  });
  const followers = clients === 0 ? null : await startFollowers(clients);
  if (followers !== null) await followers.follow(`${linesUrl}/${runId}`);
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  await announceRun(client, 'sync', { runId, linkId });
  for (;;) {
    const { status, endedAt } = await historyRow(database, runId);
    if (endedAt === null) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    if (status !== 'reussi') throw new Error(`the run ended as ${status}`);
    break;
  }
  const { user, system } = process.cpuUsage(cpu);
  const measure = { wallMs: performance.now() - wall, cpuMs: (user + system) / 1_000 };
  await untilQuiet(database, linkId);
  followers?.end();
  await Promise.all([demarches.stop(), grist.stop()]);
  return measure;
}

/** The proof that follows a first load is a run of its own: the sides are needed until its end. */
async function untilQuiet(database: Database, linkId: string): Promise<void> {
  for (;;) {
    const open = await database.client.run.count({
      where: { linkId, OR: [{ endedAt: null }, { concluded: false }] },
    });
    const [carried] = await database.client.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM engine_run
      WHERE state IN ('queued', 'running') AND event->'data'->>'linkId' = ${linkId}`;
    if (open === 0 && carried?.count === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Lines told one after the other, each once the one before has had time to arrive. */
async function latencies(database: Database, linesUrl: string, clients: number): Promise<readonly number[]> {
  const [link] = await database.client.$queryRaw<{ id: string }[]>`
    INSERT INTO link (id, source_url, demarche, destination_url, document)
    VALUES (gen_random_uuid(), 'https://demarches.exemple.fr', ${clients}, 'https://grist.exemple.fr', 'mesure')
    RETURNING id::text AS id`;
  const [run] = await database.client.$queryRaw<{ id: string }[]>`
    INSERT INTO run (id, link_id, kind, trigger, status, alive_at)
    VALUES (gen_random_uuid(), ${link?.id}::uuid, 'sync', 'cli', 'reussi', now()) RETURNING id::text AS id`;
  const runId = run?.id ?? '';
  const followers = await startFollowers(clients);
  await followers.follow(`${linesUrl}/${runId}`);
  const journal = await openRunJournal({ database, clock: SYSTEM_CLOCK }, runId);
  for (let rank = 0; rank < EVENTS; rank += 1) {
    journal.write({ type: 'notice', sentence: `t=${performance.timeOrigin + performance.now()}` });
    await new Promise((resolve) => setTimeout(resolve, clients === 1 ? 20 : 100));
  }
  await journal.close();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const delays = await followers.report();
  followers.end();
  await database.client.link.deleteMany({ where: { id: link?.id ?? '' } });
  return delays;
}

async function startFollowers(count: number) {
  const script = fileURLToPath(new URL('./followers.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, `${count}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (child.stdout === null || child.stdin === null) throw new Error('a child without pipes');
  const { stdin } = child;
  const said: Interface = createInterface({ input: child.stdout });
  const answer = async (line: string): Promise<unknown> => {
    const told = once(said, 'line');
    stdin.write(`${line}\n`);
    return JSON.parse(String((await told)[0]));
  };
  return {
    follow: (url: string) => answer(`follow ${url}`),
    report: async () => z.array(z.number()).parse(await answer('report')),
    end: () => void child.kill(),
  };
}

/** What the route does once it knows who asks. */
async function serveLines(hub: Hub): Promise<{ readonly url: string; close(): Promise<void> }> {
  const always = async () => true;
  const server = createServer((request, response) => {
    const left = new AbortController();
    response.once('close', () => left.abort());
    const body = eventStream(hub, {
      ...{ runId: (request.url ?? '/').slice(1), after: 0, signal: left.signal },
      goesOn: always,
      mayRead: always,
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])
      .on('error', () => undefined)
      .pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function siteOf(databaseUrl: string): Parameters<typeof openAccess>[1] {
  return {
    ...{ demo: null, origin: 'http://127.0.0.1:3000', sessionSecret: 'secret-de-mesure-sans-aucune-valeur' },
    ...{ databaseUrl, contact: 'contact@exemple.gouv.fr', trustedProxies: 0 },
    ...{ entry: { domains: ['*'], sirets: [] }, proConnect: null, mail: null, reach: EVERYWHERE },
    instances: { demarches: [], grist: [], fichiers: [], loopback: true },
    metricsToken: null,
    publisher: { name: null, address: null, director: null, host: null, dataProtection: null },
  };
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((left, right) => left - right);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1);
  return `médiane ${at(0.5)}\u00a0ms, 95\u00a0% sous ${at(0.95)}\u00a0ms`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)}\u00a0s`;
}
