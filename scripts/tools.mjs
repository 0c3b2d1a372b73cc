// Runs the project's tools: by their own files, with the very node that runs us, and with no network.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Tools that would otherwise ask their makers whether a newer version exists. */
const QUIET = { CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_UPDATE_NOTIFIER: '1' };

/**
 * @typedef {object} Options
 * @property {Record<string, string>} [env] added to ours
 * @property {boolean} [show] its output goes to ours as it comes; otherwise it is kept and returned
 * @property {AbortSignal} [signal] aborted: it is asked to stop, and killed if it does not
 *
 * @typedef {{ status: number, output: string }} Outcome status: 128 + the signal's number when ended by one
 */

/** Between the request to stop and the kill. */
const PATIENCE_MS = 15_000;

/**
 * @param {string} name of the executable that the package installs, e.g. `prisma`
 * @param {string} [packageName] when it differs
 * @returns {string} path of its JavaScript file
 */
export function toolPath(name, packageName = name) {
  const folder = join(ROOT, 'node_modules', packageName);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : bin[name];
  if (file === undefined) throw new Error(`Le paquet npm ${packageName} n’a pas de commande ${name}.`);
  return join(folder, file);
}

/**
 * Runs a JavaScript file in the project's folder, in a session of its own: a Ctrl-C reaches us, who pass it on once,
 * in order; and if we are killed it stops by itself.
 * @param {readonly string[]} args options of node, file, arguments
 * @param {Options} [options]
 * @returns {Promise<Outcome>}
 */
export function runNode(args, options = {}) {
  const follow = new URL('./follow-parent.mjs', import.meta.url).href;
  return run(process.execPath, ['--import', follow, ...args], options, true);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Promise<Outcome>}
 */
export function runCommand(command, args, options = {}) {
  return run(command, args, options, false);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} options
 * @param {boolean} follows
 * @returns {Promise<Outcome>}
 */
function run(command, args, { env = {}, show = false, signal }, follows) {
  return new Promise((resolve, reject) => {
    const output = show ? 'inherit' : 'pipe';
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...QUIET, ...env },
      detached: follows,
      stdio: follows ? ['ignore', output, output, 'ipc'] : ['ignore', output, output],
    });
    const stop = () => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
    };
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ part) => {
        text += part;
      });
    }
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      signal?.removeEventListener('abort', stop);
      resolve({ status: code ?? 128 + (killedBy ? constants.signals[killedBy] : 0), output: text });
    });
  });
}
