// Dossiers that left DN, or the scope: their row is marked, the rest of it is kept as it was.

import { dossierOf } from '../sync/key';
import type { RowGroup, RowOperation } from '../sync/model/operation';
import type { BoundTable, FoundRow } from '../sync/model/table';
import { sameCell } from '../sync/same';
import { type Presence, presenceCells } from '../sync/tables/dossiers';
import type { DossierFailure, KnownDossier } from './ports';
import type { Workshop } from './workshop';
import { failuresOf, rereading, writeHeld } from './writer';

export type Departure = {
  readonly known: KnownDossier;
  readonly presence: Presence;
  /** ISO instant and DN's reason; null for a dossier that only left the scope. */
  readonly date: string | null;
  readonly reason: string | null;
};

/**
 * Marks these dossiers' rows. A row that the user deleted in Grist is not brought back.
 *
 * Grist: 1 read and 1 write for 1 000 dossiers, no write when all are marked already.
 */
export function markDepartures(
  workshop: Workshop,
  departures: readonly Departure[],
): Promise<{ readonly marked: number; readonly failures: readonly DossierFailure[] }> {
  if (departures.length === 0) return Promise.resolve({ marked: 0, failures: [] });
  const { destination } = workshop.ports;
  return rereading(workshop, async () => {
    const tables = await workshop.tables();
    const dossiers = tables.filter(({ key }) => key === 'dossiers');
    const found = await destination.readDossiers(
      dossiers,
      departures.map(({ known }) => known.number),
    );
    const groups = planDepartures(dossiers[0], departures, found);
    const outcomes = groups.length === 0 ? [] : await writeHeld(workshop, tables, groups);
    const failures = failuresOf(outcomes);
    return { marked: outcomes.length - failures.length, failures };
  });
}

function planDepartures(
  table: BoundTable | undefined,
  departures: readonly Departure[],
  found: readonly FoundRow[],
): readonly RowGroup[] {
  const types = new Map(table?.columns.map(({ key, type }) => [key, type]));
  const rows = new Map<number | null, FoundRow>();
  for (const row of found) {
    const number = table === undefined ? null : dossierOf(table, row);
    // Of two rows with one number the older is ours, as in planRows.
    if (row.rowId < (rows.get(number)?.rowId ?? Number.POSITIVE_INFINITY)) rows.set(number, row);
  }
  return departures.flatMap(({ known, presence, date, reason }): RowGroup[] => {
    const row = rows.get(known.number);
    if (row === undefined) return [];
    const cells = Object.entries(presenceCells(presence, date, reason)).filter(([key, cell]) => {
      const type = types.get(key);
      return type !== undefined && !sameCell(type, cell, row.cells[key]);
    });
    if (cells.length === 0) return [];
    const operation: RowOperation = {
      type: 'update',
      table: 'dossiers',
      key: String(known.number),
      rowId: row.rowId,
      cells: Object.fromEntries(cells),
      reason: 'disparu',
    };
    return [{ dossier: known.number, operations: [operation] }];
  });
}
