// The Postgres server of a data folder, as its own `postmaster.pid` and the system tell of it.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {{ pid: number, port: number, ready: boolean }} Server */

/**
 * The server that runs on this data folder, null when there is none. The pid file alone proves nothing: it survives a
 * kill, its number may have been given to another program since, and a copied folder carries its model's.
 * @param {string} data
 * @returns {Server | null}
 */
export function runningServer(data) {
  const lines = textOf(join(data, 'postmaster.pid'))?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !serves(pid, data)) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Stops the server of this data folder, by its pid and only if it is that one: first politely (it closes sessions and
 * writes everything down), then at once.
 * @param {string} data
 */
export async function stopServer(data) {
  const server = runningServer(data);
  if (server === null) return;
  for (const [signal, patience] of /** @type {const} */ ([
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ])) {
    if (!serves(server.pid, data)) return;
    process.kill(server.pid, signal);
    const limit = Date.now() + patience;
    while (serves(server.pid, data) && Date.now() < limit) await sleep(20);
  }
}

/**
 * A process that ended but that nobody has waited for (a zombie, common in containers) is not alive.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  const stat = textOf(`/proc/${pid}/stat`); // « 123 (name) Z … »: the name may hold anything
  if (stat === null) return !existsSync('/proc/self/stat'); // where there is no /proc, the signal has told
  return stat[stat.lastIndexOf(')') + 2] !== 'Z';
}

/**
 * Is this process alive, and was it started with `-D <data>`? (The command line of a zombie is empty.)
 * @param {number} pid
 * @param {string} data
 */
function serves(pid, data) {
  if (!isAlive(pid)) return false;
  const cmdline = textOf(`/proc/${pid}/cmdline`);
  if (cmdline !== null) return cmdline.split('\0').includes(data);
  if (existsSync('/proc/self/cmdline')) return false; // it has just ended
  const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  return stdout?.includes(data) ?? false;
}

/** @param {string} path @returns {string | null} null when there is no such file, or no longer */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}
