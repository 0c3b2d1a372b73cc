// `planificateur`: every minute, the links that are due get their run, each announced once.

import type { Inngest } from 'inngest';
import { planRuns } from '../../lib/links/runs/plan';
import { durably } from '../durable';
import { LINKS_DUE, runEvent } from '../events';
import type { Works } from '../works';

export function planificateur(client: Inngest, works: Works) {
  return client.createFunction(
    { id: 'planificateur', triggers: [{ cron: '* * * * *' }, { event: LINKS_DUE }], retries: 1 },
    async ({ step, attempt }) => {
      const waiting = await durably(step, { attempt, maxAttempts: 2 }, 'plan', async () => {
        const planned = await planRuns(works.service);
        return planned.flatMap(({ runId, linkId, waiting: isWaiting }) =>
          isWaiting ? [{ runId, linkId }] : [],
        );
      });
      if (waiting.length > 0) {
        await step.sendEvent(
          'announce',
          waiting.map((ids) => runEvent('sync', ids)),
        );
      }
      return { announced: waiting.length };
    },
  );
}
