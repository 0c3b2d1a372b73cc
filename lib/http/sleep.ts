// Waiting, as something that can be injected and interrupted.

import { setTimeout as pause } from 'node:timers/promises';

/** Resolves after `ms`; rejects at once when the signal is aborted. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

export const realSleep: Sleep = async (ms, signal) => {
  await pause(ms, undefined, signal === undefined ? {} : { signal });
};
