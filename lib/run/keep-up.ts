// Keeping up: after the delta and the lists of deletions, the readings that catch what neither tells, when they are due.
// Each is made of bounded pieces; whatever is not whole changes nothing of what the next run owes.

import type { FailureCode } from '../errors/catalogue';
import type { CellWarning } from '../sync/model/operation';
import { askAlone } from './alone';
import { type CensusSummary, takeCensus } from './census';
import { addCounts, NO_COUNTS } from './counts';
import type { Checkpoint, LinkCursor, RunCounts, UpkeepCursor } from './ports';
import { type PullInput, pull } from './pull';
import { type RereadPlace, reread } from './reread';
import type { Conducted } from './stages';
import { isRevised, rebaseAfter, type Upkeep } from './upkeep';
import { room, trimmed } from './warnings';

/** What a report tells of the readings beyond the delta; null: not due. */
export type UpkeepReport = {
  /** Everything was read again, and compared with the document or with what was remembered of it. */
  readonly full: 'comparee' | 'relue' | null;
  /** Unfinished dossiers read again because of a revision. */
  readonly reread: number | null;
  readonly census: CensusReport | null;
};

export type CensusReport =
  | { readonly status: 'failed'; readonly code: FailureCode }
  | ({ readonly status: 'done'; readonly absent: number } & CensusSummary);

export type KeptUp = {
  /** Null: stopped on the way. */
  readonly checkpoint: Checkpoint | null;
  readonly counts: RunCounts;
  readonly warnings: readonly CellWarning[];
  readonly report: UpkeepReport;
};

export type KeepUpInput = Upkeep & Pick<PullInput, 'scopeFingerprint' | 'budget'>;

/** `told`: warnings that the run has met so far. */
export async function keepUp(
  stages: Conducted,
  input: KeepUpInput,
  whole: Checkpoint,
  told: number,
): Promise<KeptUp> {
  const { budget } = input;
  let counts = NO_COUNTS;
  let checkpoint: Checkpoint | null = whole;
  const warnings: CellWarning[] = [];
  let rereadCount: number | null = null;
  let census: CensusReport | null = null;
  const add = (outcome: { readonly counts: RunCounts; readonly warnings: readonly CellWarning[] }) => {
    counts = addCounts(counts, outcome.counts);
    for (const warning of outcome.warnings) warnings.push(warning);
  };
  const isStopped = () => stages.isStopped();
  const left = () => room(told + warnings.length);

  // A reading of everything has just read them.
  if (input.reread && !whole.full) {
    let place: RereadPlace | null = { state: 0, after: null };
    rereadCount = 0;
    for (let turn = 1; place !== null && !isStopped(); turn += 1) {
      const here: RereadPlace = place;
      const piece = await stages.run(`reread-${turn}`, async (workshop) =>
        trimmed(await reread(workshop, { place: here, budget }), left()),
      );
      add(piece);
      rereadCount += piece.counts.read;
      place = piece.next;
    }
  }
  if (input.census && !isStopped()) {
    const readingStartedAt = whole.startedAt;
    let taken = await stages.run('census-1', (workshop) =>
      takeCensus(workshop, { readingStartedAt, budget }),
    );
    for (let turn = 2; taken.status === 'unfinished' && !isStopped(); turn += 1) {
      taken = await stages.run(`census-${turn}`, (workshop) =>
        takeCensus(workshop, { readingStartedAt, budget }),
      );
    }
    if (taken.status === 'failed') census = taken;
    if (taken.status === 'done') {
      if (taken.everything && !whole.full) {
        checkpoint = null;
        const everything = { ...input, full: true, compares: false };
        for (let turn = 1; checkpoint === null && !isStopped() && !stages.isFull(); turn += 1) {
          const pulled = await stages.run(`pull-all-${turn}`, async (workshop) =>
            trimmed(await pull(workshop, everything), left()),
          );
          add(pulled);
          if (pulled.done) checkpoint = pulled.checkpoint;
        }
      }
      let absent = 0;
      let next: number | null = taken.toAsk > 0 ? 0 : null;
      for (let turn = 1; next !== null && !isStopped(); turn += 1) {
        const from: number = next;
        const asked = await stages.run(`alone-${turn}`, async (workshop) =>
          trimmed(await askAlone(workshop, { from, budget }), left()),
        );
        add(asked);
        absent += asked.absent;
        next = asked.next;
      }
      census = { ...taken, absent };
    }
  }
  const read = checkpoint ?? whole;
  return {
    checkpoint: isStopped() ? null : checkpoint,
    counts,
    warnings,
    report: {
      full: read.full && !input.first ? (read.compares ? 'comparee' : 'relue') : null,
      reread: rereadCount,
      census,
    },
  };
}

/**
 * The cursor of these readings as a complete run leaves it: only what went to its end moves it. A first load has just
 * seen everything, so that nothing can be missing.
 *
 * @param looked unfinished dossiers were to be read again in this run.
 */
export function keptCursor(
  before: LinkCursor,
  checkpoint: Checkpoint,
  { census }: UpkeepReport,
  looked: boolean,
  active: string,
  now: string,
): UpkeepCursor & { readonly activeRevisionId: string | null } {
  const isDone = census?.status === 'done' && census.refused === 0 && census.waiting === 0;
  const revised = isRevised(before, active);
  const isOver = census?.status === 'done' && census.unrebased === 0;
  return {
    census: isDone || before.watermark === null ? checkpoint.startedAt : before.census,
    full: checkpoint.full ? checkpoint.startedAt : before.full,
    pendingRebase: looked
      ? rebaseAfter(revised ? null : before.pendingRebase, isOver, now)
      : before.pendingRebase,
    // Not looked at: what the new revision asks for is still owed.
    activeRevisionId: looked || !revised ? active : before.activeRevisionId,
  };
}
