// What a document's widget hears of a run: how far it is, and nothing that names a dossier or quotes an instance.

import { expect, it } from 'vitest';
import type { EventRow } from '../store/event-rows';
import { impersonal } from './impersonal';
import { eventStream } from './stream';

const line = (id: number, type: string, sentence: string): EventRow => ({
  ...{ id, type, sentence, at: new Date(0), data: {} },
});

const SLICES = [
  [line(1, 'phase', 'Lecture.'), line(2, 'information', 'La démarche de Madame Untel.')],
  [line(3, 'echec', 'Dossier 424242 : refusé.')],
  [line(4, 'progression', '25 dossiers.'), line(5, 'fin', 'Terminé.')],
];

const hub = {
  async *follow() {
    yield* SLICES;
  },
};

it('keeps phases, progress and the end', async () => {
  const stream = eventStream(impersonal(hub), {
    ...{ runId: 'une', after: 0, signal: new AbortController().signal },
    ...{ goesOn: async () => true, mayRead: async () => true },
  });
  const text = await new Response(stream).text();
  expect([...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))).toEqual([1, 4, 5]);
  expect(text).not.toMatch(/Untel|424242/);
  expect(text).toContain('event: fin');
});
