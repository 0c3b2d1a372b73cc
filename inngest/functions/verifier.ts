// `verifier`: carries a verification from its request to its end.

import type { Inngest } from 'inngest';
import { carry } from '../carry';
import { idsOf, VERIFY_REQUESTED } from '../events';
import { runOptions } from '../run-options';
import type { Works } from '../works';

export function verifier(client: Inngest, works: Works) {
  return client.createFunction(
    { id: 'verifier', ...runOptions(works, VERIFY_REQUESTED) },
    async ({ event, step, runId, attempt, maxAttempts }) => {
      const ids = idsOf(event.data);
      return ids === null ? { status: 'over' } : carry(works, step, { attempt, maxAttempts }, ids, runId);
    },
  );
}
