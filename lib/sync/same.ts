// When a cell already holds what it should: Grist keeps some values under another form than the one written.

import type { Cell } from './model/table';

/**
 * Whether `found`, read from a column of Grist type `type`, is `wanted` as Grist keeps it (facts/grist.md §4): null is
 * the empty text once a user has emptied a cell, false in a Bool, no row in a Ref, no value in a list.
 */
export function sameCell(type: string, wanted: Cell, found: Cell | undefined): boolean {
  if (wanted === found) return true;
  if (found === undefined) return false;
  if (Array.isArray(wanted) || Array.isArray(found)) return sameList(wanted, found);
  if (wanted === null || wanted === '') return isEmpty(type, found);
  // A number written in a Text column (the user changed its type) comes back as its text.
  if (typeof wanted === 'number' && typeof found === 'string') return String(wanted) === found;
  if (typeof wanted === 'boolean' && typeof found === 'number') return wanted === (found !== 0);
  return false;
}

function isEmpty(type: string, found: Cell): boolean {
  if (found === null || found === '') return true;
  if (type === 'Bool') return found === false || found === 0;
  return type.startsWith('Ref:') && found === 0;
}

function sameList(wanted: Cell, found: Cell): boolean {
  const left = Array.isArray(wanted) ? wanted : wanted === null ? ['L'] : null;
  const right = Array.isArray(found) ? found : found === null || found === '' ? ['L'] : null;
  if (left === null || right === null) return false;
  return left.length === right.length && left.every((value, index) => value === right[index]);
}
