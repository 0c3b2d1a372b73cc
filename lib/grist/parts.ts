// Cutting a dossier that alone is too large for one request.

import { isDossiersTable } from '../sync/archive';
import { openBatch, type Parcel } from './batch';
import type { EncodedGroup } from './encode';

type Rows = EncodedGroup['rows'];

/** Weight of a request that holds only this parcel. */
export function weigh(parcel: Parcel): number {
  const batch = openBatch();
  return batch.bytes + batch.costOf(parcel);
}

/** Weight of the heaviest of these rows sent alone: what no cutting can reduce. */
export function heaviestAlone(group: EncodedGroup, rows: Rows, parent: number | null): number {
  return rows.reduce((most, row) => Math.max(most, weigh({ group, rows: [row], parent })), 0);
}

/** As many of the first rows as fit, at least one. The dossier's own row is the first of a group (encode.ts). */
export function nextPart(group: EncodedGroup, rows: Rows, parent: number | null, maxBytes: number): Parcel {
  let fits = 1;
  let tooMany = rows.length + 1;
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (weigh({ group, rows: rows.slice(0, middle), parent }) > maxBytes) tooMany = middle;
    else fits = middle;
  }
  return { group, rows: rows.slice(0, fits), parent };
}

/** The row id of the dossier that this part added, null when it adds none. */
export function newDossierId(part: Parcel, added: ReadonlyMap<number, number>): number | null {
  for (const row of part.rows) {
    if (row.type === 'add' && isDossiersTable(row.table.key)) return added.get(row.rank) ?? null;
  }
  return null;
}
