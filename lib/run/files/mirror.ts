// Mirror: the stage that copies the files still awaited, then writes the cells that name them. It comes after the
// reading, so that the dossiers are up to date before the first file moves, and it goes on where it was stopped.

import type { FailureCode } from '../../errors/catalogue';
import type { Dossier } from '../../sync/model/dossier';
import { inScope } from '../../sync/scope';
import { addCounts, NO_COUNTS } from '../counts';
import { withIncomplete } from '../incomplete';
import { pagesOf } from '../pages';
import type { RunCounts } from '../ports';
import { filesToTell, sift } from '../sift';
import type { Workshop } from '../workshop';
import { writeBatch } from '../writer';
import { addFiles, type Copier, type FileReport, NO_FILES, openCopier } from './copy';

/** Where the copying stands; null: not begun. */
export type MirrorPlace = {
  /** Pages of every dossier are read, from this cursor; null: they are not, or no longer. */
  readonly pages: { readonly after: string | null } | null;
  /** Dossiers to be read one by one. */
  readonly left: readonly number[];
};

export type Mirrored = {
  /** Null once it is over. */
  readonly next: MirrorPlace | null;
  readonly report: FileReport;
  /** Why no more can be copied, for the whole link; null when nothing prevents it. */
  readonly stopped: FailureCode | null;
};

export type MirrorInput = {
  readonly place: MirrorPlace | null;
  readonly budget: number | null;
  /** Files copied so far by this run, and its counts: for what is told meanwhile. */
  readonly copied: number;
  readonly counts: RunCounts;
};

const OVER: Mirrored = { next: null, report: NO_FILES, stopped: null };

/** Dossiers of a page of DN. */
const PAGE = 100;

/**
 * Dossiers read one by one in a run, at most: beyond, all are read in pages, and those whose links expired meanwhile are
 * left for the next run.
 */
const MOST_ALONE = 1000;

/**
 * DN: one request a dossier that awaits files, or the pages of all of them when that is less (a first copy). Grist: what
 * the copier needs, then a read, a check and a write for each group of dossiers.
 */
export async function mirror(
  workshop: Workshop,
  { place, budget, copied, counts }: MirrorInput,
): Promise<Mirrored> {
  const { ports, handle } = workshop;
  const { demarche, mirrored } = await workshop.form();
  if (mirrored.size === 0 || ports.files === undefined) return OVER;
  // Those that failed are tried again with their dossier, before everything else.
  const due = await ports.ledger.awaitingFiles(handle.linkId);
  if (due.length === 0) return OVER;
  const started = ports.clock.now();
  const isOver = () => ports.stop.aborted || (budget !== null && ports.clock.now() - started >= budget);
  const copier = await openCopier(workshop, isOver);
  if (copier === null) return OVER;
  ports.journal.write({ type: 'phase', phase: 'pieces' });
  const pages = Math.ceil((demarche.dossiersCount ?? Number.MAX_SAFE_INTEGER) / PAGE) + 1;
  const isMany = due.length > Math.min(pages, MOST_ALONE);
  const start = place ?? { pages: isMany ? { after: null } : null, left: isMany ? [] : due };
  const tell = (report: FileReport) => {
    const done = copied + report.copied;
    const total = copied + copier.awaited;
    ports.journal.write({ type: 'progress', phase: 'pieces', done, total, counts });
  };
  tell(NO_FILES);
  const desk = { workshop, copier, isOver, tell };
  const read = start.pages === null ? null : await mirrorPages(desk, start.pages.after, new Set(due));
  const left = [...start.left, ...(read?.expired ?? [])].slice(0, MOST_ALONE);
  if (read !== null && (read.stopped !== null || read.next !== null)) {
    const next = read.stopped !== null || read.next === null ? null : { pages: read.next, left };
    return { next, report: read.report, stopped: read.stopped };
  }
  const one = await mirrorEach(desk, left);
  return {
    next: one.left.length > 0 && one.stopped === null ? { pages: null, left: one.left } : null,
    report: addFiles(read?.report ?? NO_FILES, one.report),
    stopped: one.stopped,
  };
}

type Desk = {
  readonly workshop: Workshop;
  readonly copier: Copier;
  readonly isOver: () => boolean;
  readonly tell: (report: FileReport) => void;
};

/** Every dossier, a page at a time, of which those of `awaiting`: one that was not finished is read again by the next turn. */
async function mirrorPages(
  { workshop, copier, isOver, tell }: Desk,
  from: string | null,
  awaiting: ReadonlySet<number>,
) {
  const { ports } = workshop;
  const { selection } = await workshop.form();
  const request = { order: 'deposited', since: null, after: from, state: null, archived: null } as const;
  const expired: number[] = [];
  let report = NO_FILES;
  let reached = from;
  let hasMore = true;
  for await (const { page, after } of pagesOf(ports.source, request, selection, isOver)) {
    const due = page.dossiers.filter(
      (dossier) => awaiting.has(dossier.number) && inScope(dossier, workshop.settings.scope),
    );
    if (due.length > 0) {
      const done = await mirrorDossiers(workshop, copier, due, false);
      report = addFiles(report, done.report);
      expired.push(...done.expired);
      tell(report);
      if (done.stopped !== null) return { next: null, report, expired, stopped: done.stopped };
      if (!done.done) return { next: { after: reached }, report, expired, stopped: null };
    }
    reached = after;
    hasMore = page.hasNextPage;
  }
  return { next: hasMore ? { after: reached } : null, report, expired, stopped: null };
}

/** Read one by one, written together. */
const EACH = 20;

async function mirrorEach({ workshop, copier, isOver, tell }: Desk, numbers: readonly number[]) {
  const { ports } = workshop;
  const { selection } = await workshop.form();
  let report = NO_FILES;
  let left = numbers;
  for (let turn = 1; left.length > 0 && (turn === 1 || !isOver()); turn += 1) {
    const dossiers: Dossier[] = [];
    for (const number of left.slice(0, EACH)) {
      const answer = await ports.source.dossier(number, selection);
      // Gone, or unreadable just now: the next run's readings say which.
      if (answer === null || 'code' in answer || !inScope(answer, workshop.settings.scope)) continue;
      dossiers.push(answer);
    }
    const done = await mirrorDossiers(workshop, copier, dossiers, true);
    report = addFiles(report, done.report);
    tell(report);
    if (done.stopped !== null) return { left: [], report, stopped: done.stopped };
    if (!done.done) break;
    left = left.slice(EACH);
  }
  return { left, report, stopped: null };
}

/** Copies, then writes the rows of these dossiers, as any batch is written. */
async function mirrorDossiers(
  workshop: Workshop,
  copier: Copier,
  dossiers: readonly Dossier[],
  isFresh: boolean,
) {
  const { ports, handle } = workshop;
  const copied = await copier.copy(dossiers, isFresh);
  // Also what an earlier process copied and did not live to write.
  const { changed, warnings } = await sift(workshop, dossiers, true);
  const outcome = changed.length === 0 ? null : await writeBatch(workshop, changed);
  const unwritten = outcome?.failures ?? [];
  const failures = withIncomplete([...unwritten, ...copied.failures], warnings);
  const failed = new Set(failures.map(({ number }) => number));
  for (const { number, code } of failures) ports.journal.write({ type: 'failure', dossier: number, code });
  await ports.ledger.commitBatch(handle, {
    ...filesToTell(changed, unwritten),
    dossiers: changed.filter(({ dossier }) => !failed.has(dossier)).map(({ known }) => known),
    failures,
    healed: [],
    checkpoint: null,
    counts: addCounts(NO_COUNTS, { failed: failures.length }),
  });
  return copied;
}
