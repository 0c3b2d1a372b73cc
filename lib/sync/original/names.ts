// The names that the original One Trick Pony gave to columns and tables, worked out again from the form, so that what it
// left in a document is recognised. Source: facts/original.md §2b.

import { md5 } from './md5';

const LONGEST = 150;

/** Id of a column of champs, annotations and fixed tables: `[a-z][a-z0-9_]*`, `column` for an empty label. */
export function originalName(label: string): string {
  return normalised(label.trim().replace(/^\d+[.)]\s*/, ''));
}

/** Inside a block the original kept the number that begins a label: `1. Intitulé` is `col_1_intitule` (defect D11). */
export function originalBlockName(label: string): string {
  return normalised(label.trim());
}

function normalised(label: string): string {
  if (label === '') return 'column';
  const plain = label
    .replace(/\s+/g, ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_')
    .replace(/_+/g, '_')
    .replace(/^_|_$/g, '');
  const named = /^[a-z]/.test(plain) ? plain : `col_${plain}`;
  if (named.length <= LONGEST) return named;
  const mark = md5(named).slice(0, 6);
  return `${named.slice(0, LONGEST - 7)}_${mark}`;
}

/**
 * Ids of the fields of one table, by descriptor id: of fields that share a name the first has it bare, the next ones
 * `_1`, `_2`… in the order of the form.
 */
export function originalIds(
  fields: readonly { readonly id: string; readonly label: string }[],
  name: (label: string) => string,
): ReadonlyMap<string, string> {
  const used = new Map<string, number>();
  return new Map(
    fields.map(({ id, label }) => {
      const base = name(label);
      const turn = used.get(base) ?? 0;
      used.set(base, turn + 1);
      return [id, turn === 0 ? base : `${base}_${turn}`];
    }),
  );
}
