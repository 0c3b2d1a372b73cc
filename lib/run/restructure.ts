// Restructure: bring the document's tables and columns to what the form and the options want, destroying nothing, and
// write in the link's history what was done, what waits for the user, and what was only told.

import { Failure } from '../errors/failure';
import { bind, withCreated } from '../sync/bind';
import { bookOf, decisionsOf, type Learnt } from '../sync/change-book';
import { type Drift, drift } from '../sync/drift';
import type { DriftPolicy, FormMoment } from '../sync/drifting/desk';
import { locateTables } from '../sync/drifting/location';
import type { RecordedChange, SchemaChange, Undo } from '../sync/model/change';
import type { Demarche, Descriptor } from '../sync/model/demarche';
import type { SchemaNotice, SchemaOperation } from '../sync/model/operation';
import type { Bindings, FoundTable } from '../sync/model/table';
import { tiedTable } from '../sync/ours';
import type { Reshaped } from './ports';
import { countMisfits, readUsedOptions } from './structure-look';
import { noticeSentence, refuse } from './structure-words';
import type { Workshop } from './workshop';

export type RestructurePolicy = { readonly acceptConversions: boolean };

export type Restructured = {
  readonly operations: readonly SchemaOperation['type'][];
  readonly notices: readonly SchemaNotice[];
  /** What was met of the structure: done, waiting, told. What the user refused is not told again. */
  readonly changes: readonly SchemaChange[];
};

/** Grist: 1 request when nothing changes, at most 6; one scan more for each option or type that must be looked at. */
export async function restructure(workshop: Workshop, policy: RestructurePolicy): Promise<Restructured> {
  const { ports } = workshop;
  ports.journal.write({ type: 'phase', phase: 'structure' });
  const { shape } = await workshop.form();
  const link = await workshop.link();
  let structure = await ports.destination.structure();
  const before = refsOf(structure);
  const located = locateTables(shape.layout, structure, link.bindings);
  await refuseSharedTables(
    workshop,
    structure,
    [...located.values()].map(({ ref }) => ref),
  );
  let fresh: ReadonlySet<number> = new Set();
  for (let round = 1; ; round += 1) {
    try {
      return await bringTo(workshop, structure, { ...policy, fresh });
    } catch (error) {
      const isLost = error instanceof Failure && error.code === 'GRIST_ECRITURE_INCERTAINE';
      if (!isLost || round === MAX_ROUNDS) throw error;
      // What appeared since we looked, under our ids, is what the lost answer made: taken, never made a second time.
      structure = await ports.destination.structure();
      fresh = new Set([...refsOf(structure)].filter((ref) => !before.has(ref)));
    }
  }
}

/** How often the structure is read and compared again when an answer was lost. */
const MAX_ROUNDS = 3;

/** Column refs are numbered over the whole document. */
function refsOf(structure: readonly FoundTable[]): ReadonlySet<number> {
  return new Set(structure.flatMap(({ columns }) => columns.map(({ ref }) => ref)));
}

async function bringTo(
  workshop: Workshop,
  structure: readonly FoundTable[],
  given: Pick<DriftPolicy, 'acceptConversions' | 'fresh'>,
): Promise<Restructured> {
  const { ports, handle, settings } = workshop;
  const { policies } = settings;
  const { shape, demarche } = await workshop.form();
  const link = await workshop.link();
  const open = await ports.ledger.changes(handle.linkId, 'open');
  const moment = momentOf(demarche, ports.clock.now());
  const wanted = drift(shape.layout, structure, link.bindings, {
    ...given,
    policies,
    decisions: decisionsOf(open),
    moment,
    used:
      policies.choices === 'identiques'
        ? await readUsedOptions(ports.destination, shape.layout, structure, link.bindings)
        : new Map(),
  });
  const cells = await countNewMisfits(workshop, open, wanted, structure);
  const learntBefore: Learnt = { undo: ({ undo }) => undo, cells: ({ item }) => cells.get(item) ?? null };
  await ports.ledger.note(handle, 'structure', { operations: wanted.operations, notices: wanted.notices });
  const refusal = refuse(wanted, policies);
  if (refusal !== null) {
    const outlook = { isDone: false, isWhole: moment.isWhole };
    await ports.ledger.bookChanges(handle, bookOf(open, wanted.changes, learntBefore, outlook));
    throw refusal;
  }
  for (const notice of wanted.notices) {
    const sentence = noticeSentence(notice);
    if (sentence !== null) ports.journal.write({ type: 'notice', sentence });
  }
  const changes = wanted.changes.filter(({ outcome }) => outcome !== 'refusee');
  const outlook = { isDone: true, isWhole: moment.isWhole };
  if (wanted.operations.length === 0) {
    const bindings = aged(link.bindings, wanted.bindings, wanted.operations);
    await ports.ledger.saveBindings(handle, bindings, bookOf(open, wanted.changes, learntBefore, outlook));
    await workshop.reloadTables(structure);
    return { operations: [], notices: wanted.notices, changes };
  }
  const located = locateTables(shape.layout, structure, link.bindings);
  const bound = bind(shape.layout, structure, wanted.bindings);
  const unbound = [...located].filter(([key]) => !bound.some((table) => table.key === key));
  await ports.ledger.renew(handle);
  const reshaped = await ports.destination.reshape(wanted.operations, [
    ...bound,
    ...unbound.map(([key, { ref, id }]) => ({ key, ref, id })),
  ]);
  const bindings = aged(
    link.bindings,
    withCreated(wanted.bindings, shape.layout, reshaped, reshaped.structure),
    wanted.operations,
  );
  const learnt = { ...learntBefore, undo: (change: SchemaChange) => undoAfter(change, reshaped) };
  await ports.ledger.saveBindings(handle, bindings, bookOf(open, wanted.changes, learnt, outlook));
  await workshop.reloadTables(reshaped.structure);
  return { operations: wanted.operations.map(({ type }) => type), notices: wanted.notices, changes };
}

