// Texts kept as they are in a column of another type.

import type { CellMisfit } from '../model/operation';
import type { Encoded } from './codec';
import { textCell } from './text';

/**
 * The exact text in a column that is not made for it. Grist converts any text that Python's `float()`, its words for
 * true and false, or an ISO date understand (usertypes of grist-core): « 007 » would become 7, and a number beyond
 * 2^53 would lose digits. The spreadsheets' apostrophe in front keeps such a text a text, which Grist shows as an
 * invalid value.
 */
export function literal(value: string, misfit: CellMisfit): Encoded {
  const kept = textCell(value);
  if (kept.misfit !== null || typeof kept.cell !== 'string') return kept;
  return { cell: convertible(kept.cell) ? `'${kept.cell}` : kept.cell, misfit };
}

/** Wider than Grist's own rules on purpose: an apostrophe too many is harmless, one too few loses a value. */
function convertible(value: string): boolean {
  const bare = value.trim().toLowerCase();
  return (
    /^[+-]?[\p{Nd}_.]*\p{Nd}[\p{Nd}_.]*(e[+-]?\p{Nd}+)?$/u.test(bare) ||
    /^[+-]?(inf|infinity|nan)$/.test(bare) ||
    /^(true|false|t|f|yes|no|y|n|on|off|oui|non|vrai|faux)$/.test(bare) ||
    /^\d{4}-\d{1,2}(-|$)/.test(bare)
  );
}
