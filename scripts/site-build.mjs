// `node scripts/site-build.mjs`: builds the site, unless what it is made of is what the last build was made of. What runs it is
// in one folder, .next/standalone: Next's server and the packages it uses, what browsers load, the migrations.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, runCommand, toolPath } from './tools.mjs';

const STAMP = join(ROOT, '.next', '.made-from');

/** Written last by Next. */
const BUILT = join(ROOT, '.next', 'BUILD_ID');

/** All that the site runs with: `node server.js` there, and `node scripts/migrate.mjs`. */
export const STANDALONE = join(ROOT, '.next', 'standalone');

/** What Next leaves out of it: what browsers load, and what brings the database up to date. */
const BESIDE = ['.next/static', 'public', 'prisma/migrations', 'scripts/migrate.mjs', 'scripts/tools.mjs'];

/**
 * Milliseconds for which the server keeps an idle connection: longer than the proxies before it keep theirs (60 s for nginx, 90
 * for Traefik), or a proxy sends a request on a connection that is being closed and its user reads « 502 ». Node's own is 5 s.
 */
const KEEP_ALIVE_MS = 95_000;

/** What the site is made of: folders, and files of the top. */
const FOLDERS = ['app', 'components', 'inngest', 'lib', 'prisma/migrations', 'public'];
const FILES = [
  'instrumentation.ts',
  'instrumentation.node.ts',
  'next.config.mjs',
  'package-lock.json',
  'proxy.ts',
  'prisma/schema.prisma',
  'scripts/site-build.mjs',
  'scripts/migrate.mjs',
  'scripts/tools.mjs',
];

/**
 * Throws with what Next said when it cannot be built.
 * @param {AbortSignal} [signal]
 * @returns {Promise<boolean>} was there anything to build?
 */
export async function buildSite(signal) {
  const source = fingerprint();
  if (existsSync(BUILT) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === source) return false;
  const env = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
  // Not with `runNode`: Next hands our preloaded file on to its own workers, and ends quietly when the first one leaves.
  const args = [toolPath('next'), 'build'];
  const done = await runCommand(process.execPath, args, { env, ...(signal ? { signal } : {}) });
  // Its status alone would not do: it also leaves with 0 when it stops half-way.
  if (done.status !== 0 || !existsSync(BUILT)) throw new Error(`« next build » a échoué :\n${done.output}`);
  completeStandalone();
  writeFileSync(STAMP, source);
  return true;
}

function completeStandalone() {
  const server = join(STANDALONE, 'server.js');
  // Read by Next's server before anything of ours is loaded.
  const setting = `process.env.KEEP_ALIVE_TIMEOUT ??= '${KEEP_ALIVE_MS}';\n`;
  writeFileSync(server, setting + readFileSync(server, 'utf8'));
  for (const path of BESIDE.filter((one) => existsSync(join(ROOT, one)))) {
    cpSync(join(ROOT, path), join(STANDALONE, path), { recursive: true });
  }
  // Next copies the settings of this machine: secrets, that would be those of the day of the build.
  for (const name of readdirSync(STANDALONE)) if (name.startsWith('.env')) rmSync(join(STANDALONE, name));
}

function fingerprint() {
  const hash = createHash('sha256');
  const paths = [...FOLDERS.flatMap(files), ...FILES].filter((path) => existsSync(join(ROOT, path)));
  for (const path of paths.sort()) hash.update(`${path}\n`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

/** @param {string} folder @returns {string[]} */
function files(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log((await buildSite()) ? 'Site construit.' : 'Site déjà construit.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
