// Re-reading: the unfinished dossiers, when DN attaches them to a new revision without moving any date
// (facts/demarches.md §0.5, §7.4).

import type { CellWarning } from '../sync/model/operation';
import { addPage, emptyBatch, type Flushed, flush } from './batch';
import { isDue } from './batch-size';
import { addCounts, NO_COUNTS } from './counts';
import { pagesOf } from './pages';
import type { RunCounts } from './ports';
import { sift } from './sift';
import { unfinishedStates } from './upkeep';
import type { Workshop } from './workshop';

/** Where the re-reading stands: which state, and the cursor in it. */
export type RereadPlace = { readonly state: number; readonly after: string | null };

export type Reread = {
  /** Null once it is over. */
  readonly next: RereadPlace | null;
  readonly counts: RunCounts;
  readonly warnings: readonly CellWarning[];
};

/**
 * In order of dépôt: whole for what was there when it began; the delta and the census cover the rest.
 *
 * DN: ⌈unfinished / 100⌉ + 1. Grist: a read and a write for each batch that has something to write.
 */
export async function reread(
  workshop: Workshop,
  { place, budget }: { readonly place: RereadPlace; readonly budget: number | null },
): Promise<Reread> {
  const { ports, settings } = workshop;
  ports.journal.write({ type: 'phase', phase: 'relecture' });
  const { selection } = await workshop.form();
  const started = ports.clock.now();
  const isOver = () => ports.stop.aborted || (budget !== null && ports.clock.now() - started >= budget);
  const states = unfinishedStates(settings.scope);
  let counts = NO_COUNTS;
  const warnings: CellWarning[] = [];
  const note = (outcome: Flushed) => {
    counts = addCounts(counts, outcome.counts);
    warnings.push(...outcome.warnings);
    ports.journal.write({ type: 'progress', phase: 'relecture', done: counts.read, total: null, counts });
  };
  let { after } = place;
  for (const [rank, state] of states.entries()) {
    if (rank < place.state) continue;
    const request = { order: 'deposited', since: null, after, state, archived: null } as const;
    let batch = emptyBatch(null, ports.clock.now());
    let hasMore = true;
    for await (const { page, after: reached } of pagesOf(ports.source, request, selection, isOver)) {
      const sifted = await sift(workshop, page.dossiers, false);
      addPage(batch, sifted, page.dossiers.length, page.unreadable, null);
      after = reached;
      hasMore = page.hasNextPage;
      const held = { writes: batch.changed.size, read: batch.read, age: ports.clock.now() - batch.openedAt };
      if (!isDue(held, BATCH_WRITES, false)) continue;
      note(await flush(workshop, batch));
      batch = emptyBatch(null, ports.clock.now());
    }
    if (batch.read > 0 || batch.failures.length > 0) note(await flush(workshop, batch));
    if (hasMore) return { next: { state: rank, after }, counts, warnings };
    after = null;
    if (isOver() && rank + 1 < states.length)
      return { next: { state: rank + 1, after: null }, counts, warnings };
  }
  return { next: null, counts, warnings };
}

const BATCH_WRITES = 1000;
