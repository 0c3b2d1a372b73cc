// What a run says aloud, and how often.

import { expect, it } from 'vitest';
import type { Line } from './live-state';
import { heard, NOTHING_UNSAID, silence, spoken } from './voice';

const line = (type: string, sentence = type): Line => ({
  ...{ id: 1, at: '2026-11-23T10:00:00Z', type, sentence, data: null },
});

it('says nothing of progress, and sums up what failed', () => {
  const lines = [line('progression'), line('echec'), line('progression'), line('echec')];
  expect(spoken(lines.slice(0, 1).reduce(heard, NOTHING_UNSAID))).toBeNull();
  expect(spoken(lines.reduce(heard, NOTHING_UNSAID))).toBe('2\u00a0dossiers en échec.');
});

it('says only the latest of what nobody has heard', () => {
  const lines = [
    line('phase', 'Préparation.'),
    line('echec'),
    line('information', 'Une colonne a été ajoutée.'),
  ];
  expect(spoken(lines.reduce(heard, NOTHING_UNSAID))).toBe(
    'Une colonne a été ajoutée. 1\u00a0dossier en échec.',
  );
});

it.each([
  ['phase', 0, 60_000, 0],
  ['phase', 58_000, 60_000, 3_000],
  ['information', 60_000, 60_000, 5_000],
  ['fin', 60_000, 60_000, 0],
])('waits before a line of type %s, last said at %i, at %i: %i ms', (type, last, now, wait) => {
  expect(silence(line(type), last, now)).toBe(wait);
});
