// The tally of a verification: what was compared, and what differs, dossier by dossier. Its memory is bounded by the
// number of dossiers that differ, never by what differs of them.

import type { CellWarning, RowOperation, WantedRow } from '../sync/model/operation';
import type { ColumnKey, TableKey } from '../sync/model/table';
import type { Stray } from '../sync/plan';

export type Difference = {
  readonly table: TableKey;
  readonly key: string;
  readonly dossier: number | null;
  /**
   * `manquante`: not in Grist; `differente`: some cells differ; `en_trop`: in Grist and no longer in DN; `en_double`: a
   * second row with the key of another.
   */
  readonly kind: 'manquante' | 'differente' | 'en_trop' | 'en_double';
  /** Columns that differ, for `differente` only. Never their values. */
  readonly columns: readonly ColumnKey[];
};

/** How many differences a report lists; it counts them all. */
const MAX_LISTED = 1000;

export type Tally = ReturnType<typeof newTally>;

export function newTally() {
  const counts = new Map<number | null, number>();
  const listed = new Map<number | null, readonly Difference[]>();
  const late = new Set<number>();
  const orphans = new Set<number>();
  const warnings = new Map<number, readonly CellWarning[]>();
  const strays: Stray[] = [];
  let listedCount = 0;
  let strayCount = 0;
  let rows = 0;
  let cells = 0;

  const forget = (dossier: number | null): void => {
    listedCount -= listed.get(dossier)?.length ?? 0;
    listed.delete(dossier);
    counts.delete(dossier);
    if (dossier !== null) orphans.delete(dossier);
  };
  const add = (difference: Difference): void => {
    const { dossier } = difference;
    counts.set(dossier, (counts.get(dossier) ?? 0) + 1);
    if (listedCount >= MAX_LISTED) return;
    listed.set(dossier, [...(listed.get(dossier) ?? []), difference]);
    listedCount += 1;
  };
  return {
    add,
    /** The dossier has no difference (any more). */
    forget,
    /** What the plan would do for a dossier. A dossier read twice (it changed meanwhile) keeps its last result. */
    set(dossier: number | null, operations: readonly RowOperation[]): void {
      forget(dossier);
      for (const operation of operations) add(differenceOf(dossier, operation));
    },
    /** A row of a dossier that neither DN nor the Ledger knows: nobody but the user may decide on it. */
    addOrphan(table: TableKey, key: string, dossier: number): void {
      add({ table, key, dossier, kind: 'en_trop', columns: [] });
      orphans.add(dossier);
    },
    /** The dossier moved in DN since the last synchronisation: what differs of it is not an écart, and is forgotten. */
    setLate(dossier: number): void {
      forget(dossier);
      late.add(dossier);
    },
    isLate: (dossier: number): boolean => late.has(dossier),
    /** The dossier was read again, and has not moved. */
    unsetLate(dossier: number): void {
      late.delete(dossier);
    },
    setWarnings(dossier: number, found: readonly CellWarning[]): void {
      if (found.length === 0) warnings.delete(dossier);
      else if (warnings.size < MAX_LISTED) warnings.set(dossier, found);
    },
    addStrays(found: readonly Stray[]): void {
      strayCount += found.length;
      strays.push(...found.slice(0, Math.max(0, MAX_LISTED - strays.length)));
    },
    compared(wanted: readonly WantedRow[]): void {
      for (const row of wanted) this.read(1, Object.keys(row.cells).length);
    },
    read(moreRows: number, moreCells: number): void {
      rows += moreRows;
      cells += moreCells;
    },
    /** Dossiers that differ and that a reading of DN may put right. `null` stands for the shared rows. */
    differing: (): readonly (number | null)[] =>
      [...counts.keys()].filter((dossier) => dossier === null || !orphans.has(dossier)),
    orphans: (): readonly number[] => [...orphans],
    differenceCount: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
    result() {
      return {
        rows,
        cells,
        strays: [...strays],
        strayCount,
        late: late.size,
        differenceCount: this.differenceCount(),
        differences: [...listed.values()].flat(),
        warnings: [...warnings.values()].flat().slice(0, MAX_LISTED),
      };
    },
  };
}

function differenceOf(dossier: number | null, operation: RowOperation): Difference {
  const { table, key } = operation;
  switch (operation.type) {
    case 'add':
      return { table, key, dossier, kind: 'manquante', columns: [] };
    case 'update':
      return { table, key, dossier, kind: 'differente', columns: Object.keys(operation.cells) };
    case 'remove':
      return { table, key, dossier, kind: 'en_trop', columns: [] };
  }
}
