// Repair: the dossiers that a verification found different are read from DN again and go through the same plan as in any
// run; then they are compared again, so that what is left is known.

import { dossierOf, keyOf } from '../sync/key';
import type { Dossier } from '../sync/model/dossier';
import type { RowGroup, RowOperation } from '../sync/model/operation';
import type { BoundTable, FoundRow } from '../sync/model/table';
import { announce } from './batch';
import { NO_COUNTS } from './counts';
import { withIncomplete } from './incomplete';
import { pagesOf } from './pages';
import type { KnownDossier, Tombstone } from './ports';
import { type Departure, markDepartures } from './presence';
import { settleShared } from './settle';
import { filesToTell, sift } from './sift';
import type { Tally } from './tally';
import { compareDossiers, compareShared, saysPresence } from './verify';
import type { Workshop } from './workshop';
import { rereading, withDossiers, writeBatch, writeHeld } from './writer';

/**
 * What a repair may remove beside rows that the plan of a run would remove. Both take rows away that somebody may have
 * written in, beside our columns: never done without the user's word.
 */
export type Repairs = {
  /** Of two rows with one key, the newer. */
  readonly doubles: boolean;
  /** Rows with a key of ours, of a dossier that neither DN nor the Ledger knows. */
  readonly orphans: boolean;
};

/** Dossiers repaired at once: one read, one write, one read again. */
const CHUNK = 200;

/**
 * Rows without a key of ours are never touched. A dossier that DN no longer serves is left as it is: its departure is a
 * run's business. Stops between two chunks.
 *
 * DN: one request a dossier that differs, or every page when that is fewer; one a dossier unknown to all. Grist: 2 reads and 1 write for 200 dossiers.
 *
 * @param total dossiers of the démarche, for choosing how to read them.
 */
export async function repair(
  workshop: Workshop,
  tally: Tally,
  allowed: Repairs,
  total: number,
): Promise<void> {
  const { ports, handle } = workshop;
  const differing = tally.differing();
  const numbers = differing.flatMap((dossier) => dossier ?? []);
  if (differing.includes(null)) {
    await settleShared(workshop, null);
    await compareShared(workshop, await workshop.tables(), tally);
  }
  const present: number[] = [];
  const departed: KnownDossier[] = [];
  for (const chunk of chunksOf(numbers)) {
    const known = await ports.ledger.known(handle.linkId, chunk);
    for (const number of chunk) {
      const before = known.get(number);
      if (before === undefined || before.presence === 'live') present.push(number);
      else departed.push(before);
    }
  }
  let batch: Dossier[] = [];
  for await (const dossier of readAgain(workshop, present, total)) {
    batch.push(dossier);
    if (batch.length < CHUNK) continue;
    await repairDossiers(workshop, batch, tally, allowed);
    batch = [];
  }
  if (batch.length > 0) await repairDossiers(workshop, batch, tally, allowed);
  if (departed.length > 0 && !ports.stop.aborted) await repairDeparted(workshop, departed, tally, allowed);
  if (allowed.orphans) await removeOrphans(workshop, tally);
}

/** These dossiers as DN has them now; those that it does not serve are left out. */
async function* readAgain(
  workshop: Workshop,
  numbers: readonly number[],
  total: number,
): AsyncGenerator<Dossier> {
  const { ports } = workshop;
  const { selection } = await workshop.form();
  if (numbers.length <= Math.ceil(total / 100)) {
    for (const number of numbers) {
      if (ports.stop.aborted) return;
      const answer = await ports.source.dossier(number, selection);
      if (answer !== null && !('code' in answer)) yield answer;
    }
    return;
  }
  const wanted = new Set(numbers);
  const request = { order: 'updated', since: null, after: null, state: null, archived: null } as const;
  for await (const { page } of pagesOf(ports.source, request, selection, () => ports.stop.aborted)) {
    yield* page.dossiers.filter(({ number }) => wanted.has(number));
  }
}

async function repairDossiers(
  workshop: Workshop,
  dossiers: readonly Dossier[],
  tally: Tally,
  allowed: Repairs,
): Promise<void> {
  const { ports, handle } = workshop;
  const { changed, warnings } = await sift(workshop, dossiers, true);
  const ours = new Set(changed.map(({ dossier }) => dossier));
  // Out of the scope by now: the next run will say so in its row.
  for (const { number } of dossiers) if (!ours.has(number)) tally.setLate(number);
  if (changed.length === 0) return;
  const numbers = changed.flatMap(({ dossier }) => dossier ?? []);
  if (allowed.doubles) await removeRows(workshop, numbers, ([, ...newer]) => newer);
  await announce(workshop, changed);
  const outcome = await writeBatch(workshop, changed);
  const failures = withIncomplete(outcome.failures, warnings);
  const failed = new Set(failures.map(({ number }) => number));
  const written = changed.filter(({ dossier }) => !failed.has(dossier)).map(({ known }) => known);
  const counts = { ...NO_COUNTS, added: outcome.added.length, updated: outcome.updated.length };
  await ports.ledger.commitBatch(handle, {
    ...filesToTell(changed, outcome.failures),
    dossiers: written,
    failures,
    healed: written.map(({ number }) => number),
    checkpoint: null,
    counts: { ...counts, read: dossiers.length, failed: failures.length },
  });
  await compareDossiers(workshop, await workshop.tables(), changed, tally);
}

