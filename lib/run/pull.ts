// Pull: read what changed in DN, page after page, and bring Grist to it, batch after batch. Reading goes on while a
// batch is being written; the checkpoint moves only once Grist has confirmed and the Ledger has recorded.

import type { CellWarning } from '../sync/model/operation';
import { addPage, emptyBatch, type Flushed, flush } from './batch';
import { isDue, nextBatchSize } from './batch-size';
import { addCounts, NO_COUNTS } from './counts';
import { HOUR, latest, MINUTE, shift } from './instants';
import { pagesOf } from './pages';
import type { Checkpoint, Link, PageRequest, RunCounts } from './ports';
import { serverNow } from './server-time';
import { sift } from './sift';
import { MAX_WARNINGS } from './warnings';
import type { Workshop } from './workshop';

/** Deltas begin this much before the watermark: late commits, clean-up after commit, clock skew (facts §7). */
export const OVERLAP = 15 * MINUTE;

/** An interrupted reading older than this starts again from the watermark (facts §7). */
const CHECKPOINT_LIFE = 12 * HOUR;

export type PullInput = {
  readonly scopeFingerprint: string;
  /** Reads everything again, whatever the watermark. */
  readonly full: boolean;
  /** A reading of everything is compared with the document; always so when the columns or the scope changed. */
  readonly compares: boolean;
  /** The stage stops at the first batch after this many milliseconds; the next call goes on. Null: to the end. */
  readonly budget: number | null;
};

export type PullOutput = {
  readonly done: boolean;
  readonly counts: RunCounts;
  readonly warnings: readonly CellWarning[];
  /** The reading as it stands: what the commit needs once it is done. */
  readonly checkpoint: Checkpoint;
};

/** DN: ⌈changed / 100⌉ + 2 at most for the adaptive start. Grist: `writeBatch` for each batch. */
export async function pull(workshop: Workshop, input: PullInput): Promise<PullOutput> {
  const { ports } = workshop;
  ports.journal.write({ type: 'phase', phase: 'lecture' });
  const { demarche, selection } = await workshop.form();
  const link = await workshop.link();
  const isBlank = await knowsNothing(workshop);
  const started = ports.clock.now();
  const isOver = () =>
    ports.stop.aborted || (input.budget !== null && ports.clock.now() - started >= input.budget);

  let checkpoint = resume(link, input, workshop) ?? begin(link, input, workshop, isBlank);
  let counts = NO_COUNTS;
  const warnings: CellWarning[] = [];
  const report = (outcome: Flushed) => {
    counts = addCounts(counts, outcome.counts);
    for (const warning of outcome.warnings) if (warnings.length < MAX_WARNINGS) warnings.push(warning);
    const total = checkpoint.full ? demarche.dossiersCount : null;
    ports.journal.write({ type: 'progress', phase: 'lecture', done: counts.read, total, counts });
  };

  for (;;) {
    const scan = await scanFrom(workshop, checkpoint, requestFor(checkpoint, isBlank, workshop), {
      selection,
      isOver,
      report,
      total: checkpoint.full && checkpoint.after === null ? demarche.dossiersCount : null,
    });
    checkpoint = scan.checkpoint;
    if (!scan.done) return { done: false, counts, warnings, checkpoint };
    if (checkpoint.order === 'updated') return { done: true, counts, warnings, checkpoint };
    // The first load by date of dépôt is over: what moved meanwhile follows, as in any delta.
    checkpoint = {
      ...checkpoint,
      order: 'updated',
      since: shift(checkpoint.startedAt, -OVERLAP),
      after: null,
    };
  }
}

type Scan = {
  readonly selection: Parameters<typeof pagesOf>[2];
  readonly isOver: () => boolean;
  readonly report: (outcome: Flushed) => void;
  /** Dossiers to be read in all; null when it is not known. */
  readonly total: number | null;
};

