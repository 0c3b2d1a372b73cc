// Writing a batch of dossiers: read what Grist holds of them, plan, write, and tell what became of each.

import { Failure } from '../errors/failure';
import type { MirroredColumns } from '../sync/mirrored';
import type { RowGroup } from '../sync/model/operation';
import type { BoundTable } from '../sync/model/table';
import { type DossierPlan, planRows, type RowPlan, type Wanted } from '../sync/plan';
import { withCopies, withFoundCopies } from './files/ready';
import type { DossierFailure, GroupOutcome } from './ports';
import type { Workshop } from './workshop';

export type BatchOutcome = {
  /** Numbers by outcome; a dossier is in one list only. */
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly unchanged: readonly number[];
  readonly failures: readonly DossierFailure[];
};

/**
 * Brings these dossiers' rows to what is wanted. They are always read first, even in tables just made: a reading that
 * comes twice, or a step run again, must never add a row twice (promise 4).
 *
 * Grist: 1 read and ⌈bytes / 900 KB⌉ writes; no write when nothing changes. Where cells of copied files change, 1 more
 * read: Grist takes the id of an attachment that is not there without a word.
 */
export function writeBatch(workshop: Workshop, wanted: readonly Wanted[]): Promise<BatchOutcome> {
  const { destination } = workshop.ports;
  return rereading(workshop, async () => {
    const toRead = wanted.flatMap(({ dossier }) => (dossier === null ? [] : [dossier]));
    const tables = await workshop.tables();
    const found = toRead.length === 0 ? [] : await destination.readDossiers(withDossiers(tables), toRead);
    const { mirrored } = await workshop.form();
    const hoped = planRows(tables, await withCopies(workshop, wanted), found, workshop.isVolatile);
    const plan = writesFiles(hoped, mirrored)
      ? planRows(tables, await withFoundCopies(workshop, wanted), found, workshop.isVolatile)
      : hoped;
    const due = plan.dossiers.filter(({ operations }) => operations.length > 0);
    const failures = failuresOf(due.length === 0 ? [] : await writeHeld(workshop, tables, due));
    return { ...sorted(plan.dossiers, failures), failures };
  });
}

/**
 * Writes once it is sure that the run still holds its lease: a process that slept past it (a suspended machine) must
 * not write beside the run that took over. What is left is the time of one request.
 */
export async function writeHeld(
  workshop: Workshop,
  tables: readonly BoundTable[],
  groups: readonly RowGroup[],
): Promise<readonly GroupOutcome[]> {
  const { ledger, destination } = workshop.ports;
  await ledger.renew(workshop.handle);
  return destination.write(tables, groups);
}

/** How often a batch is read and planned again when its answer was lost or the structure moved under it. */
const MAX_ROUNDS = 4;

/**
 * Runs `work` (read, plan, write) again, from its reading, when an answer was lost or the structure changed: writing
 * is never replayed blindly, so that a row written twice is impossible (promise 4).
 */
export async function rereading<T>(workshop: Workshop, work: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Failure) || round === MAX_ROUNDS) throw error;
      if (error.code === 'GRIST_STRUCTURE_CHANGEE') await workshop.reloadTables();
      else if (error.code !== 'GRIST_ECRITURE_INCERTAINE') throw error;
    }
  }
}

function writesFiles({ dossiers }: RowPlan, mirrored: MirroredColumns): boolean {
  if (mirrored.size === 0) return false;
  return dossiers.some(({ operations }) =>
    operations.some(
      (operation) =>
        operation.type !== 'remove' &&
        (mirrored.get(operation.table) ?? []).some((column) => Array.isArray(operation.cells[column])),
    ),
  );
}

export function failuresOf(outcomes: readonly GroupOutcome[]): readonly DossierFailure[] {
  return outcomes.flatMap((outcome) =>
    outcome.status === 'failed'
      ? [{ number: outcome.dossier, code: outcome.code, facts: outcome.facts }]
      : [],
  );
}

/** Tables that have rows of dossiers: the others are read whole, elsewhere. */
export function withDossiers(tables: readonly BoundTable[]): readonly BoundTable[] {
  return tables.filter(({ dossierColumn }) => dossierColumn !== null);
}

function sorted(plans: readonly DossierPlan[], failures: readonly DossierFailure[]) {
  const failed = new Set(failures.map(({ number }) => number));
  const numbers = (outcome: DossierPlan['outcome']) =>
    plans.flatMap((plan) =>
      plan.outcome === outcome && plan.dossier !== null && !failed.has(plan.dossier) ? [plan.dossier] : [],
    );
  return { added: numbers('added'), updated: numbers('updated'), unchanged: numbers('unchanged') };
}
