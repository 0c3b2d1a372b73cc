// The addresses of the site, as the folders of app/ make them: a page or a route that is added is in every test of all of them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const APP = join(process.cwd(), 'app');

export type Place = {
  /** With its variable parts, e.g. `/liaisons/[id]`. */
  readonly path: string;
  readonly kind: 'page' | 'route';
  /** Of a route: the methods that it answers. */
  readonly methods: readonly string[];
};

export function places(folder = APP, path = ''): readonly Place[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly Place[] => {
    if (entry.isDirectory()) {
      const part = entry.name.startsWith('(') ? '' : `/${entry.name}`;
      return places(join(folder, entry.name), path + part);
    }
    const here = path === '' ? '/' : path;
    if (entry.name === 'page.tsx') return [{ path: here, kind: 'page', methods: ['GET'] }];
    if (entry.name !== 'route.ts') return [];
    return [{ path: here, kind: 'route', methods: methodsOf(join(folder, entry.name)) }];
  });
}

const EXPORTED =
  /export (?:async )?function (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b| as (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g;

function methodsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(EXPORTED)].map(([, one, other]) => one ?? other ?? '');
}
