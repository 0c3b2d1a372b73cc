// Dossiers that leave DN, or the scope: their rows are marked, moved to the archive or deleted, as the link's policy says.

import { isArchive, type Leaving, planLeaving } from '../sync/archive';
import type { Departure as DeparturePolicy } from '../sync/model/policies';
import { type Presence, presenceCells } from '../sync/tables/dossiers';
import type { DossierFailure, KnownDossier } from './ports';
import type { Workshop } from './workshop';
import { failuresOf, rereading, withDossiers, writeHeld } from './writer';

export type Departure = {
  readonly known: KnownDossier;
  readonly presence: Presence;
  /** ISO instant and DN's reason; null for a dossier that only left the scope. */
  readonly date: string | null;
  readonly reason: string | null;
  /** Instead of the link's. */
  readonly policy?: DeparturePolicy;
};

/** Dossiers whose rows are read at once when all of them must be. */
const BATCH = 1000;

/**
 * Brings these dossiers' rows to what the policy wants. A row that the user deleted in Grist is not brought back; a
 * policy changed since they left changes nothing of those that left before.
 *
 * Grist: 1 read and 1 write for 1 000 dossiers (more by weight when rows move), no write when all is done already.
 */
export async function markDepartures(
  workshop: Workshop,
  departures: readonly Departure[],
): Promise<{ readonly marked: number; readonly failures: readonly DossierFailure[] }> {
  const failures: DossierFailure[] = [];
  let marked = 0;
  for (let at = 0; at < departures.length; at += BATCH) {
    const outcome = await markBatch(workshop, departures.slice(at, at + BATCH));
    marked += outcome.marked;
    failures.push(...outcome.failures);
  }
  return { marked, failures };
}

function markBatch(workshop: Workshop, departures: readonly Departure[]) {
  const { destination } = workshop.ports;
  const leaving = departures.map((departure): Leaving => {
    const { known, presence, date, reason } = departure;
    return {
      number: known.number,
      cells: presenceCells(presence, date, reason),
      policy: departure.policy ?? policyFor(workshop, presence),
    };
  });
  const isPlain = leaving.every(({ policy }) => policy === 'marquer');
  return rereading(workshop, async () => {
    const tables = await workshop.tables();
    const hasArchive = tables.some(({ key }) => isArchive(key));
    // A mark only needs the dossier's own row.
    const read =
      isPlain && !hasArchive ? tables.filter(({ key }) => key === 'dossiers') : withDossiers(tables);
    const found = await destination.readDossiers(
      read,
      leaving.map(({ number }) => number),
    );
    const groups = planLeaving(tables, leaving, found);
    const outcomes = groups.length === 0 ? [] : await writeHeld(workshop, tables, groups);
    const failures = failuresOf(outcomes);
    return { marked: outcomes.length - failures.length, failures };
  });
}

function policyFor({ settings }: Workshop, presence: Presence): DeparturePolicy {
  switch (presence) {
    case 'live':
      return 'marquer';
    case 'out_of_scope':
      return settings.policies.outOfScope;
    case 'pending':
    case 'deleted':
    case 'absent':
      return settings.policies.departures;
  }
}
