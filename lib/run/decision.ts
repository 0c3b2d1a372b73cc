// A decision is a run of its own: whatever happens, it ends, and its lease is given back.

import { Failure } from '../errors/failure';
import { NO_COUNTS } from './counts';
import type { Destination, Ledger, RunEnd, RunHandle, Source } from './ports';
import { NO_TRAFFIC } from './traffic';

/**
 * What could not be done is noted with the run (`constat`: the reason, as the user may read it) and thrown.
 * @param ports the adapters are absent where nothing is asked of them.
 */
export async function conductDecision<T>(
  ports: { readonly ledger: Ledger; readonly source?: Source; readonly destination?: Destination },
  handle: RunHandle,
  decide: () => Promise<T>,
): Promise<T> {
  const { ledger, source, destination } = ports;
  const end = (status: RunEnd['status'], code: RunEnd['code']) => {
    const traffic = {
      source: source?.traffic() ?? NO_TRAFFIC.source,
      destination: destination?.traffic() ?? NO_TRAFFIC.destination,
    };
    return ledger.finishRun(handle, { status, counts: NO_COUNTS, code, traffic }, null);
  };
  try {
    const decided = await decide();
    await end('reussi', null);
    return decided;
  } catch (error) {
    const code = error instanceof Failure ? error.code : 'ERREUR_INATTENDUE';
    const reason = error instanceof Failure ? error.detail : null;
    if (code !== 'BAIL_PERDU') {
      await Promise.allSettled([ledger.note(handle, 'constat', { reason })]);
      await Promise.allSettled([end('echoue', code)]);
    }
    throw error;
  }
}
