// The user's word on changes that wait or are told, given from a page. Nothing is written in Grist: the next run does what
// was accepted. So it is done here and now, under the link's lease, without the engine.

import { Failure } from '../../errors/failure';
import { decideChanges } from '../../run/decide';
import { conductDecision } from '../../run/decision';
import type { Ledger } from '../../run/ports';
import { openLedger } from '../../store/ledger';
import { updateLink } from '../../store/managed-links';
import type { Decision, RecordedChange } from '../../sync/model/change';
import { concludeRun } from '../runs/conclude';
import type { Service } from '../service';

/**
 * Throws SYNCHRO_DEJA_EN_COURS while a run of the link, or of its document, goes on; CHANGEMENT_INCONNU and
 * CHANGEMENT_SANS_CHOIX as `decideChanges`: nothing is decided then.
 */
export async function decideOnChanges(
  service: Service,
  linkId: string,
  numbers: readonly number[] | 'tout',
  decision: Decision,
): Promise<readonly RecordedChange[]> {
  const ledger = openLedger(service.database, service.clock);
  const begun = await ledger.beginRun({ linkId, kind: 'decision', trigger: 'manuel' });
  if (begun.status === 'busy') throw new Failure('SYNCHRO_DEJA_EN_COURS');
  const { handle } = begun;
  try {
    return await conductDecision({ ledger }, handle, () =>
      decideChanges({ ledger }, handle, numbers, decision),
    );
  } finally {
    await concludeRun(service, handle.runId);
    await recount(service, ledger, linkId);
  }
}

/** What pages and alerts count of the changes that wait. */
async function recount({ database }: Service, ledger: Ledger, linkId: string): Promise<void> {
  const open = await ledger.changes(linkId, 'open');
  const decisionsAwaited = open.filter(({ status }) => status === 'en_attente').length;
  await updateLink(database, linkId, { decisionsAwaited });
}
