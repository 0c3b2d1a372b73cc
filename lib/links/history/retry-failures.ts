// « Réessayer ces dossiers »: they come first in a run that is asked for at once.

import { askRetry } from '../../store/history-rows';
import type { RequestAnswer } from '../../store/run-requests';
import { requestRun } from '../runs/request';
import type { Service } from '../service';

/**
 * `dossiers` null: every open failure of the link. A run that goes on is the one that is answered: it may already be
 * past its retries, and they then come first in the next one. Throws LIAISON_INCONNUE.
 */
export async function retryFailures(
  service: Service,
  demand: {
    readonly linkId: string;
    readonly dossiers: readonly number[] | null;
    readonly by: string | null;
  },
): Promise<RequestAnswer & { readonly dossiers: number }> {
  const { linkId, by } = demand;
  const at = new Date(service.clock.now());
  const dossiers = await askRetry(service.database, linkId, demand.dossiers, at);
  const answer = await requestRun(service, { linkId, trigger: 'manuel', by, scope: { mode: 'echecs' } });
  return { ...answer, dossiers };
}
