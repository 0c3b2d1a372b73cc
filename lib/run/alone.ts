// Asking alone: the dossiers that the census found changed, new, back or missing, one request each. Those that DN does
// not know any more have left, whatever lists say.

import type { CellWarning } from '../sync/model/operation';
import { addPage, emptyBatch, flush } from './batch';
import { censusFindings } from './census';
import { addCounts, NO_COUNTS } from './counts';
import { depart } from './depart';
import type { RunCounts } from './ports';
import { serverNow } from './server-time';
import { sift } from './sift';
import type { Workshop } from './workshop';

export type Asked = {
  /** Rank of the next dossier to ask for; null once all were. */
  readonly next: number | null;
  readonly counts: RunCounts;
  readonly absent: number;
  readonly warnings: readonly CellWarning[];
};

/** Dossiers of one batch: asked for, then written and recorded together. */
const BATCH = 100;
/** Those that are not asked for only cost a read and a write of Grist. */
const BATCH_GONE = 1000;

/** DN: 1 request a dossier, none for those missing from two censuses. Grist: 1 or 2 reads and writes a batch. */
export async function askAlone(
  workshop: Workshop,
  { from, budget }: { readonly from: number; readonly budget: number | null },
): Promise<Asked> {
  const { ports } = workshop;
  ports.journal.write({ type: 'phase', phase: 'relecture' });
  const started = ports.clock.now();
  const isOver = () => ports.stop.aborted || (budget !== null && ports.clock.now() - started >= budget);
  const { again, missing, gone } = await censusFindings(workshop);
  const toAsk = [...again, ...missing];
  const suspects = new Set(missing);
  const total = gone.length + toAsk.length;
  let counts = NO_COUNTS;
  let absent = 0;
  const warnings: CellWarning[] = [];
  let at = from;
  while (at < total) {
    const outcome =
      at < gone.length
        ? await leave(workshop, gone.slice(at, at + BATCH_GONE))
        : await askFor(workshop, toAsk.slice(at - gone.length, at - gone.length + BATCH), suspects, isOver);
    at += outcome.done;
    counts = addCounts(counts, outcome.counts);
    absent += outcome.absent;
    warnings.push(...outcome.warnings);
    ports.journal.write({ type: 'progress', phase: 'relecture', done: at, total, counts });
    if (isOver()) break;
  }
  return { next: at < total ? at : null, counts, absent, warnings };
}

type Outcome = {
  readonly done: number;
  readonly counts: RunCounts;
  readonly absent: number;
  readonly warnings: readonly CellWarning[];
};

async function askFor(
  workshop: Workshop,
  numbers: readonly number[],
  suspects: ReadonlySet<number>,
  isOver: () => boolean,
): Promise<Outcome> {
  const { ports } = workshop;
  const { selection } = await workshop.form();
  const batch = emptyBatch(null, ports.clock.now());
  const lost: number[] = [];
  let done = 0;
  for (const number of numbers) {
    const answer = await ports.source.dossier(number, selection);
    done += 1;
    if (answer !== null && 'code' in answer) batch.failures.push(answer);
    else if (answer !== null) addPage(batch, await sift(workshop, [answer], false), 1, [], null);
    // One that the census listed a moment ago left since: the lists of deletions tell the next run.
    else if (suspects.has(number)) lost.push(number);
    if (isOver()) break;
  }
  const flushed =
    batch.read > 0 || batch.failures.length > 0
      ? await flush(workshop, batch)
      : { counts: NO_COUNTS, warnings: [] };
  const left = await leave(workshop, lost);
  return {
    done,
    counts: addCounts(flushed.counts, left.counts),
    absent: left.absent,
    warnings: flushed.warnings,
  };
}

/** Those that are still held for live: a step run twice does nothing the second time. */
async function leave(workshop: Workshop, numbers: readonly number[]): Promise<Outcome> {
  const { ports, handle } = workshop;
  const known = await ports.ledger.known(handle.linkId, numbers);
  const date = serverNow(ports);
  const departures = [...known.values()]
    .filter(({ presence }) => presence === 'live')
    .map((dossier) => ({ known: dossier, presence: 'absent', date, reason: 'absent' }) as const);
  const counts = await depart(workshop, departures);
  return { done: numbers.length, counts, absent: departures.length - counts.failed, warnings: [] };
}
