// `decider`: carries what takes a change of the structure back, from its request to its end.

import type { Inngest } from 'inngest';
import { carry } from '../carry';
import { DECISION_REQUESTED, idsOf } from '../events';
import { runOptions } from '../run-options';
import type { Works } from '../works';

export function decider(client: Inngest, works: Works) {
  return client.createFunction(
    { id: 'decider', ...runOptions(works, DECISION_REQUESTED) },
    async ({ event, step, runId, attempt, maxAttempts }) => {
      const ids = idsOf(event.data);
      return ids === null ? { status: 'over' } : carry(works, step, { attempt, maxAttempts }, ids, runId);
    },
  );
}
