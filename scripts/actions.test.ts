// Every action of the site goes through one of its roads: a server action is a public endpoint, whatever its page shows.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT } from './tools.mjs';

/** Roads: each checks the site, the session and the right, reads what was typed, and writes the audit log. */
const ROADS = new Set(['act', 'actOnLink', 'actOnDraft']);

/** Before any sign-in, or on what is one's own alone: nothing is anybody else's there, and each checks the site itself. */
const BY_THEMSELVES = [
  'app/connexion/actions.ts',
  'app/compte/actions.ts',
  'app/liaisons/nouvelle/draft-actions.ts',
];

const files = ts.sys
  .readDirectory(join(ROOT, 'app'), ['.ts', '.tsx'])
  .map((path) => ({ path: path.slice(ROOT.length + 1), text: readFileSync(path, 'utf8') }))
  .filter(({ text }) => /^['"]use server['"]/m.test(text));

/** Exported functions of a file that call none of `names`, nor a function of the file that does. */
function straying(text: string, names: ReadonlySet<string>): readonly string[] {
  const source = ts.createSourceFile('action.ts', text, ts.ScriptTarget.Latest, true);
  const functions = source.statements.filter(ts.isFunctionDeclaration);
  const safe = new Set(names);
  for (let before = -1; before !== safe.size; ) {
    before = safe.size;
    for (const one of functions) if (one.name !== undefined && calls(one, safe)) safe.add(one.name.text);
  }
  return functions.flatMap(({ name, modifiers }) => {
    const isExported = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
    return isExported && name !== undefined && !safe.has(name.text) ? [name.text] : [];
  });
}

function calls(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.has(node.expression.text)) {
    return true;
  }
  return ts.forEachChild(node, (child) => calls(child, names)) ?? false;
}

describe('the actions of the site', () => {
  it('are found', () => {
    expect(files.length).toBeGreaterThanOrEqual(10);
  });

  it.each(files.map(({ path, text }) => [path, text] as const))('%s', (path, text) => {
    const names = BY_THEMSELVES.includes(path) ? new Set([...ROADS, 'requireThisSite']) : ROADS;
    expect(straying(text, names)).toEqual([]);
  });

  it('one that strays is noticed', () => {
    const text = `export async function steal(form: FormData) { await removeLink(form.get('liaison')); }`;
    expect(straying(text, ROADS)).toEqual(['steal']);
  });
});
