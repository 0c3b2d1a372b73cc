// « Réessayer ces dossiers »: a run of these alone, asked for at once.

import { askRetry } from '../../store/history-rows';
import type { RequestAnswer } from '../../store/run-requests';
import { requestRun } from '../runs/request';
import type { Service } from '../service';

/**
 * `dossiers` null: every open failure of the link. Two hundred at most in one run: the others, and all of them when a run
 * that goes on is the one that is answered, come first in the next one. Throws LIAISON_INCONNUE.
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
  const scope = { mode: 'echecs', dossiers: demand.dossiers } as const;
  const answer = await requestRun(service, { linkId, trigger: 'manuel', by, scope });
  return { ...answer, dossiers };
}
