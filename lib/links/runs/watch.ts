// The watchdog: runs that their engine lost are recorded as lost, and taken up again from their cursor.

import { deleteLink, linksToDelete } from '../../store/link-deletion';
import { abandonUnclaimed, type LostRun, recordLost, silentRuns, unclaimedRuns } from '../../store/lost-runs';
import type { Service } from '../service';
import { concludeForgotten } from './conclude';

export type Watched = {
  /** Recorded as lost just now. Their links are due again (`planRuns`), unless they were lost too often in a row. */
  readonly lost: readonly LostRun[];
  /** Waiting, and taken up by nobody: announce them again. A second execution of a run that one has taken does nothing. */
  readonly unclaimed: readonly LostRun[];
  /** Announced often enough: recorded as never begun. */
  readonly abandoned: readonly LostRun[];
  readonly concluded: number;
  /** Links that could be deleted now that their run has ended. */
  readonly deleted: number;
};

/** Call it at least every minute. Each part may be played again, by several processes at once. */
export async function watchRuns(service: Service): Promise<Watched> {
  const lost: LostRun[] = [];
  for (const runId of await silentRuns(service)) {
    const run = await recordLost(service, runId);
    if (run !== null) lost.push(run);
  }
  const unclaimed = await unclaimedRuns(service);
  const abandoned = await abandonUnclaimed(service);
  const concluded = await concludeForgotten(service);
  let deleted = 0;
  for (const linkId of await linksToDelete(service.database)) {
    if ((await deleteLink(service, linkId, null)).status === 'supprimee') deleted += 1;
  }
  return { lost, unclaimed, abandoned, concluded, deleted };
}
