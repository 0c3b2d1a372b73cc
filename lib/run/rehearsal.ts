// Rehearsal: ports that read for real and write nowhere. A preview is a run over them, so that what it shows is what
// the run would do: no second code path decides what to write.

import type { RowGroup, SchemaOperation } from '../sync/model/operation';
import type { BoundTable, ColumnSpec, FoundColumn, FoundTable, TableKey } from '../sync/model/table';
import type { Destination, Ledger, Link, Ports, Reshaped, RunHandle } from './ports';

export type Rehearsal = {
  readonly ports: Ports;
  readonly handle: RunHandle;
  readonly schema: () => readonly SchemaOperation[];
  /** Every group that would have been written. */
  readonly groups: () => readonly RowGroup[];
};

/** Refs of what does not exist yet are negative: nothing is read there. */
export function rehearse(ports: Ports, link: Link): Rehearsal {
  const schema: SchemaOperation[] = [];
  const groups: RowGroup[] = [];
  const handle: RunHandle = { runId: 'apercu', linkId: link.id, fence: 0 };
  // No file is moved to be looked at.
  const { files: _, ...others } = ports;
  return {
    ports: {
      ...others,
      destination: dryDestination(ports.destination, schema, groups),
      ledger: dryLedger(ports.ledger, link),
    },
    handle,
    schema: () => schema,
    groups: () => groups,
  };
}

function dryDestination(real: Destination, schema: SchemaOperation[], groups: RowGroup[]): Destination {
  let structure: readonly FoundTable[] | null = null;
  const exists = (table: BoundTable) => table.ref > 0;
  const existing = (table: BoundTable): BoundTable => ({
    ...table,
    columns: table.columns.filter(({ ref }) => ref > 0),
  });
  return {
    check: () => real.check(),
    structure: async () => {
      structure ??= await real.structure();
      return structure;
    },
    reshape: async (operations, known) => {
      schema.push(...operations);
      const reshaped = imagine(structure ?? (await real.structure()), operations, known);
      structure = reshaped.structure;
      return reshaped;
    },
    readDossiers: (tables, dossiers) => {
      const there = tables.filter(exists).map(existing);
      return there.length === 0 ? Promise.resolve([]) : real.readDossiers(there, dossiers);
    },
    async *scan(table, columns) {
      if (!exists(table)) return;
      const there = existing(table);
      const kept = columns.filter((key) => there.columns.some((column) => column.key === key));
      yield* real.scan(there, kept);
    },
    scanRequests: (rows, columns) => real.scanRequests(rows, columns),
    countRows: (tables) => real.countRows(tables.filter(exists)),
    write: (_tables, due) => {
      groups.push(...due);
      return Promise.resolve(due.map(({ dossier }) => ({ status: 'written' as const, dossier, added: [] })));
    },
    traffic: () => real.traffic(),
  };
}

/** The structure as the operations would leave it. */
function imagine(
  found: readonly FoundTable[],
  operations: readonly SchemaOperation[],
  known: readonly { readonly key: TableKey; readonly ref: number; readonly id: string }[],
): Reshaped {
  let next = -1;
  const ids = new Map(known.map(({ key, id }) => [key, id]));
  for (const operation of operations) {
    if (operation.type === 'create_table') ids.set(operation.table.key, operation.table.id);
  }
  const imagined = (spec: ColumnSpec): FoundColumn => ({
    ref: next--,
    id: spec.id,
    type: typeof spec.type === 'string' ? spec.type : `Ref:${ids.get(spec.type.ref) ?? ''}`,
    label: spec.label,
    description: spec.description,
    isFormula: spec.lookup !== null,
    formula: spec.lookup === null ? '' : 'lookup',
    untieColIdFromLabel: true,
    widgetOptions: { ...spec.widget },
  });
  const structure = new Map(found.map((table) => [table.ref, table]));
  const tables: Reshaped['tables'][number][] = [];
  const columns: Reshaped['columns'][number][] = [];
  const put = (key: TableKey, table: FoundTable, specs: readonly ColumnSpec[]) => {
    const made = specs.map((spec) => ({ spec, column: imagined(spec) }));
    structure.set(table.ref, { ...table, columns: [...table.columns, ...made.map(({ column }) => column)] });
    columns.push(...made.map(({ spec, column }) => ({ table: key, column: spec.key, ref: column.ref })));
  };
  for (const operation of operations) {
    if (operation.type === 'create_table') {
      const { table } = operation;
      const ref = next--;
      tables.push({ key: table.key, ref });
      put(table.key, { ref, id: table.id, columns: [] }, table.columns);
    } else if (operation.type === 'add_column') {
      const table = structure.get(operation.tableRef);
      if (table !== undefined) put(operation.table, table, [operation.column]);
    } else if (operation.type === 'convert_column') {
      // The rows are then planned as the run would plan them: in a column that holds what is wanted.
      const table = structure.get(operation.tableRef);
      const { type } = imagined(operation.column);
      const columns = table?.columns.map((column) =>
        column.ref === operation.columnRef ? { ...column, type, isFormula: false, formula: '' } : column,
      );
      if (table !== undefined && columns !== undefined) structure.set(table.ref, { ...table, columns });
    }
  }
  return { structure: [...structure.values()], tables, columns };
}

/** Reads the Ledger as it is; keeps in memory what a run would have recorded, for its own later stages. */
function dryLedger(real: Ledger, start: Link): Ledger {
  let link = start;
  const notes = new Map<string, unknown>();
  return {
    openLink: () => Promise.resolve(link),
    // Another link's is read as it is: what it owns in the same document must be seen.
    readLink: (linkId) => (linkId === link.id ? Promise.resolve(link) : real.readLink(linkId)),
    otherOwners: (linkId, refs) =>
      real.otherOwners(
        linkId,
        refs.filter((ref) => ref > 0),
      ),
    beginRun: () => Promise.resolve({ status: 'busy', runId: 'apercu' }),
    renew: () => Promise.resolve(),
    saveBindings: (_handle, bindings) => {
      link = { ...link, bindings };
      return Promise.resolve();
    },
    releaseTables: () => Promise.resolve(),
    pages: (linkId) => real.pages(linkId),
    keepPage: () => Promise.resolve(),
    forgetPage: () => Promise.resolve(),
    changes: (linkId, which) => real.changes(linkId, which),
    bookChanges: () => Promise.resolve(),
    known: (linkId, numbers) => real.known(linkId, numbers),
    allKnown: (linkId) => real.allKnown(linkId),
    copies: (linkId, numbers) => real.copies(linkId, numbers),
    wantFiles: () => Promise.resolve(),
    keepCopies: () => Promise.resolve(),
    copiedBy: () => Promise.resolve({ copied: 0, copiedBytes: 0 }),
    forgetCopies: () => Promise.resolve(),
    fileStanding: (linkId) => real.fileStanding(linkId),
    awaitingFiles: (linkId) => real.awaitingFiles(linkId),
    commitBatch: (_handle, { checkpoint }) => {
      if (checkpoint !== null) link = { ...link, cursor: { ...link.cursor, checkpoint } };
      return Promise.resolve();
    },
    failures: (linkId) => real.failures(linkId),
    finishRun: () => Promise.resolve(),
    note: (_handle, name, value) => {
      notes.set(name, value);
      return Promise.resolve();
    },
    recall: (_handle, name) => Promise.resolve(notes.get(name)),
    recordProof: () => Promise.resolve(),
    lastProofs: (linkId) => real.lastProofs(linkId),
  };
}
