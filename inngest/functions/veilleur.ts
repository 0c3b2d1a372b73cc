// `veilleur`: every minute, runs that their engine lost are recorded, told, and taken up again.

import type { Inngest } from 'inngest';
import { Failure } from '../../lib/errors/failure';
import { notifyLink } from '../../lib/links/notify';
import { watchRuns } from '../../lib/links/runs/watch';
import type { RunRequest } from '../../lib/run/ports';
import { lastEvents } from '../../lib/store/event-rows';
import { historyRow } from '../../lib/store/history-rows';
import type { LostRun } from '../../lib/store/lost-runs';
import { tellTheEnd } from '../conclude';
import { durably } from '../durable';
import { LINKS_DUE, POST_DUE, runEvent } from '../events';
import type { Works } from '../works';

export function veilleur(client: Inngest, works: Works) {
  return client.createFunction(
    { id: 'veilleur', triggers: [{ cron: '* * * * *' }], retries: 1 },
    async ({ step, attempt, runId }) => {
      const watched = await durably(step, { attempt, maxAttempts: 2 }, 'watch', async () => {
        const { lost, unclaimed, abandoned, concluded, deleted } = await watchRuns(works.service);
        const again = [];
        for (const ids of unclaimed) {
          const kind = await kindOf(works, ids);
          if (kind !== null) again.push({ ...ids, kind });
        }
        let messages = 0;
        for (const ids of [...lost, ...abandoned]) messages += await tell(works, ids);
        return { again, lost: lost.length, messages, concluded, deleted };
      });
      const { again, lost, messages } = watched;
      const events = [
        // Its announcement was lost: the same id would be dropped.
        ...again.map(({ kind, ...ids }) => runEvent(kind, ids, `:${runId}`)),
        ...(lost > 0 ? [{ name: LINKS_DUE, data: {} }] : []),
        ...(messages > 0 ? [{ name: POST_DUE, data: {} }] : []),
      ];
      if (events.length > 0) await step.sendEvent('announce', events);
      return { ...watched, again: again.length };
    },
  );
}

async function kindOf(works: Works, { runId }: LostRun): Promise<RunRequest['kind'] | null> {
  return (await unlessGone(historyRow(works.service.database, runId)))?.kind ?? null;
}

async function tell(works: Works, { runId, linkId }: LostRun): Promise<number> {
  const row = await unlessGone(historyRow(works.service.database, runId));
  if (row === null) return 0;
  if (row.code === 'EXECUTION_PERDUE' && row.endedAt !== null)
    await tellTheSilence(works, row.id, row.endedAt);
  await tellTheEnd(works, row);
  return (await unlessGone(notifyLink(works.service, linkId)))?.length ?? 0;
}

const AT = new Intl.DateTimeFormat('fr-FR', { timeStyle: 'medium', timeZone: 'Europe/Paris' });

/** @param since its last sign of life. A watchdog that is played again does not tell it twice. */
async function tellTheSilence({ service, workshops }: Works, runId: string, since: Date): Promise<void> {
  if ((await lastEvents(service.database, runId, 1)).some(({ type }) => type === 'fin')) return;
  const sentence = `Aucun signe de vie depuis ${AT.format(since)}\u00a0: cette exécution est tenue pour perdue.`;
  await workshops.tell(runId, (journal) => journal.write({ type: 'notice', sentence }));
}

/** The link may be deleted at any moment, and its runs with it. */
async function unlessGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (
      error instanceof Failure &&
      (error.code === 'EXECUTION_INCONNUE' || error.code === 'LIAISON_INCONNUE')
    )
      return null;
    throw error;
  }
}
