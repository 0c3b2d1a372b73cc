// The rows of a table by key: what the depths of a verification have in common when they look at whole tables.

import { isArchive } from '../sync/archive';
import { dossierOf, keyOf } from '../sync/key';
import type { BoundTable, ColumnKey, FoundRow } from '../sync/model/table';
import type { Stray } from '../sync/plan';
import type { Workshop } from './workshop';
import { withDossiers } from './writer';

export type KeyedRow = { readonly row: FoundRow; readonly key: string; readonly dossier: number };

/** Rows of one slice: ours by key, and those that somebody added, without one. */
export type KeyedSlice = { readonly rows: readonly KeyedRow[]; readonly strays: readonly Stray[] };

/** Grist: see `scanRequests`, for the key columns and these others. */
export async function* scanByKey(
  workshop: Workshop,
  table: BoundTable,
  others: readonly ColumnKey[],
): AsyncGenerator<KeyedSlice> {
  const bound = new Set(table.columns.map(({ key }) => key));
  const columns = [...new Set([...table.keyColumns, ...others])].filter((key) => bound.has(key));
  for await (const slice of workshop.ports.destination.scan(table, columns)) {
    const strays: Stray[] = [];
    const rows = slice.flatMap((row): readonly KeyedRow[] => {
      const key = keyOf(table, row.cells);
      const dossier = dossierOf(table, row);
      if (key === null) strays.push({ table: table.key, rowId: row.rowId, kind: 'sans_cle' });
      return key === null || dossier === null ? [] : [{ row, key, dossier }];
    });
    yield { rows, strays };
  }
}

/**
 * Tables of dossiers that hold any row: an empty one needs no scan. Not the archive, which holds those that left: one that
 * lives and is there too is found when it is compared. Grist: 1 request.
 */
export async function filledTables(
  workshop: Workshop,
  tables: readonly BoundTable[],
): Promise<readonly BoundTable[]> {
  const candidates = withDossiers(tables).filter(({ key }) => !isArchive(key));
  const counts = await workshop.ports.destination.countRows(candidates);
  return candidates.filter(({ key }) => counts.get(key) !== 0);
}
