// `annuler`: somebody asked a run to stop. The wish is in Postgres, where the run's heart sees it within seconds; this only
// saves those seconds, and tells those who follow a run that had not begun that it is over.

import type { Inngest } from 'inngest';
import { concludeRun } from '../../lib/links/runs/conclude';
import { historyRow } from '../../lib/store/history-rows';
import { tellTheEnd } from '../conclude';
import { durably } from '../durable';
import { idsOf, SYNC_CANCELLED } from '../events';
import type { Works } from '../works';

const CANCEL_ASKED = 'Arrêt demandé : ce qui est en cours est terminé, puis l’exécution s’arrête.';

export function annuler(client: Inngest, works: Works) {
  return client.createFunction(
    { id: 'annuler', triggers: [{ event: SYNC_CANCELLED }], retries: 2 },
    async ({ event, step, attempt }) => {
      const ids = idsOf(event.data);
      if (ids === null) return { status: 'over' };
      return durably(step, { attempt, maxAttempts: 3 }, 'nudge', async () => {
        works.workshops.nudge(ids.runId);
        const row = await historyRow(works.service.database, ids.runId);
        if (row.endedAt === null) {
          await works.workshops.tell(ids.runId, (journal) =>
            journal.write({ type: 'notice', sentence: CANCEL_ASKED }),
          );
          return { status: 'nudged' };
        }
        await tellTheEnd(works, row);
        await concludeRun(works.service, ids.runId);
        return { status: row.status };
      });
    },
  );
}
