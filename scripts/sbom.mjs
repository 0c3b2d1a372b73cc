// `npm run --silent sbom`: the inventory of what production runs with, in CycloneDX 1.5, for whoever watches vulnerabilities.
// The same lockfile always gives the same text: two releases compare.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { needsOf, productionPackages, readLock } from './production-packages.mjs';
import { ROOT } from './tools.mjs';

const ROOT_REF = '.';

/** @param {import('./production-packages.mjs').Lock} lock */
export function sbom(lock) {
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const packages = productionPackages(lock);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ROOT_REF,
        name,
        version,
        licenses: [{ license: { id: license } }],
      },
    },
    components: packages.map(({ path, name: full, version: of, license: licence, entry }) => ({
      type: 'library',
      // The path: one version may be there twice.
      'bom-ref': path,
      ...named(full),
      version: of,
      ...(licence === null ? {} : { licenses: [licensed(licence)] }),
      purl: `pkg:npm/${full.replace('@', '%40')}@${of}`,
      ...hashed(entry.integrity),
    })),
    dependencies: ['', ...packages.map(({ path }) => path)].map((path) => ({
      ref: path || ROOT_REF,
      dependsOn: needsOf(lock, path),
    })),
  };
}

/** @param {string} full */
function named(full) {
  const slash = full.indexOf('/');
  return slash < 0 ? { name: full } : { group: full.slice(0, slash), name: full.slice(slash + 1) };
}

/** @param {string} licence an identifier or an expression of SPDX */
function licensed(licence) {
  return / (AND|OR|WITH) /.test(licence) ? { expression: licence } : { license: { id: licence } };
}

/** @param {string | undefined} integrity `sha512-<base64>` */
function hashed(integrity) {
  const [, base64] = /^sha512-(\S+)/.exec(integrity ?? '') ?? [];
  if (base64 === undefined) return {};
  return { hashes: [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }] };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(sbom(readLock()), null, 2));
