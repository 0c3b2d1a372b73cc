// Asks a process of its own to hold a Postgres for us (scripts/postgres.mjs), so that nothing is left behind if we are killed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * @param {{ throwaway: boolean, folder?: string }} options throwaway: an empty server for one test run, removed afterwards;
 *   otherwise the clone's own database, shared with whoever else uses it. folder: where a throwaway one lives
 * @returns {Promise<{ url: string, home: string, close: () => Promise<void> }>}
 */
export async function holdPostgres({ throwaway, folder }) {
  const script = fileURLToPath(new URL('../postgres.mjs', import.meta.url));
  const holder = spawn(process.execPath, [script, ...(throwaway ? ['--throwaway'] : [])], {
    // Its own session: Ctrl-C in a terminal reaches us only, and we close in order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...(folder === undefined ? {} : { TMPDIR: folder }) },
  });
  let said = '';
  holder.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    said += text;
  });
  const exited = once(holder, 'exit');
  const ready = once(createInterface({ input: holder.stdout }), 'line');
  const first = await Promise.race([ready, exited.then(() => null)]);
  if (first === null) throw new Error(said.trim() || 'Postgres n’a pas pu être démarré.');
  const { url, home } = JSON.parse(String(first[0]));
  return {
    url,
    home,
    close: async () => {
      holder.stdin.end();
      await exited;
    },
  };
}
