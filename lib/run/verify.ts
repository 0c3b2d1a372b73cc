// Verify: read both sides whole and list every difference. It plans exactly as a synchronisation would, and writes
// nothing: what the plan would do is what differs.

import { createHash } from 'node:crypto';
import { isArchive } from '../sync/archive';
import { dossierOf, keyOf } from '../sync/key';
import type { BoundTable, ColumnKey, FoundRow, TableKey, TableSpec } from '../sync/model/table';
import { planRows, type Wanted } from '../sync/plan';
import { inScope } from '../sync/scope';
import { NO_COUNTS } from './counts';
import { fingerprintRows } from './fingerprint';
import { pagesOf } from './pages';
import type { UnreadableDossier } from './ports';
import { newTally, type Tally } from './tally';
import type { Workshop } from './workshop';
import { withDossiers } from './writer';

export type VerifyReport = ReturnType<Tally['result']> & {
  readonly title: string;
  readonly dossiers: number;
  /** Tables and columns that are wanted and not there (`column` null: the whole table). */
  readonly structure: readonly { readonly table: TableKey; readonly column: ColumnKey | null }[];
  readonly unreadable: readonly UnreadableDossier[];
  /** SHA-256 over (number, fingerprint) of every dossier in order of number: equal roots, equal démarches. */
  readonly root: string;
  /** False when it was stopped before the end: what was compared stands, the rest is not known. */
  readonly complete: boolean;
};

const BATCH = 1000;

/** DN: ⌈N / 100⌉ + 3. Grist: ⌈N / 1 000⌉ + the keys of every table in slices. Nothing is written. */
export async function verify(workshop: Workshop): Promise<VerifyReport> {
  const { ports, settings } = workshop;
  ports.journal.write({ type: 'phase', phase: 'verification' });
  const { demarche, shape, selection, marking } = await workshop.readForm();
  const tables = await workshop.reloadTables();
  const tally = newTally();
  const seen = new Map<number, string>();
  const unreadable: UnreadableDossier[] = [];
  let batch = new Map<number, Wanted>();

  const compare = async () => {
    const found = await ports.destination.readDossiers(withDossiers(tables), [...batch.keys()]);
    const plan = planRows(tables, [...batch.values()], found, workshop.isVolatile);
    for (const { dossier, operations } of plan.dossiers) tally.set(dossier, operations);
    tally.addStrays(plan.strays);
    batch = new Map();
  };
  const request = { order: 'updated', since: null, after: null, state: null, archived: null } as const;
  for await (const { page } of pagesOf(ports.source, request, selection, () => ports.stop.aborted)) {
    unreadable.push(...page.unreadable);
    for (const dossier of page.dossiers) {
      if (!inScope(dossier, settings.scope)) {
        seen.delete(dossier.number);
        continue;
      }
      const { rows, warnings } = shape.rowsOf(dossier);
      seen.set(dossier.number, fingerprintRows(rows, marking));
      tally.setWarnings(dossier.number, warnings);
      tally.compared(rows);
      batch.set(dossier.number, { dossier: dossier.number, rows });
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
    await compareShared(workshop, tables, tally);
    const expected = new Set([...seen.keys(), ...unreadable.flatMap(({ number }) => number ?? [])]);
    await findLeftovers(workshop, tables, expected, tally);
  }
  return {
    ...tally.result(),
    title: demarche.title,
    dossiers: seen.size,
    structure: missing(shape.layout.tables, tables),
    unreadable,
    root: rootOf(seen),
    complete,
  };
}

/** Rows that belong to no dossier, compared whole. */
async function compareShared(workshop: Workshop, tables: readonly BoundTable[], tally: Tally): Promise<void> {
  const { shape } = await workshop.form();
  for (const table of tables.filter(({ dossierColumn }) => dossierColumn === null)) {
    const found: FoundRow[] = [];
    const columns = table.columns.map(({ key }) => key);
    for await (const rows of workshop.ports.destination.scan(table, columns)) found.push(...rows);
    const wanted = shape.sharedRows.filter((row) => row.table === table.key);
    const plan = planRows([table], [{ dossier: null, rows: wanted }], found, workshop.isVolatile);
    for (const { operations } of plan.dossiers) tally.set(null, operations);
    tally.addStrays(plan.strays);
    tally.compared(wanted);
  }
}

/**
 * Rows of dossiers that DN no longer lists. Those that a run marked as gone are where they should be; any other is a
 * difference. Rows without a key are the user's.
 */
async function findLeftovers(
  workshop: Workshop,
  tables: readonly BoundTable[],
  expected: ReadonlySet<number>,
  tally: Tally,
): Promise<void> {
  const { ports, handle } = workshop;
  // The archive holds nobody else: a dossier that lives and is there too was found when it was compared.
  for (const table of withDossiers(tables).filter(({ key }) => !isArchive(key))) {
    for await (const rows of ports.destination.scan(table, table.keyColumns)) {
      const others = rows.flatMap((row) => {
        const key = keyOf(table, row.cells);
        const dossier = dossierOf(table, row);
        if (key === null) tally.addStrays([{ table: table.key, rowId: row.rowId, kind: 'sans_cle' }]);
        return key === null || dossier === null || expected.has(dossier) ? [] : [{ key, dossier }];
      });
      if (others.length === 0) continue;
      const known = await ports.ledger.known(
        handle.linkId,
        others.map(({ dossier }) => dossier),
      );
      for (const { key, dossier } of others) {
        const presence = known.get(dossier)?.presence ?? 'live';
        if (presence === 'live') tally.addExtra(table.key, key, dossier);
      }
    }
  }
}

function missing(specs: readonly TableSpec[], tables: readonly BoundTable[]): VerifyReport['structure'] {
  return specs.flatMap((spec): VerifyReport['structure'] => {
    const bound = tables.find(({ key }) => key === spec.key);
    if (bound === undefined) return [{ table: spec.key, column: null }];
    const there = new Set(bound.columns.map(({ key }) => key));
    return spec.columns
      .filter(({ key, lookup }) => lookup === null && !there.has(key))
      .map(({ key }) => ({ table: spec.key, column: key }));
  });
}

function rootOf(fingerprints: ReadonlyMap<number, string>): string {
  const hash = createHash('sha256');
  for (const number of [...fingerprints.keys()].sort((left, right) => left - right)) {
    hash.update(`${number}:${fingerprints.get(number)}\n`);
  }
  return hash.digest('hex');
}
