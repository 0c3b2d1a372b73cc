// Starts the built site as a process, on a free port, and stops it. For tests, and for whoever starts everything at once.

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { STANDALONE } from './site-build.mjs';
import { ROOT } from './tools.mjs';

/** How long the site may take to answer for the first time, on a machine that is busy with something else. */
const PATIENCE_MS = 60_000;

/**
 * Keeps a port until it is released, so that two programs that start together, and are long to be ready, do not both
 * count on the same one.
 * @param {number} [preferred] taken when nobody has it
 * @returns {Promise<{ port: number, release: () => Promise<void> }>} release: as often as one likes
 */
export function reservePort(preferred = 0) {
  return new Promise((resolve, reject) => {
    const keeper = createServer((socket) => socket.destroy());
    keeper.once('error', (error) => (preferred === 0 ? reject(error) : reservePort().then(resolve, reject)));
    keeper.listen(preferred, '127.0.0.1', () => {
      const address = keeper.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      // Whoever leaves without releasing it is not kept by it.
      keeper.unref();
      resolve({ port, release: () => new Promise((released) => keeper.close(() => released())) });
    });
  });
}

/**
 * @param {number} [preferred] taken when nobody has it
 * @returns {Promise<number>} a port that nobody listens on at the moment
 */
export async function freePort(preferred = 0) {
  const { port, release } = await reservePort(preferred);
  await release();
  return port;
}

/**
 * Rejects with what the site said when it ends before it answers.
 * @param {{ port: number, env: Record<string, string> }} options env is added to ours
 * @returns {Promise<{ output: () => string, stop: () => Promise<void> }>} output: all it wrote
 */
export async function startSite({ port, env }) {
  // Another site may have taken the port: only ours knows this word.
  const instance = randomUUID();
  const follow = new URL('./follow-parent.mjs', import.meta.url).href;
  const args = ['--import', follow, join(STANDALONE, 'server.js')];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      ...{ NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', INSTANCE_SITE: instance },
      ...{ HOSTNAME: '127.0.0.1', PORT: `${port}` },
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ part) => {
      text += part;
    });
  }
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await answers(port, instance))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`Le site n’a pas démarré :\n${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { output: () => text, stop };
}

/**
 * @param {number} port
 * @param {string} instance
 */
async function answers(port, instance) {
  try {
    const signal = AbortSignal.timeout(5_000);
    const health = await fetch(`http://127.0.0.1:${port}/api/sante`, { signal });
    if (JSON.parse(await health.text()).instance !== instance) return false;
    const { status } = await fetch(`http://127.0.0.1:${port}/connexion`, { redirect: 'manual' });
    return status < 500;
  } catch {
    return false; // not listening yet, or somebody else's
  }
}
