// French typography in what users read: no-break spaces before « : », narrow ones before « ; ? ! », inside « guillemets ».
// `node scripts/typography.mjs` lists what is wrong in the literals of the rooms that speak to users; `--write` mends it.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { ROOT } from './tools.mjs';

const ROOMS = [
  'app',
  'cli',
  'components',
  'lib/access',
  'lib/alerts',
  'lib/env',
  'lib/errors',
  'lib/journal',
  'lib/links',
  'lib/run',
  'lib/sync',
  'simulators/mail',
  'simulators/proconnect',
];

/** @param {string} text @returns {string} */
export function mend(text) {
  return text
    .replace(/(?<=[\p{L}\p{N}»)}%]) :(?=\s|$|["'`])/gu, '\u00a0:')
    .replace(/(?<=[\p{L}\p{N}»)}%]) ([;?!])(?=\s|$)/gu, '\u202f$1')
    .replace(/« /g, '«\u00a0')
    .replace(/ »/g, '\u00a0»');
}

const LITERALS = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.JsxText,
]);

/**
 * @param {string} source
 * @param {string} [name] of the file: what stands between the tags of a .tsx is read too
 * @returns {string}
 */
export function mendLiterals(source, name = 'x.ts') {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  /** @type {{ start: number, end: number, text: string }[]} */
  const edits = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (LITERALS.has(node.kind)) {
      // Between tags, the blank at the start counts.
      const start = ts.isJsxText(node) ? node.getFullStart() : node.getStart();
      const before = source.slice(start, node.end);
      // A template's part may begin with what follows a value: « ${count} : ».
      const lead = before.replace(
        ts.isJsxText(node) ? /^() ([:;?!])/ : /^(\}) ([:;?!])/,
        (_all, open, mark) => `${open}${mark === ':' ? '\u00a0' : '\u202f'}${mark}`,
      );
      const after = mend(lead);
      if (after !== before) edits.push({ start, end: node.end, text: after });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits
    .reverse()
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
}

/** @param {boolean} write @returns {string[]} files that are (or were) wrong */
export function checkTypography(write) {
  return ROOMS.flatMap((room) => files(join(ROOT, room)))
    .filter((path) => {
      const source = readFileSync(path, 'utf8');
      const mended = mendLiterals(source, path);
      if (mended !== source && write) writeFileSync(path, mended);
      return mended !== source;
    })
    .map((path) => relative(ROOT, path));
}

/** @param {string} folder @returns {string[]} */
function files(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name));
}

if (process.argv[1]?.endsWith('typography.mjs')) {
  const write = process.argv.includes('--write');
  const wrong = checkTypography(write);
  for (const path of wrong) console.log(`${write ? 'mended' : 'wrong'}: ${path}`);
  process.exitCode = wrong.length > 0 && !write ? 1 : 0;
}
