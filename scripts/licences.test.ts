// What production runs with may be part of a program under AGPL-3.0, and its inventory is whole.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isCompatible, licencesOf } from './licences.mjs';
import { productionPackages, readLock, resolvePackage } from './production-packages.mjs';
import { sbom } from './sbom.mjs';
import { ROOT } from './tools.mjs';

const lock = readLock();
const packages = productionPackages(lock);

describe('licences', () => {
  it('of production are all compatible', () => {
    const { refused, text } = licencesOf(packages);
    expect(refused).toEqual([]);
    expect(text).toMatch(/^MIT \(\d+\)$/m);
  });

  it.each([
    ['MIT', true],
    ['(Apache-2.0 AND BSD-3-Clause)', true],
    ['Apache-2.0 AND LGPL-3.0-or-later AND MIT', true],
    ['(SSPL-1.0 OR MIT)', true],
    ['MIT AND (SSPL-1.0 OR EPL-2.0)', false],
    ['MIT OR SSPL-1.0 AND EPL-2.0', true],
    ['SSPL-1.0', false],
    ['GPL-2.0-only', false],
    ['EPL-2.0', false],
    ['BUSL-1.1', false],
    ['UNLICENSED', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['MIT and ISC', false],
    ['(MIT', false],
    ['', false],
    [null, false],
  ])('%s: %s', (license, compatible) => {
    expect(isCompatible(license)).toBe(compatible);
  });

  it('of a package that says none, or another, is refused by its name', () => {
    const root = { ...lock[''], dependencies: { sans: '1', autre: '1' } };
    const more = productionPackages({
      '': root,
      'node_modules/sans': { version: '1.0.0' },
      'node_modules/autre': {
        version: '1.0.0',
        license: 'SSPL-1.0',
        dependencies: { profond: '2', absent: '1' },
      },
      'node_modules/autre/node_modules/profond': { version: '2.0.0', license: 'MIT' },
      'node_modules/profond': { version: '1.0.0', license: 'SSPL-1.0' },
    });
    expect(more.map(({ path }) => path)).not.toContain('node_modules/profond');
    expect(licencesOf(more).refused).toEqual(['autre@1.0.0 (SSPL-1.0)', 'sans@1.0.0 (non dite)']);
  });
});

describe('the inventory', () => {
  const bom = sbom(lock);

  it('has every direct dependency, and whatever these need', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const refs = new Set(bom.components.map((component) => component['bom-ref']));
    expect([...refs]).toEqual(
      expect.arrayContaining(Object.keys(dependencies).map((name) => `node_modules/${name}`)),
    );
    for (const { path, entry } of packages) {
      for (const name of Object.keys(entry.dependencies ?? {})) {
        const found = resolvePackage(lock, path, name);
        expect(found !== null && refs.has(found), `${path} needs ${name}`).toBe(true);
      }
    }
  });

  it('names each thing once, with its purl and its sum, and only known things depend', () => {
    const refs = bom.components.map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    for (const component of bom.components) {
      expect(component.purl).toMatch(/^pkg:npm\/(%40[^/]+\/)?[^/@]+@\d/);
      expect('hashes' in component && component.hashes[0]?.content).toMatch(/^[0-9a-f]{128}$/);
    }
    const all = new Set(['.', ...refs]);
    for (const { ref, dependsOn } of bom.dependencies) {
      expect(all.has(ref)).toBe(true);
      expect(dependsOn.filter((one) => one === null || !all.has(one))).toEqual([]);
    }
    expect(bom.dependencies[0]?.dependsOn).toContain('node_modules/next');
  });

  it('leaves out what only development needs', () => {
    expect(bom.components.map(({ name }) => name)).not.toContain('vitest');
  });
});
