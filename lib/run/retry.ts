// Retry: the dossiers that failed at an earlier run come first, each alone, so that none is forgotten (promise 6).

import type { CellWarning } from '../sync/model/operation';
import { inScope } from '../sync/scope';
import { addCounts, NO_COUNTS } from './counts';
import { addFiles, type FileReport, NO_FILES, openCopier } from './files/copy';
import { withIncomplete } from './incomplete';
import type { BatchRecord, DossierFailure, RunCounts } from './ports';
import { markDepartures } from './presence';
import { filesToTell, sift } from './sift';
import type { Workshop } from './workshop';
import { writeBatch } from './writer';

/** At most this many in one run: a démarche whose every dossier failed is better served by its ordinary reading. */
const MAX_RETRIES = 200;

export type Retried = {
  readonly counts: RunCounts;
  readonly healed: number;
  /** A dossier that we hold for live is not there any more: what became of it is for the census to say. */
  readonly vanished: boolean;
  readonly warnings: readonly CellWarning[];
  /** Files of these dossiers: a failure of one is tried again with its dossier. */
  readonly files: FileReport;
};

/**
 * `only`: these dossiers, among those that failed; null: all of them. DN: 1 request a failed dossier (more for one that
 * still cannot be served). Grist: a read and a write each, and their files.
 */
export async function retryFailures(
  workshop: Workshop,
  only: readonly number[] | null = null,
): Promise<Retried> {
  const { ports, handle } = workshop;
  const { selection } = await workshop.form();
  const open = await ports.ledger.failures(handle.linkId);
  const numbers = open
    .flatMap(({ number }) => (number === null || only?.includes(number) === false ? [] : [number]))
    .slice(0, MAX_RETRIES);
  let counts = NO_COUNTS;
  let healed = 0;
  let vanished = false;
  let files = NO_FILES;
  const copier = numbers.length === 0 ? null : await openCopier(workshop, () => ports.stop.aborted);
  const warnings: CellWarning[] = [];
  for (const number of numbers) {
    if (ports.stop.aborted) break;
    const answer = await ports.source.dossier(number, selection);
    if (answer !== null && 'code' in answer) {
      counts = addCounts(counts, await record(workshop, [answer], []));
      continue;
    }
    if (answer === null) {
      // Gone meanwhile: the lists of deletions say so, or the census, and there is nothing left to retry.
      const known = await ports.ledger.known(handle.linkId, [number]);
      vanished ||= known.get(number)?.presence === 'live';
      healed += 1;
      await record(workshop, [], [number]);
      continue;
    }
    // One that left the scope is no longer followed: nothing of it is asked for.
    const copied = inScope(answer, workshop.settings.scope) ? await copier?.copy([answer], true) : undefined;
    files = addFiles(files, copied?.report ?? NO_FILES);
    const sifted = await sift(workshop, [answer], true);
    const outcome = await writeBatch(workshop, sifted.changed);
    const { failures: unmarked } = await markDepartures(
      workshop,
      sifted.leaving.map((known) => ({ known, presence: 'out_of_scope', date: null, reason: null })),
    );
    const unwritten = [...outcome.failures, ...unmarked, ...(copied?.failures ?? [])];
    const failures = withIncomplete(unwritten, sifted.warnings);
    const wanted = filesToTell(sifted.changed, outcome.failures);
    const isWritten = outcome.failures.length === 0;
    const told = isWritten && wanted.files === undefined ? await copiedFiles(workshop, number) : wanted;
    const isWhole = failures.length === 0;
    const known = isWhole ? [...sifted.changed.map((item) => item.known), ...sifted.leaving] : [];
    healed += isWhole ? 1 : 0;
    warnings.push(...sifted.warnings);
    const batch = {
      read: 1,
      added: isWhole ? outcome.added.length : 0,
      updated: isWhole ? outcome.updated.length : 0,
      unchanged: isWhole ? outcome.unchanged.length + sifted.unchanged.length : 0,
      outOfScope: sifted.outOfScope,
      failed: failures.length,
      warnings: sifted.warnings.length,
    };
    counts = addCounts(counts, batch);
    await ports.ledger.commitBatch(handle, {
      ...told,
      dossiers: isWhole ? [...known, ...sifted.unchanged] : [],
      failures,
      healed: isWhole ? [number] : [],
      checkpoint: null,
      counts: addCounts(NO_COUNTS, batch),
    });
  }
  return { counts, healed, vanished, warnings, files };
}

/**
 * Where nothing is mirrored any more, or the dossier left, what was awaited is forgotten, and its failure with it. What
 * was copied is remembered: it is not copied anew when it is wanted again. One query.
 */
async function copiedFiles({ ports, handle }: Workshop, number: number): Promise<Pick<BatchRecord, 'files'>> {
  const copies = (await ports.ledger.copies(handle.linkId, [number])).get(number) ?? [];
  return { files: new Map([[number, copies.map(({ key, bytes }) => ({ key, bytes, isMirrored: false }))]]) };
}

async function record(
  workshop: Workshop,
  failures: readonly DossierFailure[],
  healed: readonly number[],
): Promise<RunCounts> {
  const { ports, handle } = workshop;
  const counts = addCounts(NO_COUNTS, { failed: failures.length });
  for (const { number, code } of failures) ports.journal.write({ type: 'failure', dossier: number, code });
  await ports.ledger.commitBatch(handle, { dossiers: [], failures, healed, checkpoint: null, counts });
  return counts;
}
