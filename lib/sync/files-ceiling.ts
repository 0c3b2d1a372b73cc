// The ceiling of the files that are copied, as people write it: a number of Mo or of Go.

export type CeilingUnit = 'Mo' | 'Go';

export const CEILING_UNITS: readonly CeilingUnit[] = ['Mo', 'Go'];

const BYTES: Readonly<Record<CeilingUnit, number>> = { Mo: 1_000_000, Go: 1_000_000_000 };

/** A Grist document is not made for more. */
const LEAST = BYTES.Mo;
const MOST = 1_000 * BYTES.Go;

export const CEILING_BOUNDS = 'de 1\u00a0Mo à 1\u202f000\u00a0Go';

/** Bytes; null for what is no number, or out of bounds. Pure. A comma or a point; spaces between thousands. */
export function readCeiling(text: string, unit: CeilingUnit): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^\d{1,12}(?:\.\d{1,9})?$/.test(plain)) return null;
  const bytes = Math.round(Number(plain) * BYTES[unit]);
  return bytes >= LEAST && bytes <= MOST ? bytes : null;
}

/** The same, in one text: « 2 Go », « 500Mo », « 1,5 go ». */
export function readCeilingText(text: string): number | null {
  const [, count, letter] = /^(.*?)\s*(m|g)o$/i.exec(text.trim()) ?? [];
  if (count === undefined || letter === undefined) return null;
  return readCeiling(count, letter.toLowerCase() === 'm' ? 'Mo' : 'Go');
}

/** In the unit that reads best, with a comma: what `readCeiling` reads back. */
export function ceilingParts(bytes: number): { readonly count: string; readonly unit: CeilingUnit } {
  const unit: CeilingUnit = bytes < BYTES.Go ? 'Mo' : 'Go';
  return { count: String(bytes / BYTES[unit]).replace('.', ','), unit };
}
