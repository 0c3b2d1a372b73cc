// Mirroring files over as many stages as it takes.

import type { FailureCode } from '../../errors/catalogue';
import type { CopiedByRun, LinkSettings, RunCounts } from '../ports';
import type { Conducted } from '../stages';
import { addFiles, type FileReport, NO_FILES } from './copy';
import { type Mirrored, type MirrorPlace, mirror } from './mirror';

export type MirroredFiles = {
  readonly report: FileReport;
  /** False: stopped on the way; the next run goes on. */
  readonly done: boolean;
  /** Why no more can be copied; null when nothing prevents it. */
  readonly stopped: FailureCode | null;
};

/** Is a field mirrored? Otherwise there is nothing to run, nor to tell. */
export function mirrorsFiles({ options }: LinkSettings): boolean {
  return options.fichiersCopies.length > 0;
}

/** `copied`: by this run so far, when dossiers that had failed were tried again. */
export async function mirrorFiles(
  stages: Conducted,
  input: { readonly budget: number | null; readonly copied: number; readonly counts: RunCounts },
): Promise<MirroredFiles> {
  let report = NO_FILES;
  let place: MirrorPlace | null = null;
  for (let turn = 1; ; turn += 1) {
    const here = { ...input, place, copied: input.copied + report.copied };
    const piece: Mirrored = await stages.run(`mirror-${turn}`, (workshop) => mirror(workshop, here));
    report = addFiles(report, piece.report);
    place = piece.next;
    if (place === null) return { report, done: true, stopped: piece.stopped };
    if (stages.isStopped() || stages.isFull()) return { report, done: false, stopped: null };
  }
}

/**
 * What a run tells of its files: those still to be copied and not refused wait for the next one, and copies are counted by
 * the Ledger, which also knows those of a process that died.
 */
export function toldFiles(
  report: FileReport,
  { awaited, ...copies }: { readonly awaited: number } & CopiedByRun,
): FileReport {
  return { ...report, ...copies, waiting: Math.max(0, awaited - report.refused) };
}
