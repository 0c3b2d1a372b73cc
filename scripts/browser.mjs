// The browser of the tests: Debian's Chromium. Installed when it is missing and we may; otherwise we say how.

import { existsSync } from 'node:fs';
import { runCommand } from './tools.mjs';

/** Named by CHROMIUM_PATH, or where distributions put it. */
const PLACES = [
  ...(process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : []),
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** @returns {string | null} path of its executable */
export function findBrowser() {
  return PLACES.find((path) => existsSync(path)) ?? null;
}

/** @param {AbortSignal} signal @returns {Promise<string>} path of its executable; throws, in French, without one */
export async function needBrowser(signal) {
  const found = findBrowser();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installation de Chromium (une à deux minutes)…');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update', '-qq'], { env, signal });
    const install = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
    const { output } = await runCommand('apt-get', install, { env, signal });
    const installed = findBrowser();
    if (installed) return installed;
    console.error(output);
  }
  throw new Error(
    'Les tests du site ont besoin de Chromium : « apt-get install chromium », ou CHROMIUM_PATH=<chemin d’un Chrome>.',
  );
}