/** The form as the comparison knows it. */
function momentOf({ form, activeRevisionId }: Demarche, now: number): FormMoment {
  const ids = (list: readonly Descriptor[]): readonly string[] =>
    list.flatMap(({ id, children }) => [id, ...ids(children)]);
  return {
    revision: activeRevisionId,
    at: new Date(now).toISOString(),
    isWhole: form.origin === 'descriptors',
    fields: new Set([...ids(form.champs), ...ids(form.annotations)]),
  };
}

/**
 * The generation grows when a column is tied that was not, or another in its place, or converted: all the values are
 * then to be read again, also where Grist gave a new column the ref of the one that it replaces.
 */
function aged(before: Bindings, after: Bindings, operations: readonly SchemaOperation[]): Bindings {
  const tied = (bindings: Bindings) =>
    bindings.tables.flatMap(({ key, columns }) =>
      columns.filter(({ ref }) => ref > 0).map((column) => `${key} ${column.key} ${column.ref}`),
    );
  const known = new Set(tied(before));
  const isOlder =
    tied(after).some((tie) => !known.has(tie)) ||
    operations.some(
      ({ type }) => type === 'create_table' || type === 'add_column' || type === 'convert_column',
    );
  const generation = before.generation ?? 0;
  return { ...after, generation: isOlder ? generation + 1 : generation };
}

/** What takes the change back, now that Grist has told the refs and the places. */
function undoAfter({ table, column, undo }: SchemaChange, reshaped: Reshaped): Undo | null {
  const isIt = (one: { readonly table: string; readonly column: string }) =>
    one.table === table && one.column === column;
  if (undo?.type === 'remove_column' && undo.columnRef === 0) {
    return { ...undo, columnRef: reshaped.columns.find(isIt)?.ref ?? 0 };
  }
  if (undo?.type === 'retirement') return { ...undo, places: reshaped.hidden?.find(isIt)?.places ?? [] };
  return undo;
}

/** A conflict of type is counted once, when it is first met. */
async function countNewMisfits(
  { ports }: Workshop,
  open: readonly RecordedChange[],
  wanted: Drift,
  structure: readonly FoundTable[],
): Promise<ReadonlyMap<string, number | null>> {
  const known = new Set(open.map(({ item }) => item));
  const counts = new Map<string, number | null>();
  for (const change of wanted.changes) {
    if (change.kind !== 'colonne_retypee' || known.has(change.item)) continue;
    counts.set(change.item, await countMisfits(ports.destination, change, structure, wanted.bindings));
  }
  return counts;
}

/**
 * Two links may share a document, never a table. An owner whose table was deleted owns it no longer, although Grist
 * gave its ref to a newer table: what it knows of it says so.
 */
async function refuseSharedTables(
  { ports, handle }: Workshop,
  structure: readonly FoundTable[],
  refs: readonly number[],
): Promise<void> {
  const owners = await ports.ledger.otherOwners(handle.linkId, refs);
  const stale: (typeof owners)[number][] = [];
  const others: (typeof owners)[number][] = [];
  for (const owner of owners) {
    const { bindings } = await ports.ledger.readLink(owner.linkId);
    const tie = bindings.tables.find(({ ref }) => ref === owner.tableRef);
    (tiedTable(structure, tie) === undefined ? stale : others).push(owner);
  }
  const other = others[0];
  if (other !== undefined) {
    throw new Failure('GRIST_TABLES_DEJA_LIEES', {
      facts: { demarche: other.demarche, tables: others.length },
    });
  }
  if (stale.length > 0) await ports.ledger.releaseTables(handle, stale);
}
