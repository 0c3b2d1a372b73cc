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
   * Cuts every session, as `pg_ctl restart` does (SIGINT: a test's server does not write down each commit, a harder stop
   * would lose what was committed). Resolves once it is gone.
   */
  stop(): Promise<void>;
  /** Resolves once it answers. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export async function openRestartablePostgres(): Promise<RestartablePostgres> {
  const held = await holdPostgres({ throwaway: true });
  await migrate(held.url);
  const data = join(held.home, 'data', 'cluster');
  let command: { file: string; args: string[]; uid: number; gid: number } | null = null;
  return {
    url: held.url,
    stop: async () => {
      const server = runningServer(data);
      if (server === null) throw new Error('Postgres is not running');
      const [file = '', ...args] = readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')
        .split('\0')
        .slice(0, -1);
      const { uid, gid } = statSync(data);
      command = { file, args, uid, gid };
      process.kill(server.pid, 'SIGINT');
      await until(() => !isAlive(server.pid));
    },
    restart: async () => {
      if (command === null) throw new Error('Postgres was not stopped');
      const { file, args, uid, gid } = command;
      const own = uid === process.getuid?.() ? {} : { uid, gid };
      // What the last one leaves (memory, its port) is given back a little late: a start that fails is tried again.
      await until(async () => {
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
    },
    close: held.close,
  };
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
