// A Postgres of a test's own, which the test may stop under its sessions and start again on the same port.

import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { until } from '../../../lib/engine/testing/house';
import { migrate } from '../../../scripts/migrate.mjs';
import { holdPostgres } from '../../../scripts/postgres/holder.mjs';
import { isAlive, runningServer } from '../../../scripts/postgres/postmaster.mjs';

export type RestartablePostgres = {
  readonly url: string;
  /**
   * Cuts every session, as `pg_ctl restart` does; `crash`: as a power cut does, which loses what was committed unless it was
   * opened as `durable`. Resolves once it is gone.
   */
  stop(how?: 'fast' | 'crash'): Promise<void>;
  /** Resolves once it answers. */
  restart(): Promise<void>;
  isRunning(): boolean;
  close(): Promise<void>;
};

export type RestartableOptions = {
  /** Each commit is handed to the system before it is told, so that Postgres may be killed, or fall. */
  readonly durable?: boolean;
  /** Where its data live. */
  readonly folder?: string;
};

/** A journal (WAL) that stays small: the disk may be. */
const DURABLE = ['-c', 'synchronous_commit=on', '-c', 'max_wal_size=128MB'];

export async function openRestartablePostgres({
  durable = false,
  folder,
}: RestartableOptions = {}): Promise<RestartablePostgres> {
  const held = await holdPostgres({ throwaway: true, ...(folder === undefined ? {} : { folder }) });
  const data = join(held.home, 'data', 'cluster');
  const running = () => {
    const server = runningServer(data);
    if (server === null) throw new Error('Postgres is not running');
    return server;
  };
  const [file = '', ...given] = readFileSync(`/proc/${running().pid}/cmdline`, 'utf8')
    .split('\0')
    .slice(0, -1);
  // Of a setting given twice, the last one counts.
  const args = durable ? [...given, ...DURABLE] : given;
  const { uid, gid } = statSync(data);
  const own = uid === process.getuid?.() ? {} : { uid, gid };

  const stop = async (how: 'fast' | 'crash' = 'fast'): Promise<void> => {
    const { pid } = running();
    process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await until(() => !isAlive(pid));
  };
  // What the last one leaves (memory, its port) is given back a little late: a start that fails is tried again.
  const restart = (): Promise<void> =>
    until(async () => {
      const server = spawn(file, args, {
        cwd: '/',
        detached: true,
        stdio: 'ignore',
        env: { ...process.env, LC_ALL: 'C' },
        ...own,
      });
      server.unref();
      let gone = false;
      server.once('exit', () => {
        gone = true;
      });
      await until(async () => gone || (await answers(held.url)));
      return !gone;
    });

  await migrate(held.url);
  if (durable) {
    await stop();
    await restart();
  }
  const isRunning = () => runningServer(data) !== null;
  return { url: held.url, stop, restart, isRunning, close: held.close };
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
