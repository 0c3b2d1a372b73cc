// The Journal of a run that is kept in Postgres: in order, in batches, and never in the way of the run.

import type { FailureCode } from '../errors/catalogue';
import type { Clock, Journal, JournalEvent, RunCounts } from '../run/ports';
import type { Database } from '../store/database';
import { appendEvents, type NewEvent, thinProgress, toldSoFar } from '../store/event-rows';
import { endSentence, type RunEndStatus, sentenceOf } from './sentences';

/** Progress is told twice a second at most: only the latest counts. */
const PROGRESS_MS = 500;

/** What the database did not take is kept, up to here; progress is the first to go. */
const MAX_KEPT = 1_000;

const RETRY_MS = 1_000;

/** Progress older than this is thinned, once in so many rows. */
const FRESH_MS = 60_000;
const THIN_EVERY = 120;

export type RunJournal = Journal & {
  /** The last line of a run: whoever follows it knows that nothing comes after. */
  end(status: RunEndStatus, code: FailureCode | null): void;
  /** Writes what is left; resolves even when the database is gone. */
  close(): Promise<void>;
};

/**
 * One writer a run and a process at a time. A run goes on from what earlier steps told: `done` and the counts of the
 * conductor are those of one step, the journal's are those of the run.
 */
export async function openRunJournal(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  runId: string,
): Promise<RunJournal> {
  const told = await toldSoFar(database, runId);
  let phase = told.phase;
  let before = told.counts;
  let latest = told.counts;
  let queue: NewEvent[] = [];
  let progress: NewEvent | null = null;
  let progressAt = Number.NEGATIVE_INFINITY;
  let progressRows = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let closed = false;

  const line = (event: JournalEvent): NewEvent => {
    const { type: kind, ...data } = event;
    const at = new Date(clock.now());
    return { at, type: TYPES[kind], sentence: sentenceOf(event), data };
  };

  const schedule = (wait: number) => {
    if (timer !== null || closed) return;
    timer = setTimeout(() => {
      timer = null;
      void flush(false);
    }, wait);
    timer.unref();
  };

  const flush = async (everything: boolean): Promise<void> => {
    if (writing !== null) {
      await writing;
      return everything ? flush(true) : undefined;
    }
    const wait = progressAt + PROGRESS_MS - clock.now();
    const withProgress = progress !== null && (everything || wait <= 0);
    const batch = withProgress && progress !== null ? [...queue, progress] : queue;
    if (batch.length === 0) {
      if (progress !== null) schedule(Math.max(wait, 10));
      return;
    }
    queue = [];
    if (withProgress) {
      progress = null;
      progressAt = clock.now();
    }
    progressRows += batch.filter(({ type }) => type === 'progression').length;
    writing = appendEvents(database, runId, batch)
      .then(async () => {
        if (progressRows < THIN_EVERY) return;
        progressRows = 0;
        await thinProgress(database, runId, new Date(clock.now() - FRESH_MS));
      })
      .catch(() => {
        // A journal that cannot be written is no reason to stop a run. Later lines stay behind earlier ones.
        queue = [...batch.filter(({ type }) => type !== 'progression'), ...queue].slice(0, MAX_KEPT);
        schedule(RETRY_MS);
      })
      .finally(() => {
        writing = null;
      });
    await writing;
    if (queue.length > 0 || progress !== null) schedule(timer === null && queue.length > 0 ? 0 : PROGRESS_MS);
  };

  const push = (event: NewEvent) => {
    queue.push(event);
    schedule(0);
  };

  /** What a phase reached in the end is told before the next one begins. */
  const pushAfterProgress = (event: NewEvent) => {
    if (progress !== null) queue.push(progress);
    progress = null;
    push(event);
  };

  return {
    write(event) {
      switch (event.type) {
        case 'phase': {
          // Each step begins its phase again, and counts from zero.
          before = latest;
          if (event.phase === phase) return;
          phase = event.phase;
          return pushAfterProgress(line(event));
        }
        case 'progress': {
          const isReading = event.phase === 'lecture';
          const counts = isReading ? sum(before, event.counts) : event.counts;
          if (isReading) latest = counts;
          progress = line({ ...event, counts, done: isReading ? before.read + event.done : event.done });
          return schedule(Math.max(0, progressAt + PROGRESS_MS - clock.now()));
        }
        case 'notice':
        case 'failure':
          return push(line(event));
      }
    },
    end(status, code) {
      pushAfterProgress({
        ...{ at: new Date(clock.now()), type: 'fin', sentence: endSentence(status, code) },
        data: { status, code },
      });
    },
    async close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      closed = true;
      await flush(true);
    },
  };
}

const TYPES = {
  phase: 'phase',
  progress: 'progression',
  notice: 'information',
  failure: 'echec',
} as const satisfies Record<JournalEvent['type'], NewEvent['type']>;

function sum(left: RunCounts, right: RunCounts): RunCounts {
  return {
    read: left.read + right.read,
    added: left.added + right.added,
    updated: left.updated + right.updated,
    unchanged: left.unchanged + right.unchanged,
    removed: left.removed + right.removed,
    outOfScope: left.outOfScope + right.outOfScope,
    failed: left.failed + right.failed,
    warnings: left.warnings + right.warnings,
  };
}
