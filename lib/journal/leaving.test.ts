// Whoever leaves leaves nothing behind.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import { leaving } from './leaving';
import { eventStream } from './stream';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const silent = {
  async *follow(_run: string, _after: number, signal: AbortSignal) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    yield* [];
  },
};

/** Follows a run, and leaves; the reason tells whether anything still holds the request. */
async function follower(): Promise<WeakRef<object>> {
  const reason = { said: 'left' };
  const request = new AbortController();
  const stream = eventStream(silent, {
    ...{ runId: 'une', after: 0, signal: request.signal, pingMs: 5_000 },
    ...{ goesOn: async () => true, mayRead: async () => true },
  });
  const reader = stream.getReader();
  await reader.read();
  request.abort(reason);
  await reader.cancel();
  return new WeakRef(reason);
}

it('is forgotten with the request that they made', async () => {
  const followers: WeakRef<object>[] = [];
  for (let turn = 0; turn < 20; turn += 1) followers.push(await follower());
  await vi.waitFor(() => {
    collect();
    expect(followers.filter((follower) => follower.deref() !== undefined)).toHaveLength(0);
  });
});

it('is told at once of a request that is over, and after its time of one that is not', async () => {
  expect(leaving(AbortSignal.abort()).signal.aborted).toBe(true);
  vi.useFakeTimers();
  try {
    const left = leaving(new AbortController().signal, 1_000);
    expect(left.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(left.signal.aborted).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});
