// What the dashboard costs to load: the JavaScript that its page needs, as the build's manifests say it, compressed.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { ROOT } from '../../scripts/tools.mjs';
import { test } from './testing/site';

const BUILT = join(ROOT, '.next');

/** Bytes, for the first visit of the dashboard (issue 5). */
const MOST = 250_000;

/** Files of a route's first load: Next's own, those of its layouts, those of its page. */
async function firstLoad(route: string): Promise<readonly string[]> {
  const folder = join(BUILT, 'server', 'app', route);
  const { rootMainFiles } = JSON.parse(await readFile(join(folder, 'page', 'build-manifest.json'), 'utf8'));
  const globals: { __RSC_MANIFEST?: Record<string, { entryJSFiles: Record<string, string[]> }> } = {};
  runInNewContext(await readFile(join(folder, 'page_client-reference-manifest.js'), 'utf8'), {
    globalThis: globals,
  });
  const entries = globals.__RSC_MANIFEST?.[`/${route}/page`]?.entryJSFiles;
  if (entries === undefined) throw new Error(`no page ${route} in the build`);
  return [...new Set([...rootMainFiles, ...Object.values(entries).flat()])];
}

for (const route of ['liaisons', 'liaisons/[id]', 'liaisons/[id]/historique', 'executions/[id]']) {
  test(`the first load of /${route} stays under ${MOST / 1_000} kB`, async () => {
    const files = await firstLoad(route);
    expect(files.length).toBeGreaterThan(3);
    const sizes = await Promise.all(
      files.map(async (file) => gzipSync(await readFile(join(BUILT, file))).length),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`/${route} : ${Math.round(total / 1_000)} Ko de JavaScript compressé au premier chargement`);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThanOrEqual(MOST);
  });
}
