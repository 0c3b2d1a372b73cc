// What a run's page shows, line after line.

import { describe, expect, it } from 'vitest';
import { firstState, LISTED, type Line, told } from './live-state';

const COUNTS = {
  ...{ read: 10, added: 4, updated: 3, unchanged: 3 },
  ...{ removed: 0, outOfScope: 0, failed: 0, warnings: 1 },
};

const line = (id: number, type: string, data: unknown = {}): Line => ({
  ...{ id, type, data, sentence: `ligne ${id}` },
  at: new Date(Date.UTC(2026, 10, 23, 8, 0, id)).toISOString(),
});

const progress = (id: number, done: number) =>
  line(id, 'progression', { phase: 'lecture', done, total: 100, counts: { ...COUNTS, read: done } });

describe('the state of a run', () => {
  it('goes from phase to phase, a phase met again being the one that goes on', () => {
    const lines = ['preparation', 'lecture', 'suppressions', 'lecture'].map((phase, index) =>
      line(index + 1, 'phase', { phase }),
    );
    expect(firstState(lines, [], false).phases).toEqual(['preparation', 'suppressions', 'lecture']);
    expect(firstState([], ['preparation', 'structure'], false).phases).toEqual(['preparation', 'structure']);
  });

  it('keeps the latest counts, and measures its progress within a phase', () => {
    const state = [progress(1, 10), progress(6, 20), progress(12, 30)].reduce(
      told,
      firstState([], [], false),
    );
    expect(state.counts?.read).toBe(30);
    expect(state.progress).toMatchObject({ done: 30, total: 100 });
    expect(state.progress?.points).toHaveLength(3);
    const later = told(state, line(13, 'phase', { phase: 'suppressions' }));
    expect(later.progress).toBeNull();
    expect(later.counts?.read).toBe(30);
  });

  it('lists everything but progress, within a bound, and each line once', () => {
    let state = firstState([], [], false);
    for (let id = 1; id <= LISTED + 20; id += 1) state = told(state, line(id, 'information'));
    state = told(state, progress(LISTED + 21, 5));
    const again = told(state, line(LISTED, 'information'));
    expect(again).toBe(state);
    expect(state.log).toHaveLength(LISTED);
    expect(state.log.at(-1)?.id).toBe(LISTED + 20);
    expect(state.last).toBe(LISTED + 21);
  });

  it('counts failures and knows the end', () => {
    const state = [line(1, 'echec'), line(2, 'echec'), line(3, 'fin')].reduce(
      told,
      firstState([], [], false),
    );
    expect(state).toMatchObject({ failures: 2, over: true });
  });

  it.each([[null], [{}], [{ done: 'dix', counts: COUNTS }], [{ done: 1, counts: { read: 1 } }]])(
    'is not troubled by a progress of %j',
    (data) => {
      const state = told(firstState([], [], false), line(1, 'progression', data));
      expect(state).toMatchObject({ last: 1, progress: null, counts: null });
    },
  );
});
