// Which values keep their meaning in a column of another type: what a conversion loses, and what a column may be given.

import type { WantedType } from './model/table';

/** Grist's type without what follows the colon: `DateTime:Europe/Paris` and `Ref:Table1` are `DateTime` and `Ref`. */
export function baseType(type: WantedType | string): string {
  return typeof type === 'string' ? (type.split(':', 1)[0] ?? type) : 'Ref';
}

/** Conversions by Grist that lose nothing: data-model.md, « When the form changes ». */
const LOSSLESS: Readonly<Record<string, readonly string[]>> = {
  Text: ['Choice'],
  Choice: ['Text'],
  Int: ['Numeric', 'Text'],
  Numeric: ['Text'],
};

export function convertsLosslessly(from: string, to: WantedType): boolean {
  return LOSSLESS[baseType(from)]?.includes(baseType(to)) ?? false;
}

/**
 * May a value made for `wanted` be written in a column that the user gave another type? A number reads well as text; the
 * seconds of a date, or a list, would be rubbish there: the column is then left as it is, and told.
 */
export function accepts(wanted: WantedType, found: string): boolean {
  const [from, to] = [baseType(wanted), baseType(found)];
  return from === to || to === 'Any' || (LOSSLESS[from]?.includes(to) ?? false);
}
