// How a process of the site leaves when it is asked to: its runs first, then Next's server, which ends the process.

import type { EventEmitter } from 'node:events';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Puts `first` before whatever already listens to the signals: Next leaves as soon as its own requests are answered, and
 * would cut the steps in hand. Once: a second signal while `first` is at work goes to those who listened before, at once.
 */
export function leaveAfter(
  emitter: Pick<EventEmitter, 'listeners' | 'removeAllListeners' | 'once'>,
  first: () => Promise<void>,
): void {
  for (const signal of SIGNALS) {
    const before = emitter.listeners(signal);
    emitter.removeAllListeners(signal);
    emitter.once(signal, () => {
      const pass = (): void => {
        for (const listener of before) listener(signal);
      };
      emitter.once(signal, pass);
      // Whatever happened to the runs, the process leaves: they are taken up elsewhere.
      void first()
        .catch(() => undefined)
        .then(pass);
    });
  }
}
