// The tally of a verification: what was compared, and what differs, dossier by dossier.

import type { CellWarning, RowOperation, WantedRow } from '../sync/model/operation';
import type { ColumnKey, TableKey } from '../sync/model/table';
import type { Stray } from '../sync/plan';

export type Difference = {
  readonly table: TableKey;
  readonly key: string;
  readonly dossier: number | null;
  /** `manquante`: not in Grist; `differente`: some cells differ; `en_trop`: in Grist and no longer in DN. */
  readonly kind: 'manquante' | 'differente' | 'en_trop';
  /** Columns that differ, for `differente` only. Never their values. */
  readonly columns: readonly ColumnKey[];
};

/** How many differences a report lists; it counts them all. */
const MAX_LISTED = 1000;

export type Tally = ReturnType<typeof newTally>;

export function newTally() {
  const byDossier = new Map<number | null, readonly Difference[]>();
  const extra: Difference[] = [];
  const warnings = new Map<number, readonly CellWarning[]>();
  const strays: Stray[] = [];
  let rows = 0;
  let cells = 0;
  return {
    /** What the plan would do for a dossier. A dossier read twice (it changed meanwhile) keeps its last result. */
    set(dossier: number | null, operations: readonly RowOperation[]): void {
      if (operations.length === 0) byDossier.delete(dossier);
      else
        byDossier.set(
          dossier,
          operations.map((operation) => differenceOf(dossier, operation)),
        );
    },
    addExtra(table: TableKey, key: string, dossier: number | null): void {
      extra.push({ table, key, dossier, kind: 'en_trop', columns: [] });
    },
    setWarnings(dossier: number, found: readonly CellWarning[]): void {
      if (found.length > 0) warnings.set(dossier, found);
    },
    addStrays(found: readonly Stray[]): void {
      strays.push(...found);
    },
    compared(wanted: readonly WantedRow[]): void {
      rows += wanted.length;
      for (const row of wanted) cells += Object.keys(row.cells).length;
    },
    result() {
      const all = [...[...byDossier.values()].flat(), ...extra];
      return {
        rows,
        cells,
        strays,
        differenceCount: all.length,
        differences: all.slice(0, MAX_LISTED),
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
