// Verify, whole: reads both sides and lists every difference. It plans exactly as a synchronisation would, and writes
// nothing: what the plan would do is what differs.

import { dossierOf, keyOf } from '../sync/key';
import { readyOf } from '../sync/mirrored';
import type { BoundTable, FoundRow } from '../sync/model/table';
import { planRows, type RowPlan, type Wanted } from '../sync/plan';
import { inScope } from '../sync/scope';
import { PRESENCES } from '../sync/tables/dossiers';
import { NO_COUNTS } from './counts';
import { withFoundCopies } from './files/ready';
import { fingerprintRows, rootOf } from './fingerprint';
import { HOUR, shift } from './instants';
import { filledTables, type KeyedRow, scanByKey } from './keyed-rows';
import { latenessOf } from './lateness';
import { PRESENCE_KEY } from './light-columns';
import { pagesOf } from './pages';
import type { KnownDossier, UnreadableDossier } from './ports';
import { type Compared, missingStructure, type VerifyReport } from './report';
import { newTally, type Tally } from './tally';
import type { Workshop } from './workshop';
import { withDossiers } from './writer';

const BATCH = 1000;

/** The report of a comparison that nobody repairs. Nothing is written. */
export async function verify(workshop: Workshop): Promise<VerifyReport> {
  return (await compareWhole(workshop)).report();
}

/**
 * DN: ⌈N / 100⌉ + 3. Grist: ⌈N / 1 000⌉ + the keys of every table in slices. Nothing is written.
 *
 * Finds: rows missing, in excess or doubled, and every managed cell that differs, in every table; rows of dossiers that
 * left DN and are still said to be there. Does not find: what moved in DN since the last synchronisation (counted apart,
 * `late`), cells of columns that are not managed, the cells of dossiers that are no longer followed but their presence.
 */
export async function compareWhole(workshop: Workshop): Promise<Compared> {
  const { ports, handle, settings } = workshop;
  ports.journal.write({ type: 'phase', phase: 'verification' });
  const { demarche, shape, selection, marking } = await workshop.readForm();
  const tables = await workshop.reloadTables();
  const isLate = await latenessOf(workshop);
  const tally = newTally();
  const seen = new Map<number, string>();
  const unreadable: UnreadableDossier[] = [];
  let batch = new Map<number, Wanted>();

  const compare = async () => {
    await compareDossiers(workshop, tables, [...batch.values()], tally);
    batch = new Map();
  };
  const request = { order: 'updated', since: null, after: null, state: null, archived: null } as const;
  for await (const { page } of pagesOf(ports.source, request, selection, () => ports.stop.aborted)) {
    unreadable.push(...page.unreadable);
    const known = await ports.ledger.known(
      handle.linkId,
      page.dossiers.map(({ number }) => number),
    );
    for (const dossier of page.dossiers) {
      const { number } = dossier;
      const before = known.get(number);
      const late = isLate(dossier, before);
      // Read twice, because it moved meanwhile: what counts is what it is now.
      batch.delete(number);
      seen.delete(number);
      tally.forget(number);
      tally.unsetLate(number);
      if (!inScope(dossier, settings.scope)) {
        if (late && before?.presence === 'live') tally.setLate(number);
        continue;
      }
      const { rows, warnings } = shape.rowsOf(dossier);
      seen.set(number, fingerprintRows(rows, marking));
      tally.setWarnings(number, warnings);
      if (late) {
        tally.setLate(number);
        continue;
      }
      tally.compared(rows);
      batch.set(number, { dossier: number, rows });
    }
    if (batch.size >= BATCH) await compare();
    ports.journal.write({
      type: 'progress',
      phase: 'verification',
      done: seen.size,
      total: demarche.dossiersCount,
      counts: { ...NO_COUNTS, read: seen.size },
    });
  }
  if (batch.size > 0) await compare();
  const complete = !ports.stop.aborted;
  if (complete) {
    tally.compared(await compareShared(workshop, tables, tally));
    const expected = new Set([...seen.keys(), ...unreadable.flatMap(({ number }) => number ?? [])]);
    await findLeftovers(workshop, tables, expected, tally);
  }
  const open = await ports.ledger.changes(handle.linkId, 'open');
  const missing = missingStructure(shape.layout.tables, tables, open);
  return {
    tally,
    report: () => ({
      ...tally.result(),
      depth: 'complete',
      title: demarche.title,
      dossiers: seen.size,
      announced: null,
      ...missing,
      unreadable,
      root: rootOf(seen),
      repaired: 0,
      complete,
    }),
  };
}

/**
 * Compares these dossiers with what Grist holds of them. Grist: 1 read, and ⌈n / 500⌉ for n copied files. A file that is
 * still to be copied is no difference of its cell: the report counts it.
 */
export async function compareDossiers(
  workshop: Workshop,
  tables: readonly BoundTable[],
  wanted: readonly Wanted[],
  tally: Tally,
): Promise<void> {
  const numbers = wanted.flatMap(({ dossier }) => dossier ?? []);
  const found = await workshop.ports.destination.readDossiers(withDossiers(tables), numbers);
  const ready = await withFoundCopies(workshop, wanted);
  const plan = planRows(tables, ready, found, workshop.isVolatile);
  for (const { dossier, operations } of plan.dossiers) tally.set(dossier, operations);
  addDoubles(tables, plan, found, tally);
}

