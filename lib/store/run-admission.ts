// How many runs go on at once. Engines limit steps, not runs (facts/inngest.md §3): were more begun than steps can be made,
// each would wait for its turn between two steps until its lease dies.

import type { Clock } from '../run/ports';
import type { Database } from './database';
import { isIdentifier } from './identifier';
import { guarded } from './store-failure';

/**
 * May this run begin, when at most `most` go on? Those of the terminal are not counted: nobody here makes their steps. One
 * that waits gives a sign of life, so that nobody announces it again. Two that ask at once may both be let in.
 */
export async function admits(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  runId: string,
  most: number,
): Promise<boolean> {
  if (!isIdentifier(runId)) return true;
  return guarded(async () => {
    const busy = await database.client.run.count({
      where: { endedAt: null, status: 'en_cours', trigger: { not: 'cli' }, id: { not: runId } },
    });
    if (busy < most) return true;
    const { count } = await database.client.run.updateMany({
      where: { id: runId, endedAt: null, status: 'en_attente' },
      data: { aliveAt: new Date(clock.now()) },
    });
    // None: it has begun already, or is over; that is for its start to say.
    return count === 0;
  });
}