/** The row of a dossier that is gone says so again, with DN's date and reason. DN: 1 request for all of them. */
async function repairDeparted(
  workshop: Workshop,
  departed: readonly KnownDossier[],
  tally: Tally,
  allowed: Repairs,
): Promise<void> {
  const { source, destination } = workshop.ports;
  const isListed = departed.some(({ presence }) => presence !== 'out_of_scope');
  const listed: readonly Tombstone[] = isListed ? await source.tombstones(null) : [];
  const tombstones = new Map(listed.map((tombstone) => [tombstone.number, tombstone]));
  for (const chunk of chunksOf(departed)) {
    const numbers = chunk.map(({ number }) => number);
    if (allowed.doubles) await removeRows(workshop, numbers, ([, ...newer]) => newer);
    const departures = chunk.flatMap((known): readonly Departure[] => {
      const { presence } = known;
      const tombstone = tombstones.get(known.number);
      if (presence === 'out_of_scope') return [{ known, presence, date: null, reason: null }];
      // Without DN's date and reason, those that the row still tells would be lost.
      if (tombstone === undefined) return [];
      return [{ known, presence, date: tombstone.date, reason: tombstone.reason }];
    });
    await markDepartures(workshop, departures);
    const tables = (await workshop.tables()).filter(({ key }) => key === 'dossiers');
    const wrong = new Set<number | null>();
    const seen = new Set<number | null>();
    for (const row of await destination.readDossiers(tables, numbers)) {
      const number = tables[0] === undefined ? null : dossierOf(tables[0], row);
      const before = chunk.find((known) => known.number === number);
      const isRight = before !== undefined && saysPresence(row, before.presence);
      if (!isRight || seen.has(number)) wrong.add(number);
      seen.add(number);
    }
    for (const number of numbers) if (!wrong.has(number)) tally.forget(number);
  }
}

/**
 * Removes the rows of dossiers that nobody knows, once DN itself has said that there is no such dossier: one that it
 * serves (just deposited, out of the scope) keeps its rows. DN: 1 request a dossier.
 */
async function removeOrphans(workshop: Workshop, tally: Tally): Promise<void> {
  const { source, stop } = workshop.ports;
  const { selection } = await workshop.form();
  for (const chunk of chunksOf(tally.orphans())) {
    const gone: number[] = [];
    for (const number of chunk) {
      if (stop.aborted) return;
      if ((await source.dossier(number, selection)) === null) gone.push(number);
    }
    const failed = await removeRows(workshop, gone, (rows) => rows);
    for (const number of gone) if (!failed.has(number)) tally.forget(number);
  }
}

/**
 * Removes, of the rows that share a key of ours, those that `pick` takes; they come from the oldest to the newest.
 * Answers the dossiers that Grist refused. Grist: 1 read, and 1 write when there is something to remove.
 */
function removeRows(
  workshop: Workshop,
  numbers: readonly number[],
  pick: (rows: readonly FoundRow[]) => readonly FoundRow[],
): Promise<ReadonlySet<number | null>> {
  if (numbers.length === 0) return Promise.resolve(new Set());
  return rereading(workshop, async () => {
    const tables = await workshop.tables();
    const found = await workshop.ports.destination.readDossiers(withDossiers(tables), numbers);
    const groups = removals(tables, found, pick);
    const outcomes = groups.length === 0 ? [] : await writeHeld(workshop, tables, groups);
    return new Set(outcomes.flatMap(({ status, dossier }) => (status === 'failed' ? [dossier] : [])));
  });
}

function removals(
  tables: readonly BoundTable[],
  found: readonly FoundRow[],
  pick: (rows: readonly FoundRow[]) => readonly FoundRow[],
): readonly RowGroup[] {
  const byKey = new Map(tables.map((table) => [table.key, table]));
  const twins = new Map<string, FoundRow[]>();
  for (const row of [...found].sort((left, right) => left.rowId - right.rowId)) {
    const table = byKey.get(row.table);
    const key = table === undefined ? null : keyOf(table, row.cells);
    if (key === null) continue;
    const place = `${row.table} ${key}`;
    twins.set(place, [...(twins.get(place) ?? []), row]);
  }
  const groups = new Map<number | null, RowOperation[]>();
  for (const [place, rows] of twins) {
    for (const row of pick(rows)) {
      const table = byKey.get(row.table);
      const dossier = table === undefined ? null : dossierOf(table, row);
      const key = place.slice(place.indexOf(' ') + 1);
      const operation = {
        type: 'remove',
        table: row.table,
        key,
        rowId: row.rowId,
        reason: 'disparu',
      } as const;
      groups.set(dossier, [...(groups.get(dossier) ?? []), operation]);
    }
  }
  return [...groups].map(([dossier, operations]) => ({ dossier, operations }));
}

function* chunksOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += CHUNK) yield items.slice(at, at + CHUNK);
}
