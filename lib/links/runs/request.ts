// Asking for a run: a click, a schedule or a program; two clicks are one run.

import type { RunRequest } from '../../run/ports';
import { insertRequest, type RequestAnswer, type RunScope } from '../../store/run-requests';
import type { Service } from '../service';

export type Demand = {
  readonly linkId: string;
  readonly kind?: RunRequest['kind'];
  readonly trigger: 'manuel' | 'grist' | 'planification' | 'api' | 'reprise';
  /** The person who asked; null for a schedule. */
  readonly by: string | null;
  readonly scope?: RunScope;
};

/** At most one open run a link: a second request is answered with it. Throws LIAISON_INCONNUE. */
export function requestRun(service: Service, demand: Demand): Promise<RequestAnswer> {
  const { linkId, kind = 'sync', trigger, by, scope = { mode: 'nouveautes' } } = demand;
  return insertRequest(service, { linkId, kind, trigger, by, key: null, scope });
}
