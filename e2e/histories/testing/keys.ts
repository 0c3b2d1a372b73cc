// Which columns make the key of a row, told without the product's layout.

import type { ColumnKey, TableKey } from '../../../lib/sync/model/table';

/** What tells the rows of one dossier apart; tables that are not here, nor blocks, have one row a dossier. */
const OWN_KEYS: Readonly<Record<string, ColumnKey>> = {
  avis: 'meta:avis_id',
  messages: 'meta:message_id',
  pieces: 'meta:piece_id',
  traitements: 'meta:traitement_id',
  zones: 'meta:zone_id',
};

/** Null for a table with one row a dossier. */
export function ownKeyOf(table: TableKey): ColumnKey | null {
  return table.startsWith('bloc:') ? 'meta:bloc_ligne_id' : (OWN_KEYS[table] ?? null);
}

export function keyColumnsOf(table: TableKey): readonly ColumnKey[] {
  if (table === 'dossiers') return ['meta:number'];
  if (table === 'instructeurs') return ['meta:groupe_instructeur_id', 'meta:instructeur_id'];
  const own = ownKeyOf(table);
  return own === null ? ['meta:dossier_number'] : ['meta:dossier_number', own];
}
