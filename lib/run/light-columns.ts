// What a light verification looks at of a dossier: its state and its dates, as a short hash that the Ledger can keep
// without keeping any value.

import { createHash } from 'node:crypto';
import type { WantedCell } from '../sync/model/operation';
import type { ColumnKey } from '../sync/model/table';
import { metaKey } from '../sync/tables/meta';

/** When the dossier was last modified: compared by itself, because the Ledger knows it as it is. */
export const MODIFIED_KEY = metaKey('date_derniere_modification');
/** Whether the dossier is still in DN: compared with the presence that the Ledger knows. */
export const PRESENCE_KEY = metaKey('etat_dn');

/** Columns of `dossiers` that the short hash covers. With the number and the presence, a light scan reads ten. */
export const LIGHT_COLUMNS: readonly ColumnKey[] = [
  'state',
  'state_code',
  'archived',
  'date_depot',
  'date_passage_en_construction',
  'date_passage_en_instruction',
  'date_traitement',
  'date_derniere_modification',
].map(metaKey);

/** 72 bits of SHA-256: two states of one dossier that look the same by chance are not to be expected. */
const LENGTH = 12;

/**
 * Hash of these cells, wanted or as found in Grist: both spell « no value » in one way, and a number in a column that
 * its user made a text is still that number (lib/sync/same.ts).
 */
export function lightFingerprint(cells: Readonly<Record<ColumnKey, WantedCell>>): string {
  const values = LIGHT_COLUMNS.map((column) => plain(cells[column]));
  return createHash('sha256').update(values.join('\n')).digest('base64url').slice(0, LENGTH);
}

function plain(cell: WantedCell | undefined): string {
  if (cell === undefined || cell === null || cell === false || cell === 0) return '';
  if (cell === true) return '1';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
