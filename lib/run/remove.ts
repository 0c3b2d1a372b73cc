// Remove: the dossiers that DN says are gone, or going, are marked in Grist. Nothing is deleted.

import { addCounts, NO_COUNTS } from './counts';
import { HOUR, shift } from './instants';
import type { KnownDossier, RunCounts, Tombstone } from './ports';
import { type Departure, markDepartures } from './presence';
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
  const startedAt = ports.source.serverTime() ?? new Date(ports.clock.now()).toISOString();
  const tombstones = lastWord(await ports.source.tombstones(since));
  const known = await ports.ledger.known(handle.linkId, [...tombstones.keys()]);
  const departures = [...known.values()].flatMap((dossier) => departure(dossier, tombstones));
  if (departures.length === 0) return { counts: NO_COUNTS, tombstones: startedAt };
  const { marked, failures } = await markDepartures(workshop, departures);
  const failed = new Set(failures.map(({ number }) => number));
  const gone = departures.filter((item) => !failed.has(item.known.number));
  const counts = addCounts(NO_COUNTS, { removed: marked, failed: failures.length });
  await ports.ledger.commitBatch(handle, {
    dossiers: gone.map((item) => ({ ...item.known, presence: item.presence, fingerprint: '' })),
    failures,
    healed: gone.map((item) => item.known.number),
    checkpoint: null,
    counts,
  });
  return { counts, tombstones: startedAt };
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

function departure(dossier: KnownDossier, tombstones: ReadonlyMap<number, Tombstone>): readonly Departure[] {
  const tombstone = tombstones.get(dossier.number);
  if (tombstone === undefined || dossier.presence === tombstone.kind) return [];
  // A dossier out of the scope stays so: its row says why it is no longer followed.
  if (dossier.presence === 'out_of_scope' || dossier.presence === 'deleted') return [];
  // Seen alive with a later date: restored since (facts §7.3).
  const restored = Date.parse(dossier.version) > Date.parse(tombstone.date);
  if (tombstone.kind === 'pending' && dossier.presence === 'live' && restored) return [];
  return [{ known: dossier, presence: tombstone.kind, date: tombstone.date, reason: tombstone.reason }];
}
