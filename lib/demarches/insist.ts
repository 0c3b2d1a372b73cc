// Asks until there is an answer or no hope left, for questions that have no size.

import type { Sleep } from '../http/sleep';
import type { Reply } from './ask';
import { FRESH, type Limits, nextStep, USUAL_LIMITS } from './errors/patience';
import { pause } from './pause';

export type Answered = Extract<Reply, { status: 'answered' }>;

/** Throws the last verdict's failure. `limits`: how much patience; the usual one by default. */
export type Insist = (ask: () => Promise<Reply>, limits?: Limits) => Promise<Answered>;

export type InsistOptions = {
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
  readonly onRetry: () => void;
};

export function makeInsist({ sleep, random, signal, onRetry }: InsistOptions): Insist {
  return async (ask, limits = USUAL_LIMITS) => {
    let patience = FRESH;
    for (;;) {
      const reply = await ask();
      if (reply.status === 'answered') return reply;
      const next = nextStep(reply.verdict, patience, null, limits, random);
      if (next.step === 'stop') throw reply.verdict.failure;
      patience = next.patience;
      onRetry();
      await pause(next.waitMs, sleep, signal);
    }
  };
}
