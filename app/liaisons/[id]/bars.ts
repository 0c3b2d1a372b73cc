// The bars of the chart of runs: where each stands and how high it is. Pure.

import { countsWords, runStatusWords } from '../../../components/run/words';
import type { HistoryLine } from '../../../lib/links/history/read';
import { inFull } from '../../dates';

/** In units of the drawing: the bars stand on `foot`, marks are written under it. */
export const CHART = { width: 360, height: 112, foot: 96, bars: 30 } as const;

const STEP = CHART.width / CHART.bars;
const THICK = 8;

/** What wrote nothing still shows that it ran. */
const LOWEST = 2;

/** A run that went to its end, one that left something aside, one that did not. */
export type Outcome = 'bien' | 'reserve' | 'echec' | 'annule';

export type Bar = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly outcome: Outcome;
  readonly title: string;
  readonly endedAt: Date;
  readonly status: string;
  readonly written: number;
  readonly failed: number;
};

/** The last ones against the right edge. Heights follow the square root: one dossier shows beside a first load. */
export function barsOf(runs: readonly HistoryLine[]): readonly Bar[] {
  const shown = runs.slice(-CHART.bars);
  const most = Math.max(1, ...shown.map(writtenBy));
  return shown.map((run, index) => {
    const written = writtenBy(run);
    const height = Math.max(LOWEST, Math.round(Math.sqrt(written / most) * (CHART.foot - 4)));
    const endedAt = run.endedAt ?? run.requestedAt;
    return {
      ...{ id: run.id, width: THICK, height, written, failed: run.failed, endedAt, status: run.status },
      x: CHART.width - (shown.length - index) * STEP + (STEP - THICK) / 2,
      y: CHART.foot - height,
      outcome: outcomeOf(run.status),
      title: `${inFull(endedAt)} : ${runStatusWords(run.status).toLowerCase()}, ${countsWords(run)}`,
    };
  });
}

function writtenBy({ added, updated, removed }: HistoryLine): number {
  return added + updated + removed;
}

function outcomeOf(status: string): Outcome {
  switch (status) {
    case 'reussi':
      return 'bien';
    case 'avec_echecs':
      return 'reserve';
    case 'annule':
      return 'annule';
    default:
      return 'echec';
  }
}
