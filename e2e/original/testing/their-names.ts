// The names that the original One Trick Pony gave, from the facts alone (facts/original.md §2b) and on purpose without a
// look at lib/sync/original: a document built with these proves that ours are recognised.

import { createHash } from 'node:crypto';

/** The first of its two ways to name: tables, and the columns that it declares. */
export function declared(label: string): string {
  return plain(spaced(label).replace(/^\d+[.)]\s*/, ''));
}

/** The second one, of the values of repeated blocks: it keeps the number that begins a label (D5, D11). */
export function inBlock(label: string): string {
  return plain(spaced(label));
}

function spaced(label: string): string {
  return label.trim().split(/\s+/).join(' ');
}

function plain(text: string): string {
  if (text === '') return 'column';
  let name = '';
  for (const sign of text.replace(/['`]/g, '_').normalize('NFKD').toLowerCase()) {
    if (/\p{M}/u.test(sign)) continue;
    name += /[a-z0-9_]/.test(sign) ? sign : '_';
  }
  name = name.split('_').filter(Boolean).join('_');
  if (!/^[a-z]/.test(name)) name = `col_${name}`;
  if (name.length > 150)
    name = `${name.slice(0, 143)}_${createHash('md5').update(name).digest('hex').slice(0, 6)}`;
  return name;
}

/** `_1`, `_2`… after the first of the same name, in the order given. */
export function distinct(names: readonly string[]): readonly string[] {
  const turns = new Map<string, number>();
  return names.map((name) => {
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    return turn === 0 ? name : `${name}_${turn}`;
  });
}
