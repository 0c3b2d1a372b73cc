// Following somebody's links: looks again when a run tells something, and now and then for what nobody tells (a pause, a
// right that was given). Looks are spaced, so that a run that tells a lot costs no more.

import type { Service } from '../service';
import { type DashboardNews, newsBetween, stateOf } from './changes';
import { type DashboardLine, readDashboard } from './read';

/** Who tells that a run told something. Returns how to stop listening. */
export type Notices = { onNotice(listener: (runId: string) => void): () => void };

export type FollowOptions = {
  readonly userId: string;
  /** One link only; null: all of them. */
  readonly only: string | null;
  readonly signal: AbortSignal;
  /** Asked at each look: may this person still follow? */
  readonly goesOn: () => Promise<boolean>;
  /** For tests: milliseconds between two looks at least, and at most. */
  readonly pace?: { readonly least: number; readonly most: number };
};

const PACE = { least: 1_000, most: 10_000 } as const;

/**
 * A look is followed by a rest of so many times what it took. With many followers, or many links, or a server that is busy,
 * looks take longer: they are then spaced by themselves, instead of adding to what makes them slow.
 */
const REST = 20;

/** Milliseconds until the next look that news may bring. Pure. */
export function restAfter(
  tookMs: number,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  return Math.min(most, Math.max(least, tookMs * REST));
}

/** Notices about runs of others, remembered so that each wakes us once. */
const MOST_FOREIGN = 2_000;

/**
 * What is so comes first, then what changes. Null: a look that found nothing new, a sign of life. Ends when it is aborted, or
 * may not go on.
 */
export async function* followDashboard(
  service: Service,
  notices: Notices,
  { userId, only, signal, goesOn, pace = PACE }: FollowOptions,
): AsyncGenerator<DashboardNews | null> {
  const foreign = new Set<string>();
  const noticed = new Set<string>();
  let wake: () => void = () => undefined;
  const stop = notices.onNotice((runId) => {
    if (foreign.has(runId)) return;
    noticed.add(runId);
    wake();
  });
  const leave = () => wake();
  signal.addEventListener('abort', leave);
  try {
    let before = await readDashboard(service, userId, only);
    yield { kind: 'etats', state: stateOf(before), changed: [] };
    let rest = pace.least;
    while (!signal.aborted) {
      await pause(rest, signal);
      if (noticed.size === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pace.most - rest);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (signal.aborted || !(await goesOn())) return;
      const told = [...noticed];
      noticed.clear();
      const began = performance.now();
      const after = await readDashboard(service, userId, only);
      rest = restAfter(performance.now() - began, pace);
      const mine = runsOf(after);
      for (const runId of told) if (!mine.has(runId)) remember(foreign, runId);
      yield newsBetween(before, after);
      before = after;
    }
  } finally {
    stop();
    signal.removeEventListener('abort', leave);
  }
}

function runsOf(lines: readonly DashboardLine[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap(({ openRunId, last }) => [openRunId, last?.runId ?? null].filter((id) => id !== null)),
  );
}

function remember(foreign: Set<string>, runId: string): void {
  if (foreign.size >= MOST_FOREIGN) foreign.clear();
  foreign.add(runId);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
