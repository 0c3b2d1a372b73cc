// The options of the two functions that carry runs.

import type { FailureEventArgs } from 'inngest';
import { type DroppedStep, dropped } from './dropped';
import type { Works } from './works';

/**
 * Exclusive by run: the same run announced twice is carried once. Not by link: an event that arrives while the function
 * of the run before is still saying goodbye would be dropped without a word (facts/inngest.md §2). One run a link, and
 * one writer a document, are held by Postgres: a unique index and the leases. The lane of the link only keeps a step that
 * was given up from being joined by its successor's.
 */
export function runOptions(works: Works, event: string) {
  return {
    triggers: [{ event }],
    singleton: { key: 'event.data.runId', mode: 'skip' as const },
    concurrency: [
      // As many as runs that may go on: none waits between two steps.
      { limit: works.limits.runs },
      { scope: 'env' as const, key: 'event.data.linkId', limit: 1 },
    ] satisfies [{ limit: number }, { scope: 'env'; key: string; limit: number }],
    retries: 4 as const,
    timeouts: { finish: works.limits.finish as `${number}h` },
    onFailure: ({ event: failed, step }: FailureEventArgs & { readonly step: DroppedStep }) =>
      dropped(works, step, { ...failed.data.event.data }, failed.data.run_id),
  };
}
