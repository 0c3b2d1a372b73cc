// Remove: the dossiers that DN says are gone, or going, leave as the link's policy wants.

import { depart } from './depart';
import { earlierDepartures } from './earlier-departures';
import { HOUR, shift } from './instants';
import type { KnownDossier, RunCounts, Tombstone } from './ports';
import type { Departure } from './presence';
import { serverNow } from './server-time';
import type { Workshop } from './workshop';

export type RemoveOutput = {
  readonly counts: RunCounts;
  /** What the next pass starts from: DN's clock when this one began. */
  readonly tombstones: string;
};

/** The lists are asked again from a day before the last pass: some deletions are back-dated (facts §0.7). */
const MARGIN = 24 * HOUR;

/** DN: 1 request up to 100 of each list. Grist: none when nobody left, else 1 read and 1 write for 1 000. */
export async function remove(workshop: Workshop): Promise<RemoveOutput> {
  const { ports, handle } = workshop;
  ports.journal.write({ type: 'phase', phase: 'suppressions' });
  const link = await workshop.link();
  const since = link.cursor.tombstones === null ? null : shift(link.cursor.tombstones, -MARGIN);
  const startedAt = serverNow(ports);
  const tombstones = lastWord(await ports.source.tombstones(since));
  const known = await ports.ledger.known(handle.linkId, [...tombstones.keys()]);
  const departures = [
    ...[...known.values()].flatMap((dossier) => departure(dossier, tombstones)),
    ...(await earlierDepartures(workshop, tombstones, startedAt)),
  ];
  return { counts: await depart(workshop, departures), tombstones: startedAt };
}

/** One tombstone a dossier; a final deletion outweighs a pending one. */
function lastWord(tombstones: readonly Tombstone[]): ReadonlyMap<number, Tombstone> {
  const byNumber = new Map<number, Tombstone>();
  for (const tombstone of tombstones) {
    const before = byNumber.get(tombstone.number);
    if (before?.kind !== 'deleted') byNumber.set(tombstone.number, tombstone);
  }
  return byNumber;
}

/** What a tombstone means for a dossier that we know; nothing when it says what we know already. */
export function departure(
  dossier: KnownDossier,
  tombstones: ReadonlyMap<number, Tombstone>,
): readonly Departure[] {
  const tombstone = tombstones.get(dossier.number);
  if (tombstone === undefined || dossier.presence === tombstone.kind) return [];
  // A dossier out of the scope stays so: its row says why it is no longer followed.
  if (dossier.presence === 'out_of_scope' || dossier.presence === 'deleted') return [];
  // Seen alive with a later date: restored since (facts §7.3).
  const restored = Date.parse(dossier.version) > Date.parse(tombstone.date);
  if (tombstone.kind === 'pending' && dossier.presence === 'live' && restored) return [];
  return [{ known: dossier, presence: tombstone.kind, date: tombstone.date, reason: tombstone.reason }];
}
