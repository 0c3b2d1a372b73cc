// The proof that follows a run: a light one at once when it is cheap, any other one as a run of its own.

import { Failure } from '../errors/failure';
import { LIGHT_COLUMNS } from './light-columns';
import type { ProofDepth, RunCounts } from './ports';
import { isCheap, proofDue } from './proof-due';
import type { VerifyReport } from './report';
import { prove } from './verification';
import type { Workshop } from './workshop';

export type Proved = {
  /** The light verification made by this run; null when none was. */
  readonly verification: VerifyReport | null;
  /** A verification that the caller is to start as a run of its own; null when none is due. */
  readonly proofDue: Exclude<ProofDepth, 'comptes'> | null;
};

/**
 * After a run that wrote something. A run that had nothing to write proves nothing: it stays at one request to Grist,
 * and its caller is told when a proof is due (docs/decisions/0010).
 *
 * Grist: none, or ⌈N / 5 000⌉. DN: none.
 */
export async function proveAfter(workshop: Workshop, counts: RunCounts): Promise<Proved> {
  const { ports, handle } = workshop;
  const history = await ports.ledger.lastProofs(handle.linkId);
  const due = proofDue(history, ports.clock.now());
  // It compares everything that a light one would.
  if (due === 'complete') return { verification: null, proofDue: due };
  // The number and the presence are read beside what the hash covers.
  const requests = ports.destination.scanRequests(history.known, LIGHT_COLUMNS.length + 2);
  if (!isCheap(requests, history.known)) return { verification: null, proofDue: null };
  if (counts.added + counts.updated + counts.removed === 0) return { verification: null, proofDue: due };
  try {
    return { verification: await prove(workshop, { depth: 'legere', repair: null }), proofDue: null };
  } catch (error) {
    // What was written is written: a proof that could not be made does not make it a failure. It is due again.
    if (!(error instanceof Failure) || error.code === 'BAIL_PERDU') throw error;
    return { verification: null, proofDue: 'legere' };
  }
}
