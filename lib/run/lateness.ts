// What moved in DN since the last synchronisation: late, which is not wrong.

import type { Dossier } from '../sync/model/dossier';
import type { KnownDossier } from './ports';
import { OVERLAP } from './pull';
import type { Workshop } from './workshop';

export type IsLate = (dossier: Pick<Dossier, 'number' | 'dates'>, known: KnownDossier | undefined) => boolean;

/**
 * A dossier whose version is not the one that the Ledger remembers is late when the next ordinary run will read it:
 * modified at the watermark or later, minus the overlap. An older one was missed by a run that should have read it, and
 * one that could not be written is in failure: both are écarts. One Ledger query.
 */
export async function latenessOf(workshop: Workshop): Promise<IsLate> {
  const { ports, handle } = workshop;
  const { watermark } = (await workshop.link()).cursor;
  const floor = watermark === null ? null : Date.parse(watermark) - OVERLAP;
  const failing = new Set((await ports.ledger.failures(handle.linkId)).map(({ number }) => number));
  return ({ number, dates }, known) => {
    if (failing.has(number) || known?.version === dates.derniereModification) return false;
    // No run has ended yet: what it has read may have moved since, what it has not is simply not there.
    if (floor === null) return known !== undefined;
    return Date.parse(dates.derniereModification) >= floor;
  };
}
