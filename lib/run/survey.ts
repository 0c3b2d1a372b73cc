// The two shallow verifications: the Ledger against what Grist holds, without reading a dossier of DN again.

import { isArchive } from '../sync/archive';
import { instantSeconds } from '../sync/cells/date';
import type { BoundTable, ColumnKey, FoundRow } from '../sync/model/table';
import { NO_COUNTS } from './counts';
import { lightOf, rootOf } from './fingerprint';
import { filledTables, type KeyedRow, scanByKey } from './keyed-rows';
import { LIGHT_COLUMNS, lightFingerprint, MODIFIED_KEY, PRESENCE_KEY } from './light-columns';
import type { KnownDossier } from './ports';
import { type Compared, missingStructure } from './report';
import { newTally, type Tally } from './tally';
import { saysPresence } from './verify';
import type { Workshop } from './workshop';

/**
 * `comptes` looks at the keys of every table that has rows of dossiers. Finds: dossiers followed and without a row in
 * `dossiers`, or in a table that has one row a dossier; rows doubled; rows of dossiers that nobody knows. Does not find:
 * a cell that differs, a row of a block (or avis, piece…) that is missing.
 * Grist: 2 requests and the keys in slices, ⌈rows / 5 000⌉ a table.
 *
 * `legere` looks at the rows of `dossiers` alone. Finds: dossiers followed and without a row; rows doubled, or of dossiers
 * that nobody knows; a state, a date, an archiving or a presence that differs from what was last written. Does not find:
 * any other cell, anything of the other tables.
 * Grist: 1 request for the structure, unless this process has just read it, and ⌈N / 5 000⌉.
 *
 * DN: 1 request for the form, none when this process has read it: neither can tell what moved in DN since. Both hold
 * the keys of one table at a time, and what the Ledger knows of every dossier (about 300 bytes each). Nothing is written.
 */
export async function survey(workshop: Workshop, depth: 'comptes' | 'legere'): Promise<Compared> {
  const { ports, handle, settings } = workshop;
  ports.journal.write({ type: 'phase', phase: 'verification' });
  const { demarche, shape } = await workshop.form();
  const tables = await workshop.tables();
  const tally = newTally();
  const known = await everyKnown(workshop);
  const live = [...known.values()].filter(({ presence }) => presence === 'live');
  const scanned = depth === 'comptes' ? await filledTables(workshop, tables) : only('dossiers', tables);
  let done = 0;
  for (const table of scanned) {
    const keys = new Set<string>();
    const columns = depth === 'legere' ? [...LIGHT_COLUMNS, PRESENCE_KEY] : [];
    const isWhole = LIGHT_COLUMNS.every((key) => table.columns.some((column) => column.key === key));
    for await (const { rows, strays } of scanByKey(workshop, table, columns)) {
      if (ports.stop.aborted) break;
      tally.addStrays(strays);
      for (const item of rows) {
        const cells = Object.keys(item.row.cells).length;
        tally.read(1, cells);
        const before = known.get(item.dossier);
        if (keys.size === keys.add(item.key).size) addDouble(table, item, tally);
        else if (before === undefined) tally.addOrphan(table.key, item.key, item.dossier);
        else if (depth === 'legere') addDifferent(table, item, before, isWhole, tally);
      }
      done += rows.length;
      const counts = { ...NO_COUNTS, read: done };
      ports.journal.write({ type: 'progress', phase: 'verification', done, total: null, counts });
    }
    if (ports.stop.aborted) break;
    if (hasOneRow(table)) addMissing(table, live, keys, tally);
  }
  if (depth === 'comptes') {
    // A table without a single row was not scanned: every dossier is missing there.
    const skipped = tables.filter(
      (table) => table.dossierColumn !== null && !isArchive(table.key) && !scanned.includes(table),
    );
    for (const table of skipped.filter(hasOneRow)) addMissing(table, live, new Set(), tally);
  }
  const failures = await ports.ledger.failures(handle.linkId);
  const scope = settings.scope;
  const takesAll =
    scope.statuts.length + scope.groupes.length === 0 &&
    scope.archives === 'tous' &&
    scope.depotDebut === null &&
    scope.depotFin === null;
  const root = depth === 'legere' ? rootOf(new Map(live.map((one) => [one.number, one.fingerprint]))) : null;
  const complete = !ports.stop.aborted;
  const open = await ports.ledger.changes(handle.linkId, 'open');
  const missing = missingStructure(shape.layout.tables, tables, open);
  return {
    tally,
    report: () => ({
      ...tally.result(),
      depth,
      title: demarche.title,
      dossiers: live.length,
      announced: takesAll ? demarche.dossiersCount : null,
      ...missing,
      unreadable: failures,
      root,
      repaired: 0,
      complete,
    }),
  };
}

async function everyKnown(workshop: Workshop): Promise<ReadonlyMap<number, KnownDossier>> {
  const known = new Map<number, KnownDossier>();
  const { ports, handle } = workshop;
  for await (const slice of ports.ledger.allKnown(handle.linkId)) {
    for (const dossier of slice) known.set(dossier.number, dossier);
  }
  return known;
}

function only(key: BoundTable['key'], tables: readonly BoundTable[]): readonly BoundTable[] {
  return tables.filter((table) => table.key === key);
}

/** Tables whose key is the dossier's number alone: dossiers, champs, annotations, demandeurs. */
function hasOneRow({ keyColumns, dossierColumn }: BoundTable): boolean {
  return dossierColumn !== null && keyColumns.length === 1;
}

function addMissing(
  table: BoundTable,
  live: readonly KnownDossier[],
  keys: ReadonlySet<string>,
  tally: Tally,
): void {
  for (const { number: dossier } of live) {
    const key = String(dossier);
    if (!keys.has(key)) tally.add({ table: table.key, key, dossier, kind: 'manquante', columns: [] });
  }
}

function addDouble({ key: table }: BoundTable, { key, dossier }: KeyedRow, tally: Tally): void {
  tally.add({ table, key, dossier, kind: 'en_double', columns: [] });
}

function addDifferent(
  { key: table }: BoundTable,
  { row, key, dossier }: KeyedRow,
  known: KnownDossier,
  isWhole: boolean,
  tally: Tally,
): void {
  const columns = differentColumns(row, known, isWhole);
  if (columns.length > 0) tally.add({ table, key, dossier, kind: 'differente', columns });
}

/**
 * Columns that are known to differ. The hash does not say which of its columns did: all of them are named, but for the
 * date of the last modification, which is also known as it is.
 */
function differentColumns(row: FoundRow, known: KnownDossier, isWhole: boolean): readonly ColumnKey[] {
  const presence = saysPresence(row, known.presence) ? [] : [PRESENCE_KEY];
  // What is no longer followed keeps the values it had: only its presence is known.
  if (known.presence !== 'live' || known.fingerprint === '') return presence;
  const modified = row.cells[MODIFIED_KEY];
  const sameDate = modified === undefined || Number(modified) === instantSeconds(known.version);
  if (!sameDate) return [...presence, MODIFIED_KEY];
  const light = lightOf(known.fingerprint);
  const sameRest = light === null || !isWhole || light === lightFingerprint(row.cells);
  const rest = LIGHT_COLUMNS.filter((column) => column !== MODIFIED_KEY);
  return sameRest ? presence : [...presence, ...rest];
}
