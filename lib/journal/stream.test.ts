// Who may follow a run is asked again while its lines flow, not only while it is silent.

import { expect, test } from 'vitest';
import type { EventRow } from '../store/event-rows';
import { eventStream } from './stream';

/** A run that never stops telling. */
const talkative = {
  async *follow(): AsyncGenerator<readonly EventRow[]> {
    for (let id = 1; ; id += 1)
      yield [{ id, at: new Date(0), type: 'information', sentence: `ligne ${id}`, data: {} }];
  },
};

test('somebody who is removed while a run tells line after line reads no more of it', async () => {
  let reads = 0;
  const stream = eventStream(talkative, {
    ...{ runId: 'x', after: 0, signal: new AbortController().signal, pingMs: 0 },
    goesOn: async () => true,
    mayRead: async () => ++reads < 3,
  });
  let text = '';
  let chunks = 0;
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    chunks += 1;
    if (chunks > 20) break;
  }
  expect(text).toContain('ligne 1');
  expect(text).not.toContain('ligne 9');
  expect(text).toMatch(/event: fin\ndata: \{\}\n\n$/);
});
