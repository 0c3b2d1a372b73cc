// Departures recorded: in the document first, in the Ledger once it is there.

import { addCounts, NO_COUNTS } from './counts';
import type { RunCounts } from './ports';
import { type Departure, markDepartures } from './presence';
import type { Workshop } from './workshop';

/** Grist: nothing when nobody left, else 1 read and 1 write for 1 000. One that Grist refuses is a failure of its own. */
export async function depart(workshop: Workshop, departures: readonly Departure[]): Promise<RunCounts> {
  if (departures.length === 0) return NO_COUNTS;
  const { ports, handle } = workshop;
  const { marked, failures } = await markDepartures(workshop, departures);
  const failed = new Set(failures.map(({ number }) => number));
  const gone = departures.filter((item) => !failed.has(item.known.number));
  const counts = addCounts(NO_COUNTS, { removed: marked, failed: failures.length });
  for (const { number, code } of failures) ports.journal.write({ type: 'failure', dossier: number, code });
  await ports.ledger.commitBatch(handle, {
    dossiers: gone.map(({ known, presence }) => ({
      ...known,
      presence,
      fingerprint: '',
      light: null,
      missingSince: null,
    })),
    failures,
    healed: gone.map((item) => item.known.number),
    checkpoint: null,
    counts,
  });
  return counts;
}
