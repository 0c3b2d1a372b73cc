// Where a clone's database may live: in the clone, or outside when the account of Postgres cannot enter the clone.

import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter } from './account.mjs';
import { clusterFolder } from './cluster.mjs';
import { runningServer } from './postmaster.mjs';

/** @typedef {import('./account.mjs').Account} Account */

export const THROWAWAY_PREFIX = 'one-trick-pony-test-';

/**
 * The folder that holds the clone's database: `<clone>/.data/database`, or a folder of its own outside, whose path the
 * clone remembers in `.data/database-place`. Removing `.data` is how one starts afresh, wherever the database is.
 * @param {string} clone
 * @param {Account} account
 * @returns {string}
 */
export function databaseHome(clone, account) {
  const inside = join(clone, '.data', 'database');
  mkdirSync(inside, { recursive: true });
  if (account === null || canEnter(inside, account)) return inside;
  const base = outsideBase(account);
  const remembered = readText(placeFile(clone));
  if (remembered && existsSync(remembered) && isOurs(remembered, clone)) {
    writeFileSync(ownerFile(remembered), clone);
    return remembered;
  }
  sweep(base);
  const home = mkdtempSync(join(base, 'clone-'));
  chmodSync(home, 0o711);
  // In this order: a folder that names its clone but is not named by it is what `sweep` removes.
  writeFileSync(placeFile(clone), home);
  writeFileSync(ownerFile(home), clone);
  return home;
}

/**
 * A folder of root's that the account of Postgres can pass through. `/var/lib` outlives a reboot; temporary folders
 * are for machines where it cannot be written.
 * @param {Account} account
 */
export function outsideBase(account) {
  for (const base of ['/var/lib/one-trick-pony', join(tmpdir(), 'one-trick-pony'), '/tmp/one-trick-pony']) {
    if (prepare(base) && canEnter(base, account)) return base;
  }
  throw new Error(
    'Aucun dossier ne convient à la base de données : l’utilisateur « postgres » ne peut entrer ni dans ce dossier, ' +
      'ni dans /var/lib/one-trick-pony, ni dans /tmp. Donnez DATABASE_URL, ou installez le projet dans un dossier ouvert à tous en lecture.',
  );
}

/**
 * A new empty folder for a database that will not be kept.
 * @param {Account} account
 */
export function throwawayHome(account) {
  for (const base of [tmpdir(), '/tmp', '/var/tmp']) {
    if (!existsSync(base)) continue;
    const home = mkdtempSync(join(base, THROWAWAY_PREFIX));
    chmodSync(home, 0o711);
    if (canEnter(home, account)) return home;
    rmSync(home, { recursive: true });
  }
  throw new Error('Aucun dossier temporaire ne convient à une base de données d’essai.');
}

/** @param {string} base @returns {boolean} is it a folder of ours that nobody else may change? */
function prepare(base) {
  try {
    mkdirSync(base, { mode: 0o755 });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') return false;
  }
  const found = lstatSync(base);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/**
 * A clone that was copied with its `.data` must not share the database of its model; one that was moved keeps its own.
 * @param {string} home
 * @param {string} clone
 */
function isOurs(home, clone) {
  const owner = readText(ownerFile(home));
  return owner === clone || owner === null || readText(placeFile(owner)) !== home;
}

/**
 * Removes the databases of clones that were replaced by a new clone in the same folder, or whose `.data` was removed.
 * A clone that is simply not there may be on a disk that is not mounted: its database stays.
 * @param {string} base
 */
function sweep(base) {
  for (const name of readdirSync(base)) {
    const home = join(base, name);
    const owner = name.startsWith('clone-') ? readText(ownerFile(home)) : null;
    if (owner === null || !existsSync(owner) || readText(placeFile(owner)) === home) continue;
    if (runningServer(clusterFolder(home)) !== null) continue;
    // The name of the clone last: a sweep that is interrupted can be taken up again.
    for (const part of ['data', '.']) rmSync(join(home, part), { recursive: true, force: true });
  }
}

/** @param {string} clone */
const placeFile = (clone) => join(clone, '.data', 'database-place');

/** @param {string} home */
const ownerFile = (home) => join(home, 'clone');

/** @param {string} path @returns {string | null} null when there is no such file */
function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}
