// A backup made while a run was going on, restored after the documents went further: runs are made again from the older memory,
// nothing is written twice, and in the end nothing differs. The copy is Postgres's own (`TEMPLATE`) of a base whose process has
// just been killed; with OTP_SAUVEGARDE=pg_dump (of the server's version at least), it is a dump made under a running service.

import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Database, openDatabase } from '../lib/store/database';
import { migrate } from '../scripts/migrate.mjs';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { type Host, hosts } from './testing/hosts';
import { differencesOf, ended, makeLink, quiet } from './testing/service';

const { server, template } = inject('testDatabase');
const WITH_DUMP = process.env.OTP_SAUVEGARDE === 'pg_dump';
const DOSSIERS = 40;
const names: string[] = [];
const ends: (() => Promise<unknown>)[] = [];
let demarches: DemarchesSimulator;
let grist: Simulator;

beforeAll(async () => {
  [demarches, grist] = await Promise.all([
    startDemarches({ dossiers: DOSSIERS, preset: 'demo' }),
    startGrist(),
  ]);
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
  for (const name of names) await sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await Promise.all([demarches.close(), grist.close()]);
});

async function sql(statement: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function fresh(): { readonly name: string; readonly url: string } {
  const name = `restore_${randomUUID().replaceAll('-', '')}`;
  names.push(name);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.href };
}

async function open(url: string): Promise<Database> {
  const database = await openDatabase(url);
  ends.push(() => database.close());
  return database;
}

function crew(url: string) {
  const all = hosts(url);
  ends.push(() => all.end());
  return all;
}

async function runOf(host: Host, database: Database, link: string) {
  host.tell(`ask ${link}`);
  const row = await ended(database, await host.hears('asked'));
  await quiet(database, link);
  return row;
}

/** Copies a base that nobody uses any more. */
async function copyQuiet(from: string, to: string): Promise<void> {
  const users = `SELECT 1 FROM pg_stat_activity WHERE datname = '${from}'`;
  while ((await sql(users)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await sql(`CREATE DATABASE ${to} TEMPLATE ${from}`);
}

it('a base restored from an older backup makes its runs again, and nothing differs', {
  timeout: 240_000,
}, async () => {
  const [past, restored] = [fresh(), fresh()];
  await sql(`CREATE DATABASE ${past.name} TEMPLATE ${template}`);
  let database = await open(past.url);
  const docId = grist.createDocument().id;
  const sides = { demarches, grist: { url: grist.url, key: grist.key, docId } };
  const link = await makeLink(database, sides);
  const processes = crew(past.url);
  let host = await processes.start();
  expect(await runOf(host, database, link)).toMatchObject({ status: 'reussi', added: DOSSIERS });

  // The backup is made in the middle of a run.
  const numbers = demarches.control({ type: 'numbers' });
  for (const number of numbers) demarches.control({ type: 'touch', number });
  demarches.control({ type: 'set_latency', ms: 100 });
  host.tell('hold pull-1 middle');
  host.tell(`ask ${link}`);
  const cut = await host.hears('asked');
  await host.hears('held');
  const folder = mkdtempSync(join(tmpdir(), 'otp-sauvegarde-'));
  ends.push(async () => rmSync(folder, { recursive: true }));
  const file = join(folder, 'base.dump');
  if (WITH_DUMP) execFileSync('pg_dump', ['-Fc', '-f', file, past.url]);
  else {
    await host.kill();
    await database.close();
    await copyQuiet(past.name, restored.name);
    database = await open(past.url);
    host = await processes.start();
  }
  await ended(database, cut);
  demarches.control({ type: 'set_latency', ms: 0 });
  await quiet(database, link);

  // Then life goes on: the document goes further than the backup knows, columns included.
  const [touched = 0, refused = 0, gone = 0, hidden = 0] = numbers;
  demarches.control({ type: 'set_state', number: touched, state: 'en_instruction' });
  demarches.control({ type: 'set_state', number: refused, state: 'refuse', motivation: 'Hors délai' });
  demarches.control({ type: 'hide', number: gone, by: 'administration' });
  demarches.control({ type: 'purge', number: gone });
  demarches.control({ type: 'hide', number: hidden, by: 'usager' });
  demarches.control({ type: 'add_dossiers', count: 5 });
  demarches.control({
    type: 'add_field',
    side: 'champs',
    spec: { type: 'text', label: 'Ajouté depuis la sauvegarde' },
  });
  demarches.control({ type: 'publish', rebase: true });
  expect(await runOf(host, database, link)).toMatchObject({ status: 'reussi', added: 5 });
  await host.kill('SIGTERM');
  demarches.control({ type: 'add_dossiers', count: 2 });

  // The machine is lost. The backup becomes the base of a new one.
  if (WITH_DUMP) {
    await sql(`CREATE DATABASE ${restored.name}`);
    execFileSync('pg_restore', ['--exit-on-error', '--no-owner', '-d', restored.url, file]);
  }
  await migrate(restored.url);
  const after = await open(restored.url);
  const other = await crew(restored.url).start();
  // The run that the backup caught is taken up where it was.
  await ended(after, cut);
  await quiet(after, link);
  const run = await runOf(other, after, link);
  expect(run).toMatchObject({ status: 'reussi', code: null });
  expect(await differencesOf(restored.url, demarches, sides.grist)).toEqual({
    differences: 0,
    dossiers: demarches.control({ type: 'numbers' }).length,
  });
  expect(await runOf(other, after, link)).toMatchObject({
    ...{ status: 'reussi', added: 0, updated: 0, removed: 0, failed: 0 },
  });
});
