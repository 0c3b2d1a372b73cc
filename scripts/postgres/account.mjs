// Whose account runs Postgres: our own, but for root, under which Postgres refuses to run.

import { spawnSync } from 'node:child_process';

/** @typedef {{ uid: number, gid: number } | null} Account null: our own account. */

const NAME = 'postgres';

/**
 * Root runs Postgres as the system user `postgres`, which is created when the machine has none.
 * @returns {Account}
 */
export function postgresAccount() {
  if (process.getuid?.() !== 0) return null;
  const known = lookUp();
  if (known) return known;
  run('groupadd', ['--system', NAME]);
  run('useradd', ['--system', '--gid', NAME, '--no-create-home', '--shell', '/usr/sbin/nologin', NAME]);
  const created = lookUp();
  if (created) return created;
  throw new Error(
    'Postgres ne peut pas tourner sous le compte root, et l’utilisateur système « postgres » n’a pas pu être créé. ' +
      'Créez-le (useradd --system postgres), ou lancez la commande sous un compte ordinaire, ou donnez DATABASE_URL.',
  );
}

/**
 * Can this account pass through a folder, or execute a file? Asked of the system itself, so that modes, owners and
 * access lists all count.
 * @param {string} path
 * @param {Account} account
 */
export function canEnter(path, account) {
  const test = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { cwd: '/', ...(account ?? {}) });
  return test.status === 0;
}

/** @returns {Account} */
function lookUp() {
  const uid = Number.parseInt(run('id', ['-u', NAME]), 10);
  const gid = Number.parseInt(run('id', ['-g', NAME]), 10);
  return Number.isNaN(uid) || Number.isNaN(gid) ? null : { uid, gid };
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  return spawnSync(command, args, { encoding: 'utf8' }).stdout ?? '';
}
