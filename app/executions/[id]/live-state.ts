// What a run's page shows, from the lines that the run tells one after the other. Pure: the server's first words and the
// browser's next ones come from the same arithmetic.

import { advance, type Progress } from '../../../lib/journal/progress';
import type { Phase, RunCounts } from '../../../lib/run/ports';

/** A line of the journal as the stream gives it. `at`: ISO instant of the server's clock. */
export type Line = {
  readonly id: number;
  readonly at: string;
  readonly type: string;
  readonly sentence: string;
  readonly data: unknown;
};

export type LiveState = {
  /** Id of the last line, 0 before the first: where one comes back to. */
  readonly last: number;
  /** Phases begun, in order, each once; the last one goes on. */
  readonly phases: readonly string[];
  readonly progress: Progress | null;
  /** Latest counts of the whole run; null while none was told. */
  readonly counts: RunCounts | null;
  /** What is listed, the oldest first: everything but progress. */
  readonly log: readonly Line[];
  /** Dossiers told to have failed since the page began. */
  readonly failures: number;
  readonly over: boolean;
};

/** Lines listed; the whole journal can be downloaded. */
export const LISTED = 300;

/** `phases`: those that the run began before the first line that is given. */
export function firstState(lines: readonly Line[], phases: readonly string[], over: boolean): LiveState {
  const empty: LiveState = {
    ...{ last: 0, phases: [...new Set(phases)], progress: null, counts: null, log: [], failures: 0 },
    over: false,
  };
  return { ...lines.reduce(told, empty), over };
}

/** A line that was already told changes nothing. */
export function told(state: LiveState, line: Line): LiveState {
  if (line.id <= state.last) return state;
  const next = { ...state, last: line.id };
  switch (line.type) {
    case 'progression':
      return withProgress(next, line);
    case 'phase':
      return { ...logged(next, line), phases: begun(state.phases, line.data), progress: null };
    case 'echec':
      return { ...logged(next, line), failures: state.failures + 1 };
    case 'fin':
      return { ...logged(next, line), over: true };
    default:
      return logged(next, line);
  }
}

function logged(state: LiveState, line: Line): LiveState {
  return { ...state, log: [...state.log, line].slice(-LISTED) };
}

function begun(phases: readonly string[], data: unknown): readonly string[] {
  const phase = property(data, 'phase');
  if (typeof phase !== 'string') return phases;
  return [...phases.filter((one) => one !== phase), phase];
}

function withProgress(state: LiveState, { at, data }: Line): LiveState {
  const done = property(data, 'done');
  const total = property(data, 'total');
  const counts = countsOf(property(data, 'counts'));
  if (typeof done !== 'number' || counts === null) return state;
  const sample = {
    ...{ at: Date.parse(at), phase: property(data, 'phase') as Phase, done, counts },
    total: typeof total === 'number' ? total : null,
  };
  return { ...state, counts, progress: advance(state.progress, sample) };
}

const NAMES = [
  ...(['read', 'added', 'updated', 'unchanged'] as const),
  ...(['removed', 'outOfScope', 'failed', 'warnings'] as const),
];

function countsOf(value: unknown): RunCounts | null {
  const entries = NAMES.map((name) => [name, property(value, name)] as const);
  return entries.every(([, count]) => typeof count === 'number')
    ? (Object.fromEntries(entries) as RunCounts)
    : null;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
