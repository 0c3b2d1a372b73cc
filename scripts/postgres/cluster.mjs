// The data folder of a Postgres: made once, whole or not at all, with a random password that only its owner can read.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('./account.mjs').Account} Account */

export const USER = 'one_trick_pony';

/** @param {string} home @returns {string} the folder that Postgres calls its data directory */
export const clusterFolder = (home) => join(home, 'data', 'cluster');

/**
 * Makes `<home>/data` if it is not there yet: the cluster, and the password of its only user. It is prepared aside and
 * then renamed, so that a start killed midway leaves nothing that looks finished.
 * @param {string} home
 * @param {string} initdb path of the executable
 * @param {Account} account
 * @param {{ throwaway: boolean }} options throwaway: nothing is forced down to the disk
 * @returns {string} the password
 */
export function preparedCluster(home, initdb, account, { throwaway }) {
  const data = join(home, 'data');
  if (!existsSync(data)) {
    const draft = mkdtempSync(join(home, 'draft-'));
    try {
      initialise(draft, initdb, account, throwaway);
      renameSync(draft, data);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      throw error;
    }
  }
  return readFileSync(join(data, 'password'), 'utf8');
}

/**
 * @param {string} draft
 * @param {string} initdb
 * @param {Account} account
 * @param {boolean} throwaway
 */
function initialise(draft, initdb, account, throwaway) {
  const cluster = join(draft, 'cluster');
  const password = join(draft, 'password');
  mkdirSync(cluster, { mode: 0o700 });
  writeFileSync(password, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (account) for (const path of [draft, cluster, password]) chownSync(path, account.uid, account.gid);
  const done = spawnSync(
    initdb,
    [
      `--pgdata=${cluster}`,
      `--username=${USER}`,
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(throwaway ? ['--no-sync'] : []),
    ],
    { cwd: '/', encoding: 'utf8', env: { PATH: process.env.PATH, LC_ALL: 'C' }, ...(account ?? {}) },
  );
  if (done.status === 0) return;
  const reason = done.error?.message ?? done.stderr.trim().split('\n').at(-1);
  throw new Error(`La base de données n’a pas pu être créée (initdb) : ${reason}`, { cause: done.error });
}
