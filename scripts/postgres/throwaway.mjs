// A Postgres for one test run: fast, alone on its port, and gone afterwards with its folder.

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { postgresAccount } from './account.mjs';
import { postgresBinaries } from './binaries.mjs';
import { clusterFolder, preparedCluster } from './cluster.mjs';
import { THROWAWAY_PREFIX, throwawayHome } from './places.mjs';
import { isAlive, stopServer } from './postmaster.mjs';
import { startedServer } from './server.mjs';

/** @returns {Promise<{ url: string, home: string, close: () => Promise<void> }>} url of the maintenance database */
export async function openThrowawayServer() {
  const account = postgresAccount();
  const home = throwawayHome(account);
  writeFileSync(ownerFile(home), String(process.pid));
  await removeAbandoned(dirname(home));
  try {
    const binaries = postgresBinaries(account);
    const password = preparedCluster(home, binaries.initdb, account, { throwaway: true });
    const url = await startedServer(home, binaries.postgres, password, account, { throwaway: true });
    return { url, home, close: () => remove(home) };
  } catch (error) {
    await remove(home);
    throw error;
  }
}

/**
 * Servers and folders of test runs that were killed together with the process that was to clean up after them.
 * @param {string} base
 */
async function removeAbandoned(base) {
  for (const name of readdirSync(base)) {
    if (!name.startsWith(THROWAWAY_PREFIX)) continue;
    const home = join(base, name);
    const owner = ownerFile(home);
    if (existsSync(owner) && !isAlive(Number(readFileSync(owner, 'utf8')))) await remove(home);
  }
}

/** @param {string} home */
async function remove(home) {
  await stopServer(clusterFolder(home));
  rmSync(home, { recursive: true, force: true });
}

/** @param {string} home */
const ownerFile = (home) => join(home, 'owner');
