// `node scripts/install.mjs`: brings what the project needs and lacks. Packages, then the database client made from the schema.
// Plain node, because it runs before any package is there.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, runCommand, runNode, toolPath } from './tools.mjs';

const CLIENT = join(ROOT, 'lib', 'store', 'generated');
const CLIENT_STAMP = join(CLIENT, '.made-from');

/** Installs what is missing; says what it does; does nothing, quickly, when everything is there. */
export async function install() {
  requireNode();
  if (!packagesAreInstalled()) {
    console.log('Installation des paquets npm (une à deux minutes)…');
    // With the development packages whatever NODE_ENV says, and messages of its own level whatever the user's: a failure
    // must be readable.
    const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = process.env.npm_execpath;
    const done = await (npm
      ? runCommand(process.execPath, [npm, ...args], { show: true })
      : runCommand('npm', args, { show: true }));
    if (done.status !== 0) throw new Error('« npm ci » a échoué : le registre npm est-il joignable ?');
  }
  await generateClient();
}

/** Makes the database client from the schema, when it is not there or the schema changed since. */
export async function generateClient() {
  if (clientIsGenerated()) return;
  const done = await runNode([toolPath('prisma'), 'generate']);
  if (done.status !== 0) throw new Error(`« prisma generate » a échoué :\n${done.output}`);
  writeFileSync(CLIENT_STAMP, clientSource());
}

function requireNode() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const wanted = String(engines.node).replace('>=', '').split('.').map(Number);
  const found = process.versions.node.split('.').map(Number);
  const [major = 0, minor = 0] = wanted;
  if ((found[0] ?? 0) > major || (found[0] === major && (found[1] ?? 0) >= minor)) return;
  throw new Error(`Il faut Node ${major}.${minor} ou plus récent ; celui-ci est ${process.version}.`);
}

/**
 * Compares what npm says it installed with what the lockfile asks for: dates would lie after a `git checkout` or a copy.
 */
function packagesAreInstalled() {
  const installed = packagesOf(join(ROOT, 'node_modules', '.package-lock.json'));
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  if (installed === null || wanted === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional) return true;
    return installed[path]?.version === entry.version;
  });
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> | null} null when absent
 */
function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : null;
}

function clientIsGenerated() {
  return existsSync(CLIENT_STAMP) && readFileSync(CLIENT_STAMP, 'utf8') === clientSource();
}

/** What the generated client depends on: the schema and the version of Prisma. */
function clientSource() {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'prisma', 'package.json'), 'utf8'));
  const schema = readFileSync(join(ROOT, 'prisma', 'schema.prisma'));
  return `${version} ${createHash('sha256').update(schema).digest('hex')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await install();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