async function scanFrom(
  workshop: Workshop,
  start: Checkpoint,
  request: PageRequest,
  { selection, isOver, report, total }: Scan,
): Promise<{ readonly done: boolean; readonly checkpoint: Checkpoint }> {
  const { ports } = workshop;
  let checkpoint = start;
  let batch = emptyBatch(checkpoint, ports.clock.now());
  let writing: Promise<Flushed | null> = Promise.resolve(null);
  let isWriting = false;
  let done = false;
  let sent = 0;
  let left = total;
  let size = nextBatchSize(sent, left);
  const settle = async () => {
    const outcome = await writing;
    if (outcome !== null) report(outcome);
  };
  const send = async () => {
    await settle();
    const current = batch;
    isWriting = true;
    writing = flush(workshop, current).finally(() => {
      isWriting = false;
    });
    // Its failure is met at the next `settle`, not while a page is awaited.
    writing.catch(() => undefined);
    batch = emptyBatch(checkpoint, ports.clock.now());
    sent += 1;
    if (left !== null) left = Math.max(0, left - current.read);
    size = nextBatchSize(sent, left);
  };
  try {
    for await (const { page, after } of pagesOf(ports.source, request, selection, isOver)) {
      done = !page.hasNextPage;
      const sifted = await sift(workshop, page.dossiers, checkpoint.compares);
      checkpoint = { ...checkpoint, after, maxSeen: maxSeen(checkpoint.maxSeen, page.dossiers) };
      addPage(batch, sifted, page.dossiers.length, page.unreadable, checkpoint);
      const held = { writes: batch.changed.size, read: batch.read, age: ports.clock.now() - batch.openedAt };
      if (isDue(held, size, isWriting)) await send();
    }
    if (batch.read > 0 || batch.failures.length > 0) await send();
    await settle();
  } finally {
    // Nobody may take the lease over while a request of ours is on its way.
    await Promise.allSettled([writing]);
  }
  return { done, checkpoint };
}

/** The reading that was interrupted, when it is of this same scope and young enough. */
function resume(link: Link, input: PullInput, workshop: Workshop): Checkpoint | null {
  const { checkpoint } = link.cursor;
  if (checkpoint === null || checkpoint.scopeFingerprint !== input.scopeFingerprint) return null;
  const now = Date.parse(serverNow(workshop.ports));
  if (now - Date.parse(checkpoint.startedAt) > CHECKPOINT_LIFE) return null;
  const isLess = !checkpoint.full || (input.compares && !checkpoint.compares);
  return input.full && isLess ? null : checkpoint;
}

function begin(link: Link, input: PullInput, workshop: Workshop, isBlank: boolean): Checkpoint {
  const { watermark, scopeFingerprint } = link.cursor;
  const isChanged = watermark === null || scopeFingerprint !== input.scopeFingerprint;
  const isDelta = watermark !== null && !isChanged && !input.full;
  const byDepot = isBlank && workshop.settings.scope.depotDebut !== null;
  return {
    full: !isDelta,
    compares: isChanged || (input.full && input.compares),
    order: byDepot ? 'deposited' : 'updated',
    since: isDelta ? shift(watermark, -OVERLAP) : byDepot ? workshop.settings.scope.depotDebut : null,
    after: null,
    startedAt: serverNow(workshop.ports),
    maxSeen: null,
    scopeFingerprint: input.scopeFingerprint,
  };
}

/**
 * Filters that DN applies are only sent on a first load: in a delta, a dossier that leaves them would simply not be
 * listed, and its row would stay as it was for ever.
 */
function requestFor(checkpoint: Checkpoint, isBlank: boolean, workshop: Workshop): PageRequest {
  const { scope } = workshop.settings;
  const isWhole = checkpoint.order === 'deposited' || checkpoint.since === null;
  const filtered = isBlank && isWhole;
  return {
    order: checkpoint.order,
    since: checkpoint.since,
    after: checkpoint.after,
    state: filtered && scope.statuts.length === 1 ? (scope.statuts[0] ?? null) : null,
    archived: filtered && scope.archives !== 'tous' ? scope.archives === 'seulement' : null,
  };
}

function maxSeen(
  before: string | null,
  dossiers: readonly { readonly dates: { readonly derniereModification: string } }[],
): string | null {
  return dossiers.reduce((max, { dates }) => latest(max, dates.derniereModification), before);
}

/** Until a dossier has been written, DN's own filters are safe: none can leave them behind our back. */
async function knowsNothing({ ports, handle }: Workshop): Promise<boolean> {
  for await (const slice of ports.ledger.allKnown(handle.linkId)) if (slice.length > 0) return false;
  return true;
}
