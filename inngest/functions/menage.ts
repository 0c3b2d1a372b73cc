// `menage`: every night, what is over is forgotten: details of old runs, sessions, leases of nobody, the engine's memory.

import type { Inngest } from 'inngest';
import { DETAIL_DAYS, keepHouse } from '../../lib/links/house';
import { durably } from '../durable';
import type { Works } from '../works';

/** The engine's own memory only serves to look into trouble. */
const ENGINE_DAYS = 7;

export function menage(client: Inngest, works: Works) {
  return client.createFunction(
    { id: 'menage', triggers: [{ cron: 'TZ=Europe/Paris 30 3 * * *' }], retries: 2 },
    async ({ step, attempt }) => {
      const attempts = { attempt, maxAttempts: 3 };
      const cleaned = await durably(step, attempts, 'runs', () => keepHouse(works.service));
      await durably(step, attempts, 'access', async () => {
        await works.access.sweep(new Date(works.service.clock.now()));
        return {};
      });
      const { engine } = works;
      if (engine === null) return { cleaned };
      const swept = await durably(step, attempts, 'engine', () =>
        engine.sweep({ keepDays: ENGINE_DAYS, abandonDays: DETAIL_DAYS }),
      );
      return { cleaned, swept };
    },
  );
}
