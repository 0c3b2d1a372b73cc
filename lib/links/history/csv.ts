// Tables as French spreadsheets open them: UTF-8 with its mark, semicolons, and no cell that they would take for a formula.
// Pure.

/** Excel reads UTF-8 only when the file begins with it. */
export const BYTE_ORDER_MARK = '\ufeff';

/** What spreadsheets calculate when a cell begins so (OWASP, « CSV Injection »), a tab or a line end included. */
const FORMULA = /^[\s\u00a0\u200b\ufeff]*[=+\-@\uff0b\uff0d\uff1d\uff20]/;

export type Cell = string | number | null;

/** One line with its end. Numbers are ours: they are written as they are, a negative one too. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(written).join(';')}\r\n`;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  const safe = FORMULA.test(cell) || /^[\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
