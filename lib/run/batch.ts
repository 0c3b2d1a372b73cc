// A batch: what pages bring until it is time to write, then Grist, then the Ledger, in that order.

import type { CellWarning } from '../sync/model/operation';
import { NO_COUNTS } from './counts';
import { withIncomplete } from './incomplete';
import type { BatchRecord, Checkpoint, DossierFailure, RunCounts } from './ports';
import { markDepartures } from './presence';
import { type Changed, filesToTell, type Sifted } from './sift';
import type { Workshop } from './workshop';
import { writeBatch } from './writer';

type Batch = {
  readonly openedAt: number;
  readonly changed: Map<number, Changed>;
  readonly unchanged: Sifted['unchanged'][number][];
  readonly leaving: Sifted['leaving'][number][];
  readonly failures: DossierFailure[];
  readonly warnings: CellWarning[];
  read: number;
  outOfScope: number;
  /** Null for dossiers read outside of the keyset scan. */
  checkpoint: Checkpoint | null;
};

/** `now`: milliseconds. */
export function emptyBatch(checkpoint: Checkpoint | null, now: number): Batch {
  return {
    openedAt: now,
    changed: new Map(),
    unchanged: [],
    leaving: [],
    failures: [],
    warnings: [],
    read: 0,
    outOfScope: 0,
    checkpoint,
  };
}

/** `read`: dossiers of the page; `checkpoint`: the reading once the batch is written, null outside of the scan. */
export function addPage(
  batch: Batch,
  sifted: Sifted,
  read: number,
  unreadable: readonly DossierFailure[],
  checkpoint: Checkpoint | null,
): void {
  for (const item of sifted.changed) batch.changed.set(item.dossier, item);
  batch.unchanged.push(...sifted.unchanged);
  batch.leaving.push(...sifted.leaving);
  batch.failures.push(...unreadable);
  for (const warning of sifted.warnings) batch.warnings.push(warning);
  batch.read += read;
  batch.outOfScope += sifted.outOfScope;
  batch.checkpoint = checkpoint;
}

export type Flushed = { readonly counts: RunCounts; readonly warnings: readonly CellWarning[] };

/**
 * Tells the Ledger which dossiers are about to get their first row, with no fingerprint: should the process die between
 * Grist and the record, and the dossier leave DN or the scope meanwhile, its row is still known to be ours.
 */
export async function announce(workshop: Workshop, changed: readonly Changed[]): Promise<void> {
  const { ports, handle } = workshop;
  const dossiers = changed
    .filter(({ isNew }) => isNew)
    .map(({ known }) => ({ ...known, fingerprint: '', light: null }));
  if (dossiers.length === 0) return;
  const nothing = { failures: [], healed: [], checkpoint: null, counts: NO_COUNTS };
  await ports.ledger.commitBatch(handle, { dossiers, ...nothing });
}

/** Writes a batch to Grist, then records it: never the other way round. */
export async function flush(workshop: Workshop, batch: Batch): Promise<Flushed> {
  const { ports, handle } = workshop;
  const changed = [...batch.changed.values()];
  await announce(workshop, changed);
  const outcome = await writeBatch(workshop, changed);
  const departures = batch.leaving.map((known) => ({
    known,
    presence: 'out_of_scope' as const,
    date: null,
    reason: null,
  }));
  const marked = await markDepartures(workshop, departures);
  const unwritten = [...batch.failures, ...outcome.failures, ...marked.failures];
  const failures = withIncomplete(unwritten, batch.warnings);
  const failed = new Set(failures.map(({ number }) => number));
  const whole = (numbers: readonly number[]) => numbers.filter((number) => !failed.has(number)).length;
  const written = changed.filter(({ dossier }) => !failed.has(dossier)).map((item) => item.known);
  const unchanged = batch.unchanged.filter(({ number }) => !failed.has(number));
  const counts: RunCounts = {
    read: batch.read,
    added: whole(outcome.added),
    updated: whole(outcome.updated),
    unchanged: whole(outcome.unchanged) + unchanged.length,
    removed: 0,
    outOfScope: batch.outOfScope,
    failed: failures.length,
    warnings: batch.warnings.length,
  };
  for (const { number, code } of failures) ports.journal.write({ type: 'failure', dossier: number, code });
  const left = batch.leaving.filter(({ number }) => !failed.has(number));
  const dossiers = [...written, ...unchanged, ...left];
  const record: BatchRecord = {
    ...filesToTell(changed, outcome.failures),
    dossiers,
    failures,
    healed: dossiers.map(({ number }) => number),
    checkpoint: batch.checkpoint,
    counts,
  };
  await ports.ledger.commitBatch(handle, record);
  return { counts, warnings: batch.warnings };
}
