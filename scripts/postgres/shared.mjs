// The clone's own database: started by the first who needs it, shared, stopped by the last who leaves.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { postgresAccount } from './account.mjs';
import { postgresBinaries } from './binaries.mjs';
import { clusterFolder, preparedCluster } from './cluster.mjs';
import { withLock } from './lock.mjs';
import { databaseHome } from './places.mjs';
import { isAlive, stopServer } from './postmaster.mjs';
import { startedServer } from './server.mjs';

const DATABASE = 'one_trick_pony';

/**
 * @param {string} clone the project's folder
 * @returns {Promise<{ url: string, home: string, close: () => Promise<void> }>}
 */
export async function openSharedDatabase(clone) {
  const account = postgresAccount();
  const lock = join(clone, '.data', 'database.lock');
  mkdirSync(join(clone, '.data'), { recursive: true });

  const { url, home } = await withLock(lock, async () => {
    const place = databaseHome(clone, account);
    const binaries = postgresBinaries(account);
    const password = preparedCluster(place, binaries.initdb, account, { throwaway: false });
    const server = await startedServer(place, binaries.postgres, password, account, { throwaway: false });
    mkdirSync(usersFolder(place), { recursive: true });
    writeFileSync(join(usersFolder(place), String(process.pid)), '');
    return { url: await databaseUrl(server), home: place };
  });

  return {
    url,
    home,
    close: () =>
      withLock(lock, async () => {
        const users = usersFolder(home);
        rmSync(join(users, String(process.pid)), { force: true });
        for (const pid of readdirSync(users)) {
          if (isAlive(Number(pid))) return;
          rmSync(join(users, pid), { force: true });
        }
        await stopServer(clusterFolder(home));
      }),
  };
}

/** @param {string} home @returns {string} one file for each process that uses the database, named after its number */
const usersFolder = (home) => join(home, 'users');

/**
 * @param {string} maintenance url of the maintenance database
 * @returns {Promise<string>} url of the product's database, created if need be
 */
async function databaseUrl(maintenance) {
  const client = new pg.Client({ connectionString: maintenance });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
  const url = new URL(maintenance);
  url.pathname = `/${DATABASE}`;
  return url.href;
}
