// A cell as a person reads it in a preview: dates and lists in words, long texts cut.

import { isFilesRef } from '../sync/mirrored';
import type { WantedCell } from '../sync/model/operation';
import type { ColumnSpec } from '../sync/model/table';

const LONGEST = 120;

const DAY = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC' });
const INSTANT = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'short',
});
const NUMBER = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 10, useGrouping: false });

/** Empty for no value. `dossier`: what a reference to the dossier's row shows. */
export function cellText(
  type: ColumnSpec['type'],
  cell: WantedCell | undefined,
  dossier: number | null,
): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell === 'string') return cut(cell);
  if (typeof cell === 'object' && 'parent' in cell) return dossier === null ? '' : String(dossier);
  if (isFilesRef(cell))
    return cell.files.length === 1 ? '1\u00a0fichier' : `${cell.files.length}\u00a0fichiers`;
  if (typeof cell === 'boolean') return cell ? 'oui' : 'non';
  if (typeof cell === 'number') {
    if (type === 'Date') return DAY.format(cell * 1000);
    if (type === 'DateTime:Europe/Paris') return INSTANT.format(cell * 1000);
    return NUMBER.format(cell);
  }
  // A list as Grist writes it: its first element says that it is one.
  return cut(cell.slice(1).map(String).join(', '));
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
