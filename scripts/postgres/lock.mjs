// One process at a time does something to a folder, whatever processes die holding the lock.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './postmaster.mjs';

/** Longer than a start with its recovery. */
const PATIENCE_MS = 120_000;

/**
 * @template T
 * @param {string} file the lock: it holds the number of the process that has it
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  const limit = Date.now() + PATIENCE_MS;
  while (!take(file)) {
    if (Date.now() > limit)
      throw new Error(
        `Un autre programme garde ${file} depuis deux minutes. S’il est arrêté, supprimez ce fichier.`,
      );
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function take(file) {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, file); // appears with its content, or not at all
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    releaseDead(file, mine);
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Removes the lock of a process that died. It is first moved away, which only one process can do, and then read again:
 * if it was a living one's after all, it is put back.
 * @param {string} file
 * @param {string} mine
 */
function releaseDead(file, mine) {
  const aside = `${mine}.aside`;
  try {
    if (isAlive(Number(readFileSync(file, 'utf8')))) return;
    renameSync(file, aside);
    if (isAlive(Number(readFileSync(aside, 'utf8')))) linkSync(aside, file);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error; // somebody else was faster: try again
  } finally {
    rmSync(aside, { force: true });
  }
}