/** Rows that belong to no dossier, compared whole. Answers those that are wanted. */
export async function compareShared(workshop: Workshop, tables: readonly BoundTable[], tally: Tally) {
  const { shape, mirrored } = await workshop.form();
  tally.forget(null);
  const compared = tables.filter(({ dossierColumn }) => dossierColumn === null);
  for (const table of compared) {
    const found: FoundRow[] = [];
    const columns = table.columns.map(({ key }) => key);
    for await (const rows of workshop.ports.destination.scan(table, columns)) found.push(...rows);
    const wanted = shape.sharedRows.filter((row) => row.table === table.key);
    const ready = readyOf([{ dossier: null, rows: wanted }], mirrored, new Map());
    const plan = planRows([table], ready, found, workshop.isVolatile);
    for (const { operations } of plan.dossiers) tally.set(null, operations);
    tally.addStrays(plan.strays.filter(({ kind }) => kind === 'sans_cle'));
    addDoubles([table], plan, found, tally);
  }
  return shape.sharedRows.filter((row) => compared.some(({ key }) => key === row.table));
}

/** A second row with the key of another is told with its dossier. Rows without a key are met by the scan of all. */
function addDoubles(
  tables: readonly BoundTable[],
  plan: RowPlan,
  found: readonly FoundRow[],
  tally: Tally,
): void {
  const doubles = plan.strays.filter(({ kind }) => kind === 'doublon');
  if (doubles.length === 0) return;
  const rows = new Map(found.map((row) => [`${row.table} ${row.rowId}`, row]));
  for (const { table: key, rowId } of doubles) {
    const row = rows.get(`${key} ${rowId}`);
    const table = tables.find((candidate) => candidate.key === key);
    if (row === undefined || table === undefined) continue;
    tally.add({
      table: key,
      key: keyOf(table, row.cells) ?? '',
      dossier: dossierOf(table, row),
      kind: 'en_double',
      columns: [],
    });
  }
}

/** The tombstones are asked again from a day before the last pass, as a run does (facts/demarches.md §0.7). */
const MARGIN = 24 * HOUR;

/**
 * Rows of dossiers that DN no longer lists. Those that a run marked as gone are where they should be, when their row
 * says so; one that left since the last run is late; any other is a difference.
 *
 * Grist: 1 request and the keys of every table that is not empty. DN: none, or 1 when a dossier followed so far is gone.
 */
async function findLeftovers(
  workshop: Workshop,
  tables: readonly BoundTable[],
  expected: ReadonlySet<number>,
  tally: Tally,
): Promise<void> {
  const { ports, handle } = workshop;
  const vanished = new Set<number>();
  for (const table of await filledTables(workshop, tables)) {
    const others = table.key === 'dossiers' ? [PRESENCE_KEY] : [];
    const met = new Set<string>();
    for await (const { rows, strays } of scanByKey(workshop, table, others)) {
      tally.addStrays(strays);
      const left = rows.filter(({ dossier }) => !expected.has(dossier) && !tally.isLate(dossier));
      if (left.length === 0) continue;
      const known = await ports.ledger.known(
        handle.linkId,
        left.map(({ dossier }) => dossier),
      );
      for (const item of left) {
        const before = known.get(item.dossier);
        if (before?.presence === 'live') vanished.add(item.dossier);
        // Of two rows with one key the older is ours, and rows come in the order of their ids.
        if (met.has(item.key)) {
          tally.add({
            table: table.key,
            key: item.key,
            dossier: item.dossier,
            kind: 'en_double',
            columns: [],
          });
        } else addLeftover(table, item, before, tally);
        met.add(item.key);
      }
    }
  }
  if (vanished.size === 0) return;
  const { tombstones } = (await workshop.link()).cursor;
  const gone = await ports.source.tombstones(tombstones === null ? null : shift(tombstones, -MARGIN));
  for (const { number } of gone) if (vanished.has(number)) tally.setLate(number);
}

function addLeftover(
  table: BoundTable,
  { row, key, dossier }: KeyedRow,
  known: KnownDossier | undefined,
  tally: Tally,
): void {
  if (known === undefined) tally.addOrphan(table.key, key, dossier);
  else if (known.presence === 'live') {
    tally.add({ table: table.key, key, dossier, kind: 'en_trop', columns: [] });
  } else if (table.key === 'dossiers' && !saysPresence(row, known.presence)) {
    tally.add({ table: table.key, key, dossier, kind: 'differente', columns: [PRESENCE_KEY] });
  }
}

/** Whether the row says what the Ledger knows of the dossier's presence; a row read without that column does not deny it. */
export function saysPresence(row: FoundRow, presence: KnownDossier['presence']): boolean {
  const cell = row.cells[PRESENCE_KEY];
  return cell === undefined || cell === PRESENCES[presence];
}
