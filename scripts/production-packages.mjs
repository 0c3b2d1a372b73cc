// The npm packages that production runs with, as package-lock.json lists them: what `npm run licences` and `npm run sbom` tell of.
// Followed from what package.json asks for: the marks of npm (`dev`, `devOptional`) do not tell, and `npm sbom --omit dev` leaves
// out what development shares with production.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tools.mjs';

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [license]
 * @property {string} [integrity]
 * @property {string} [resolved]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 *
 * @typedef {{ path: string, name: string, version: string, license: string | null, entry: LockEntry }} Package path: in the lockfile
 * @typedef {Record<string, LockEntry>} Lock
 */

/** @returns {Lock} */
export function readLock() {
  return JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
}

/**
 * @param {Lock} lock
 * @returns {Package[]} for every platform, by path
 */
export function productionPackages(lock) {
  const found = new Set(needsOf(lock, ''));
  // A set gives what is added while it is walked.
  for (const path of found) for (const need of needsOf(lock, path)) found.add(need);
  return [...found].sort().map((path) => {
    const entry = lock[path] ?? {};
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { path, name, version: entry.version ?? '', license: entry.license ?? null, entry };
  });
}

/**
 * What a package runs with: its dependencies, and the peers that it does not do without. What is not installed is passed over.
 * @param {Lock} lock
 * @param {string} path
 * @returns {string[]} paths
 */
export function needsOf(lock, path) {
  const {
    dependencies,
    optionalDependencies,
    peerDependencies = {},
    peerDependenciesMeta,
  } = lock[path] ?? {};
  const peers = Object.keys(peerDependencies).filter(
    (name) => peerDependenciesMeta?.[name]?.optional !== true,
  );
  const names = new Set([...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]);
  return [...names].flatMap((name) => resolvePackage(lock, path, name) ?? []).sort();
}

/**
 * What Node would find for that name from there; null when it is not installed.
 * @param {Lock} lock
 * @param {string} from path of the package that asks
 * @param {string} name
 * @returns {string | null} path
 */
export function resolvePackage(lock, from, name) {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    const path = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
    if (lock[path] !== undefined) return path;
    if (place === '') return null;
    if (!place.includes('/node_modules/')) place = '';
  }
}
