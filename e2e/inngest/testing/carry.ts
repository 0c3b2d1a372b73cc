// `tsx e2e/inngest/testing/carry.ts <inngest binary>`: the same synchronisation on a real Inngest server in self-hosted mode, with its
// keys, on loopback; the app is killed midway, then the server. Tells what it saw. It takes minutes: the server's own back-off,
// and the watchdog's patience.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hosts } from '../../../inngest/testing/hosts';
import { differencesOf, ended, makeLink } from '../../../inngest/testing/service';
import { openDatabase } from '../../../lib/store/database';
import { freePort } from '../../../scripts/site-server.mjs';
import { openTestDatabase } from '../../../scripts/test-database.mjs';
import { startDemarches } from '../../../simulators/demarches/start';
import { startGrist } from '../../../simulators/grist/start';

const [binary = 'inngest'] = process.argv.slice(2);
const KEYS = { INNGEST_EVENT_KEY: 'c1e5', INNGEST_SIGNING_KEY: 'signkey-prod-0123456789abcdef' };
const DOSSIERS = 400;

const started = performance.now();
const say = (text: string) => console.log(`${((performance.now() - started) / 1_000).toFixed(1)} s  ${text}`);

const folder = mkdtempSync(join(tmpdir(), 'otp-inngest-'));
const held = await openTestDatabase();
const url = new URL(held.server);
url.pathname = '/porte_sur_inngest';
const admin = await openDatabaseServer(held.server);
await admin(`CREATE DATABASE porte_sur_inngest TEMPLATE ${held.template}`);
const [port, appPort] = [await freePort(), await freePort()];
const base = `http://127.0.0.1:${port}`;
const [demarches, grist] = await Promise.all([
  startDemarches({ dossiers: DOSSIERS, preset: 'demo', latencyMs: 250 }),
  startGrist(),
]);
const crew = hosts(url.href, {
  ...KEYS,
  INNGEST_BASE_URL: base,
  INNGEST_SERVE_ORIGIN: `http://localhost:${appPort}`,
  INNGEST_SERVE_PATH: '/api/inngest',
  PORT: String(appPort),
});
const database = await openDatabase(url.href);
let server = await startServer();
let host = await crew.start();

try {
  await register();
  const { status } = await fetch(`http://127.0.0.1:${appPort}/api/inngest?fnId=x&stepId=step`, {
    method: 'POST',
    body: '{}',
  });
  say(`an unsigned call is answered with ${status}`);

  await scenario('nothing is killed', async () => undefined);
  await scenario('the app is killed midway', async () => {
    await host.kill();
    say('app killed');
    host = await crew.start();
    await register();
  });
  await scenario('the server is killed midway', async () => {
    server.kill('SIGKILL');
    say('server killed');
    await sleep(2_000);
    server = await startServer();
    await register();
  });
} finally {
  await crew.end();
  server.kill('SIGKILL');
  await database.close();
  await Promise.all([demarches.close(), grist.close()]);
  await held.close();
  rmSync(folder, { recursive: true, force: true });
}

async function scenario(name: string, strike: () => Promise<void>): Promise<void> {
  say(`— ${name}`);
  const { id: docId } = grist.createDocument();
  const sides = { url: grist.url, key: grist.key, docId };
  const linkId = await makeLink(database, { demarches, grist: sides });
  host.tell(`ask ${linkId}`);
  const runId = await host.hears('asked');
  for (;;) {
    const { added } = await database.client.run.findUniqueOrThrow({
      where: { id: runId },
      select: { added: true },
    });
    if (added > 0) break;
    await sleep(20);
  }
  await strike();
  const row = await ended(database, runId);
  say(`run: ${row.status} ${row.code ?? ''}, ${row.added} added`);
  for (;;) {
    const runs = await database.client.run.findMany({ where: { linkId }, orderBy: { fence: 'asc' } });
    const done = runs.some(({ kind, status }) => kind === 'verify' && status === 'reussi');
    if (done && runs.every(({ endedAt }) => endedAt !== null)) {
      say(runs.map((run) => `${run.kind} ${run.trigger} ${run.status} ${run.code ?? ''}`.trim()).join(' | '));
      break;
    }
    await sleep(200);
  }
  const { differences, dossiers } = await differencesOf(url.href, demarches, sides);
  say(`${dossiers} dossiers, ${differences} differences`);
}

async function startServer(): Promise<ChildProcess> {
  const child = spawn(
    binary,
    [
      ...['start', '--host', '127.0.0.1', '--port', String(port), '--no-ui', '--sqlite-dir', folder],
      ...['--event-key', KEYS.INNGEST_EVENT_KEY, '--signing-key', '0123456789abcdef'],
      ...['--connect-gateway-port', String(await freePort())],
      ...['--connect-gateway-grpc-port', String(await freePort())],
      ...['--connect-executor-grpc-port', String(await freePort()), '--poll-interval', '5'],
    ],
    { stdio: ['ignore', 'ignore', 'ignore'] },
  );
  for (;;) {
    try {
      if ((await fetch(`${base}/health`)).ok) break;
    } catch {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    }
    await sleep(200);
  }
  say('server ready');
  return child;
}

async function register(): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${appPort}/api/inngest`, { method: 'PUT' });
  say(`registration: ${response.status} ${await response.text()}`);
}

async function openDatabaseServer(server: string): Promise<(statement: string) => Promise<void>> {
  const { Client } = await import('pg');
  return async (statement) => {
    const client = new Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
}
