// What a verification answers, whatever its depth, and the dated statement that is kept of it.

import type { RecordedChange } from '../sync/model/change';
import type { BoundTable, ColumnKey, TableKey, TableSpec } from '../sync/model/table';
import type { Proof, ProofDepth, UnreadableDossier } from './ports';
import type { Tally } from './tally';

export type VerifyReport = ReturnType<Tally['result']> & {
  readonly depth: ProofDepth;
  readonly title: string;
  /** `complete`: those that DN lists in the scope; otherwise those that the Ledger knows as present. */
  readonly dossiers: number;
  /**
   * How many dossiers DN says there are, where the link takes them all and the instance can tell; null otherwise. It
   * proves nothing of Grist: it only says how many have come or gone since the last synchronisation.
   */
  readonly announced: number | null;
  /** Tables and columns that are wanted and not there (`column` null: the whole table). */
  readonly structure: readonly { readonly table: TableKey; readonly column: ColumnKey | null }[];
  /** Wanted and not there, as the user knows: the history of changes has it open. No difference of ours. */
  readonly withheld: VerifyReport['structure'];
  /** Dossiers that could not be read, or that an earlier run could not write. */
  readonly unreadable: readonly UnreadableDossier[];
  /** Of every dossier's fingerprint; null where contents were not looked at. */
  readonly root: string | null;
  /** Files still to be copied: no difference of a cell, and told all the same. Absent: no field is mirrored. */
  readonly awaitedFiles?: number;
  /** Differences that this same run put right: `differences` are those that are left. */
  readonly repaired: number;
  /** False when it was stopped before the end: what was compared stands, the rest is not known. */
  readonly complete: boolean;
};

/** A comparison that may still be repaired: the report is made of what the tally holds when it is asked for. */
export type Compared = { readonly tally: Tally; readonly report: () => VerifyReport };

export function isClean(report: VerifyReport): boolean {
  return report.differenceCount === 0 && report.structure.length === 0 && report.unreadable.length === 0;
}

/** @param now milliseconds since the epoch. */
export function statementOf(report: VerifyReport, now: number): Proof {
  const { depth, dossiers, rows, cells, differenceCount, structure, repaired, late, unreadable, root } =
    report;
  return {
    ...{ depth, dossiers, rows, cells, repaired, late, root, complete: report.complete },
    provedAt: new Date(now).toISOString(),
    differences: differenceCount + structure.length,
    unreadable: unreadable.length,
    awaitedFiles: report.awaitedFiles ?? 0,
  };
}

/**
 * Tables and columns of the layout that are not bound: nothing can be written there. Those that wait for the user's
 * word, were refused, or were told and left, are apart: the next synchronisation will leave them too.
 */
export function missingStructure(
  specs: readonly TableSpec[],
  tables: readonly BoundTable[],
  open: readonly RecordedChange[],
): Pick<VerifyReport, 'structure' | 'withheld'> {
  const known = new Set(
    open.flatMap(({ kind, table, column }) => (kind === 'cle_perdue' ? [] : `${table} ${column}`)),
  );
  const missing = unbound(specs, tables);
  const isKnown = ({ table, column }: (typeof missing)[number]) => known.has(`${table} ${column}`);
  return { structure: missing.filter((one) => !isKnown(one)), withheld: missing.filter(isKnown) };
}

function unbound(specs: readonly TableSpec[], tables: readonly BoundTable[]): VerifyReport['structure'] {
  return specs.flatMap((spec): VerifyReport['structure'] => {
    const bound = tables.find(({ key }) => key === spec.key);
    if (bound === undefined) return [{ table: spec.key, column: null }];
    const there = new Set(bound.columns.map(({ key }) => key));
    return spec.columns
      .filter(({ key, lookup }) => lookup === null && !there.has(key))
      .map(({ key }) => ({ table: spec.key, column: key }));
  });
}
