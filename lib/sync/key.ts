// Keys of rows: what makes a row of a managed table the row of something in DN.

import type { BoundTable, Cells, FoundRow } from './model/table';

/**
 * Key of a found row, in the form of `WantedRow.key`; null when a part of it is empty: such a row is not ours, a user
 * added it, and it is left alone.
 */
export function keyOf(table: Pick<BoundTable, 'keyColumns' | 'formerKeys'>, cells: Cells): string | null {
  const parts: string[] = [];
  for (const column of table.keyColumns) {
    const cell = cells[column];
    if (cell === null || cell === undefined || cell === '' || cell === 0 || typeof cell === 'object')
      return null;
    parts.push(String(cell));
  }
  if (parts.length === 0) return null;
  const key = parts.join('/');
  return table.formerKeys === undefined ? key : formerKey(key);
}

/** Source: facts/original.md §2a, table « bloc ». */
function formerKey(key: string): string | null {
  const zone = /^(.+)_geo(\d+)$/.exec(key);
  if (zone === null) return key;
  return zone[2] === '1' ? (zone[1] ?? key) : null;
}

/** Number of the dossier that a found row belongs to; null for none or for a table without dossiers. */
export function dossierOf(table: Pick<BoundTable, 'dossierColumn'>, row: FoundRow): number | null {
  if (table.dossierColumn === null) return null;
  const cell = row.cells[table.dossierColumn];
  // A user may have made a column of texts of it: its numbers are still those of the dossiers.
  const number = typeof cell === 'string' ? Number(cell) : cell;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : null;
}
