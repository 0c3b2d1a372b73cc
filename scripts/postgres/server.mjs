// Starts Postgres on a data folder, or finds the one that already serves it, and waits until it answers.

import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clusterFolder, USER } from './cluster.mjs';
import { runningServer, stopServer } from './postmaster.mjs';

/** @typedef {import('./account.mjs').Account} Account */

/** Recovery after a crash may replay minutes of writes; a start that takes longer than this needs a person. */
const PATIENCE_MS = 60_000;

const USUAL_PORT = 54_329;

/**
 * @param {string} home folder made by `preparedCluster`
 * @param {string} postgres path of the executable
 * @param {string} password
 * @param {Account} account
 * @param {{ throwaway: boolean }} options throwaway: any free port, and speed before safety
 * @returns {Promise<string>} the url of its maintenance database
 */
export async function startedServer(home, postgres, password, account, { throwaway }) {
  const data = clusterFolder(home);
  if (runningServer(data)) {
    // Left running by a process that was killed, or shared with one that is at work.
    const url = await answering(data, password, () => runningServer(data) !== null);
    if (url) return url;
    await stopServer(data);
  }
  // No server of ours runs here: a pid file is a killed one's, and its number may be another program's by now, which
  // would make Postgres refuse to start.
  rmSync(join(data, 'postmaster.pid'), { force: true });

  const log = join(home, 'server.log');
  for (let attempt = 1; ; attempt++) {
    const port = attempt === 1 && !throwaway ? USUAL_PORT : await freePort();
    const server = launch(postgres, data, port, log, account, throwaway);
    const url = await answering(data, password, () => server.running);
    if (url) return url;
    await stopServer(data);
    const said = readFileSync(log, 'utf8');
    // A port taken meanwhile, or memory that the children of a killed server have not given back yet.
    const passing = said.includes('could not create any TCP/IP sockets') || said.includes('is still in use');
    if (!passing || attempt === 10) {
      throw new Error(
        `Postgres ne démarre pas. Fin de son journal (${log}) :\n${said.trim().split('\n').slice(-8).join('\n')}`,
      );
    }
    await sleep(attempt * 100);
  }
}

/**
 * In a session of its own: the Ctrl-C of a terminal is for us, who stop it in order.
 * @param {string} postgres
 * @param {string} data
 * @param {number} port
 * @param {string} log
 * @param {Account} account
 * @param {boolean} throwaway
 */
function launch(postgres, data, port, log, account, throwaway) {
  const output = openSync(log, 'w', 0o600);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(throwaway
      ? ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=200']
      : []),
  ];
  const child = spawn(
    postgres,
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    {
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      ...(account ?? {}),
    },
  );
  closeSync(output);
  const server = { running: true };
  child.once('error', () => {
    server.running = false;
  });
  child.once('exit', () => {
    server.running = false;
  });
  child.unref();
  return server;
}

/**
 * Waits until the server says that it is ready, then asks it something. Until then the port may be somebody else's.
 * @param {string} data
 * @param {string} password
 * @param {() => boolean} worthWaiting
 * @returns {Promise<string | null>} the url that answered, null when it is not worth waiting any longer
 */
async function answering(data, password, worthWaiting) {
  const limit = Date.now() + PATIENCE_MS;
  while (Date.now() < limit && worthWaiting()) {
    const server = runningServer(data);
    if (server?.ready) {
      const url = `postgresql://${USER}:${password}@127.0.0.1:${server.port}/postgres`;
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
      client.on('error', () => undefined); // the connection is thrown away below, whatever happens to it
      try {
        await client.connect();
        await client.query('SELECT 1');
        return url;
      } catch (error) {
        if (/** @type {{ code?: string }} */ (error).code === '28P01') return null; // not the password of this folder
      } finally {
        await client.end();
      }
    }
    await sleep(20);
  }
  return null;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
