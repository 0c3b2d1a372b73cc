// What no import rule can see: the heart asks nothing of the world around it, and only lib/http calls `fetch`.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT } from './tools.mjs';

/** Globals through which time, chance, the system or the network come in. */
const IMPURE = new Set([
  'fetch',
  'process',
  'console',
  'globalThis',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'require',
  'localStorage',
]);

/** Uses of impure globals in a source, e.g. `Date.now`; names that the source itself declares are its own. */
function impurities(source: string): readonly string[] {
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const own = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (
      (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) &&
      ts.isIdentifier(node.name)
    ) {
      own.add(node.name.text);
    }
    if ((ts.isFunctionDeclaration(node) || ts.isImportSpecifier(node)) && node.name) own.add(node.name.text);
    ts.forEachChild(node, collect);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const whole = `${node.expression.getText(file)}.${node.name.text}`;
      if (whole === 'Date.now' || whole === 'Math.random' || whole === 'import.meta') found.push(whole);
      visit(node.expression); // the name after the dot is nobody's global
      return;
    }
    if (ts.isPropertyAssignment(node)) {
      visit(node.initializer);
      return;
    }
    if (ts.isNewExpression(node) && node.expression.getText(file) === 'Date' && !node.arguments?.length) {
      found.push('new Date()');
    }
    if (ts.isCallExpression(node) && node.expression.getText(file) === 'Date') found.push('Date()');
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      found.push('import()');
    if (ts.isIdentifier(node) && isUse(node) && IMPURE.has(node.text) && !own.has(node.text))
      found.push(node.text);
    ts.forEachChild(node, visit);
  };
  collect(file);
  visit(file);
  return found;
}

/** Types and the names of members are not uses of a value. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    !ts.isTypeNode(parent) &&
    !ts.isTypeElement(parent) &&
    !ts.isClassElement(parent) &&
    !ts.isTypeQueryNode(parent)
  );
}

function sources(room: string): readonly string[] {
  return readdirSync(join(ROOT, room), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !/\.test\.tsx?$|\/testing(\/|\.ts$)|\/fixture-|\/generated\//.test(path));
}

describe('the way of finding impurities', () => {
  it.each([
    ['const now = Date.now();', 'Date.now'],
    ['const now = new Date();', 'new Date()'],
    ['const now = Date();', 'Date()'],
    ['export const token = process.env.TOKEN;', 'process'],
    ['await fetch("https://exemple.fr");', 'fetch'],
    ['const call = globalThis.fetch;', 'globalThis'],
    ['const dice = Math.random();', 'Math.random'],
    ['console.log(1);', 'console'],
    ['const fs = await import("node:fs");', 'import()'],
    ['const id = crypto.randomUUID();', 'crypto'],
    ['setTimeout(() => {}, 1);', 'setTimeout'],
    ['const options = { fetch };', 'fetch'],
  ])('sees %s', (source, found) => {
    expect(impurities(source)).toContain(found);
  });

  it.each([
    'const day = new Date(0);',
    'const time = Date.parse("2026-01-01");',
    '// Date.now() would be wrong here',
    'const text = "process.env";',
    'type Door = { fetch: (url: string) => void };',
    'const call = (door: { fetch(): void }) => door.fetch();',
    'const call = (fetch: () => void) => fetch();',
    'const half = Math.floor(1.5);',
  ])('accepts %s', (source) => {
    expect(impurities(source)).toEqual([]);
  });
});

describe('lib/sync', () => {
  const files = sources('lib/sync');

  it('is looked at', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it.each(files)('%s is pure', (path) => {
    expect(impurities(readFileSync(join(ROOT, path), 'utf8'))).toEqual([]);
  });
});

/** Runs in the browser alone, and asks paths of this site: the widget's session is a header, which no form sends. */
const IN_BROWSER = 'app/widget/api.ts';

describe('the network', () => {
  const files = ['lib', 'cli', 'app', 'inngest']
    .filter((room) => existsSync(join(ROOT, room)))
    .flatMap(sources)
    .filter((path) => !path.startsWith('lib/http/') && path !== IN_BROWSER);

  it('is reached by nothing but lib/http', () => {
    const callers = files.filter((path) =>
      impurities(readFileSync(join(ROOT, path), 'utf8')).includes('fetch'),
    );
    expect(callers).toEqual([]);
  });
});
