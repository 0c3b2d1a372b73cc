// The clone's own Postgres, whatever was killed, left behind or taken: real processes, real kills.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, runningServer, stopServer } from './postmaster.mjs';

/** What scripts/postgres.mjs does, for a clone that is only a folder. */
const HOLDER = `
  const [, clone] = process.argv;
  const { openSharedDatabase } = await import(${JSON.stringify(new URL('./shared.mjs', import.meta.url).href)});
  const { url, home, close } = await openSharedDatabase(clone);
  console.log(JSON.stringify({ url, home }));
  process.stdin.once('end', () => close().then(() => process.exit(0))).resume();
`;

type Held = {
  readonly url: string;
  readonly home: string;
  readonly process: ChildProcess;
  close(): Promise<void>;
};

let clone: string;
const homes = new Set<string>();

beforeEach(async () => {
  // A folder that only its owner may enter: as root, Postgres runs as somebody else and must live elsewhere.
  clone = await mkdtemp(join(tmpdir(), 'clone-test-'));
});

afterEach(async () => {
  for (const home of homes) {
    await stopServer(cluster(home));
    await rm(home, { recursive: true, force: true });
  }
  homes.clear();
  await rm(clone, { recursive: true, force: true });
});

async function hold(folder = clone): Promise<Held> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const first = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => Promise.reject(new Error('it did not start'))),
  ]);
  const { url, home }: { url: string; home: string } = JSON.parse(String(first[0]));
  homes.add(home);
  return {
    url,
    home,
    process: child,
    close: async () => {
      child.stdin.end();
      await exited;
    },
  };
}

async function kill(held: Held): Promise<void> {
  const exited = once(held.process, 'exit');
  held.process.kill('SIGKILL');
  await exited;
}

const cluster = (home: string) => join(home, 'data', 'cluster');

const serverOf = (held: Held) => runningServer(cluster(held.home));

async function killServer(held: Held): Promise<void> {
  const pid = serverOf(held)?.pid;
  if (pid === undefined) throw new Error('no server to kill');
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
}

/** Adds a row, and tells how many there are. */
async function visit({ url }: Held): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('CREATE TABLE IF NOT EXISTS visit (at timestamptz DEFAULT now())');
    await client.query('INSERT INTO visit DEFAULT VALUES');
    const { rows } = await client.query('SELECT count(*)::int AS visits FROM visit');
    return rows[0]?.visits;
  } finally {
    await client.end();
  }
}

describe('the clone’s Postgres', () => {
  it('is shared, kept by whoever is left, stopped by the last one, and found again with its data', async () => {
    const [first, second] = await Promise.all([hold(), hold()]);
    expect(second.url).toBe(first.url);
    expect(await visit(first)).toBe(1);
    await first.close();
    expect(await visit(second)).toBe(2);
    await second.close();
    expect(serverOf(second)).toBeNull();
    const third = await hold();
    expect(await visit(third)).toBe(3);
    await third.close();
  });

  it('keeps its password where only its owner can read it', async () => {
    const held = await hold();
    const { password } = new URL(held.url);
    expect(password.length).toBeGreaterThan(30);
    const file = join(held.home, 'data', 'password');
    expect(readFileSync(file, 'utf8')).toBe(password);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(cluster(held.home)).mode & 0o077).toBe(0);
    await held.close();
  });

  it('left running by a process that was killed is used again, and stopped in its turn', async () => {
    const killed = await hold();
    await visit(killed);
    await kill(killed);
    const orphan = serverOf(killed);
    expect(orphan).not.toBeNull();
    const next = await hold();
    expect(serverOf(next)?.pid).toBe(orphan?.pid);
    expect(await visit(next)).toBe(2);
    await next.close();
    expect(serverOf(next)).toBeNull();
  });

  it('killed with everything else recovers', async () => {
    const killed = await hold();
    await visit(killed);
    await kill(killed);
    await killServer(killed);
    expect(existsSync(join(cluster(killed.home), 'postmaster.pid'))).toBe(true);
    const next = await hold();
    expect(await visit(next)).toBe(2);
    await next.close();
  });

  it('starts though its pid file names another program, which it leaves alone', async () => {
    const first = await hold();
    await visit(first);
    const file = join(cluster(first.home), 'postmaster.pid');
    const text = readFileSync(file, 'utf8');
    await first.close();
    const innocent = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await once(innocent, 'spawn');
    writeFileSync(file, text.replace(/^\d+/, String(innocent.pid)));
    const next = await hold();
    expect(await visit(next)).toBe(2);
    expect(innocent.exitCode).toBeNull();
    expect(innocent.signalCode).toBeNull();
    innocent.kill();
    await next.close();
  });

  it('takes another port when the usual one is taken, and two clones never meet', async () => {
    const usual = createServer().listen(54_329, '127.0.0.1');
    await once(usual, 'listening').catch(() => undefined); // somebody else has it already: it is taken all the same
    const other = await mkdtemp(join(tmpdir(), 'clone-test-'));
    try {
      const [here, there] = await Promise.all([hold(), hold(other)]);
      expect(new Set([new URL(here.url).port, new URL(there.url).port, '54329']).size).toBe(3);
      expect(here.home).not.toBe(there.home);
      expect([await visit(here), await visit(there), await visit(here)]).toEqual([1, 1, 2]);
      await Promise.all([here.close(), there.close()]);
    } finally {
      usual.close();
      await rm(other, { recursive: true, force: true });
    }
  });

  it('of a clone that was copied with its data is not its model’s', async () => {
    const model = await hold();
    await visit(model);
    const copy = await mkdtemp(join(tmpdir(), 'clone-test-'));
    try {
      const copied = spawn('cp', ['-r', join(clone, '.data'), copy]);
      await once(copied, 'exit');
      const held = await hold(copy);
      expect(held.home).not.toBe(model.home);
      expect(serverOf(held)?.pid).not.toBe(serverOf(model)?.pid);
      await held.close();
      expect(await visit(model)).toBe(2);
      await model.close();
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });
});
