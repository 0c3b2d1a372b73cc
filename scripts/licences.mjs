// `npm run licences`: the licences of what production runs with; fails on one that may not be part of a program under AGPL-3.0.

import { fileURLToPath } from 'node:url';
import { productionPackages, readLock } from './production-packages.mjs';

/**
 * Licences (SPDX) whose code may be part of a program under AGPL-3.0-or-later: the list of the Free Software Foundation
 * (gnu.org/licenses/license-list), and CC-BY-4.0 for data (caniuse-lite: tables of browsers).
 */
const COMPATIBLE = new Set([
  ...[
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'CC-BY-4.0',
    'CC0-1.0',
    'ISC',
    'MIT',
    'MIT-0',
  ],
  ...['MPL-2.0', 'Python-2.0', 'Unlicense', 'Zlib'],
  ...[
    'LGPL-2.1-or-later',
    'LGPL-3.0-only',
    'LGPL-3.0-or-later',
    'GPL-2.0-or-later',
    'GPL-3.0-only',
    'GPL-3.0-or-later',
  ],
  ...['AGPL-3.0-only', 'AGPL-3.0-or-later'],
]);

/**
 * An SPDX expression: `AND` asks for all, `OR` for one. What is not an expression (« SEE LICENSE IN … ») is not compatible.
 * @param {string | null} license
 * @returns {boolean}
 */
export function isCompatible(license) {
  const words = (license ?? '').match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  /** @returns {boolean} */
  const either = () => {
    let found = both();
    while (words[at] === 'OR') {
      at += 1;
      const other = both();
      found = found || other;
    }
    return found;
  };
  const both = () => {
    let found = one();
    while (words[at] === 'AND') {
      at += 1;
      const other = one();
      found = found && other;
    }
    return found;
  };
  const one = () => {
    const word = words[at];
    at += 1;
    if (word !== '(') return COMPATIBLE.has(word ?? '');
    const inside = either();
    if (words[at] !== ')') return false;
    at += 1;
    return inside;
  };
  const whole = either();
  return whole && at === words.length;
}

/**
 * @param {import('./production-packages.mjs').Package[]} packages
 * @returns {{ text: string, refused: string[] }} refused: `name@version (licence)`
 */
export function licencesOf(packages) {
  /** @type {Map<string, string[]>} */
  const byLicence = new Map();
  for (const { name, version, license } of packages) {
    const key = license ?? 'non dite';
    byLicence.set(key, [...(byLicence.get(key) ?? []), `${name}@${version}`]);
  }
  const lines = [...byLicence]
    .sort(([, some], [, others]) => others.length - some.length)
    .map(
      ([licence, names]) => `${licence} (${names.length})\n${names.map((name) => `  ${name}\n`).join('')}`,
    );
  return {
    text: lines.join('\n'),
    refused: packages
      .filter(({ license }) => !isCompatible(license))
      .map(({ name, version, license }) => `${name}@${version} (${license ?? 'non dite'})`),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { text, refused } = licencesOf(productionPackages(readLock()));
  console.log(text);
  if (refused.length > 0) {
    console.error(
      `Incompatibles avec AGPL-3.0, ou inconnues de scripts/licences.mjs :\n${refused.join('\n')}`,
    );
    process.exitCode = 1;
  } else console.log('Toutes sont compatibles avec AGPL-3.0.');
}
