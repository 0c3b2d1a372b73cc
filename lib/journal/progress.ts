// The arithmetic of progress: how far, how fast, how long still. What is not known is null, never guessed.

import type { Phase, RunCounts } from '../run/ports';

export type Sample = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly phase: Phase;
  readonly done: number;
  readonly total: number | null;
  readonly counts: RunCounts;
};

export type Progress = Sample & {
  /** The last minute of this phase, oldest first: what the rate is measured on. */
  readonly points: readonly Point[];
};

type Point = { readonly at: number; readonly done: number };

export type Shown = {
  readonly phase: Phase;
  readonly done: number;
  readonly total: number | null;
  readonly counts: RunCounts;
  /** Milliseconds since the run began. */
  readonly elapsed: number;
  /** Dossiers a second, over the last minute; null while too little is known, or when nothing moves any more. */
  readonly rate: number | null;
  /** Milliseconds; null while it is unknown or changes too much to be told. */
  readonly left: number | null;
};

const WINDOW = 60_000;
/** Enough points over a minute, whatever the pace of the samples. */
const MAX_POINTS = 120;
/** A rate measured on less than this means nothing. */
const SHORTEST = 10_000;
const FEWEST = 3;
/** Both halves of the window agree to within this factor, or the time left is not told. */
const STEADY = 2;
/** Nothing new for this long: nobody knows any more. */
const STALLED = 45_000;

/** Pure. A new phase, or a count that went back, starts the measure again. */
export function advance(progress: Progress | null, sample: Sample): Progress {
  const point = { at: sample.at, done: sample.done };
  const goesOn = progress !== null && progress.phase === sample.phase && progress.done <= sample.done;
  const points = goesOn ? [...progress.points, point] : [point];
  const recent = points.filter(({ at }) => at >= sample.at - WINDOW).slice(-MAX_POINTS);
  return { ...sample, points: recent };
}

/** Pure. What is shown at `now` of a run that began at `startedAt`. */
export function shownAt(progress: Progress, startedAt: number, now: number): Shown {
  const { phase, done, total, counts } = progress;
  const rate = now - progress.at > STALLED ? null : rateOf(progress.points);
  const left = rate === null || total === null ? null : timeLeft(progress.points, total - done, rate);
  // Counting down between two samples, and never below zero.
  const since = now - progress.at;
  return {
    ...{ phase, done, total, counts, rate },
    elapsed: Math.max(0, now - startedAt),
    left: left === null ? null : Math.max(0, left - since),
  };
}

function rateOf(points: readonly Point[]): number | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < FEWEST) return null;
  const spent = last.at - first.at;
  const made = last.done - first.done;
  return spent < SHORTEST || made <= 0 ? null : (made * 1000) / spent;
}

/** Null when there is more done than was announced, or when the pace is not steady. */
function timeLeft(points: readonly Point[], remaining: number, rate: number): number | null {
  if (remaining < 0) return null;
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const middle = (first.at + last.at) / 2;
  const half = points.findLast(({ at }) => at <= middle) ?? first;
  const early = (half.done - first.done) / Math.max(1, half.at - first.at);
  const late = (last.done - half.done) / Math.max(1, last.at - half.at);
  const [slow, fast] = early < late ? [early, late] : [late, early];
  // A single point in the first half says nothing of it.
  if (half !== first && (slow <= 0 || fast / slow > STEADY)) return null;
  return (remaining * 1000) / rate;
}
