// The bars of the chart: inside the drawing, in order, high as what they wrote.

import { expect, it } from 'vitest';
import type { HistoryLine } from '../../../lib/links/history/read';
import { barsOf, CHART } from './bars';

const run = (rank: number, changes: Partial<HistoryLine>): HistoryLine => ({
  ...{ id: `r${rank}`, rank, linkId: 'l', kind: 'sync', trigger: 'manuel', status: 'reussi' },
  ...{ requestedAt: new Date(0), requestedBy: null, startedAt: null, endedAt: new Date(rank * 1_000) },
  ...{
    cancelRequestedAt: null,
    cancelRequestedBy: null,
    scope: { mode: 'nouveautes' },
    statement: null,
    traffic: null,
    phases: {},
  },
  ...{ read: 0, added: 0, updated: 0, unchanged: 0, removed: 0, outOfScope: 0, failed: 0, warnings: 0 },
  ...{ duration: null, reason: null },
  ...changes,
});

it('stand inside the drawing, the last against its right edge', () => {
  const bars = barsOf(Array.from({ length: 40 }, (_, rank) => run(rank, { added: rank })));
  expect(bars).toHaveLength(CHART.bars);
  for (const { x, y, width, height } of bars) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(CHART.width);
    expect(y).toBeGreaterThan(0);
    expect(y + height).toBe(CHART.foot);
  }
  expect(bars.at(-1)).toMatchObject({ id: 'r39', written: 39 });
  expect((bars.at(-1)?.x ?? 0) + 12).toBeGreaterThan(CHART.width - 12);
  expect(bars.at(0)?.id).toBe('r10');
});

it('are as high as what they wrote, and never invisible', () => {
  const heights = barsOf([run(1, {}), run(2, { updated: 1 }), run(3, { added: 99, removed: 1 })]).map(
    ({ height }) => height,
  );
  expect(heights).toEqual([2, 9, 92]);
  expect(barsOf([run(1, {})])[0]?.height).toBe(2);
  expect(barsOf([])).toEqual([]);
});

it.each([
  ['reussi', 'bien'],
  ['avec_echecs', 'reserve'],
  ['echoue', 'echec'],
  ['interrompu', 'echec'],
  ['annule', 'annule'],
])('a run that is %s is told as « %s »', (status, outcome) => {
  expect(barsOf([run(1, { status })])[0]?.outcome).toBe(outcome);
});
