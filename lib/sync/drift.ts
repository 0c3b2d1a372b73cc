// Drift: from the tables and columns wanted to those found, typed operations with their reasons, what was decided of
// each change, and what may not be decided alone. Nothing here destroys anything. Each family of decisions about a
// column is in its file of drifting/.

import { adoptable, adoptColumn } from './drifting/adoption';
import {
  type DriftPolicy,
  descriptorOf,
  isFieldKey,
  propose,
  record,
  type TablePlace,
  usualOfForm,
  type Work,
} from './drifting/desk';
import { followRetirement, retireForgotten } from './drifting/retirement';
import {
  FORMULA,
  isTakenByFormula,
  noteConverted,
  retypeByForm,
  retypedByHand,
  sameType,
  typeName,
} from './drifting/types';
import { followChoices, followWords } from './drifting/words';
import { accepts, baseType } from './fits-type';
import { NO_DECISIONS, type SchemaChange } from './model/change';
import type { SchemaNotice, SchemaOperation, SchemaReason } from './model/operation';
import { DEFAULT_POLICIES } from './model/policies';
import type {
  Bindings,
  ColumnBinding,
  ColumnKey,
  ColumnSpec,
  FoundColumn,
  FoundTable,
  Layout,
  TableBinding,
  TableKey,
  TableSpec,
} from './model/table';
import { GONE, tiedColumn, tiedTable } from './ours';

export type Drift = {
  readonly operations: readonly SchemaOperation[];
  readonly notices: readonly SchemaNotice[];
  /** Every change met, with what becomes of it: done by `operations`, waiting, told, refused. */
  readonly changes: readonly SchemaChange[];
  /** What is tied already or by adoption; what the operations create is added once Grist has given its refs. */
  readonly bindings: Bindings;
};

/**
 * Compares a layout with a document. Tables and columns are known by the refs of `bindings`; one that has none is
 * adopted when the document holds it (same mark in its description, else same id), and created otherwise.
 */
export function drift(
  layout: Layout,
  found: readonly FoundTable[],
  bindings: Bindings,
  policy: DriftPolicy,
): Drift {
  const located = locateTables(layout, found, bindings);
  const remade = new Set<TableKey>();
  const missing = new Set<TableKey>();
  const work: Work = {
    located,
    policy: { decisions: NO_DECISIONS, ...policy },
    policies: policy.policies ?? DEFAULT_POLICIES,
    bindings,
    isWhole: policy.moment?.isWhole ?? true,
    remade,
    missing,
    operations: [],
    notices: [],
    changes: [],
  };
  const ties: TableBinding[] = [];
  const lost = layout.tables.filter(({ key }) => !located.has(key));
  for (const spec of lost) ties.push(...lostTable(spec, work, { remade, missing }));
  for (const spec of layout.tables) {
    const table = located.get(spec.key);
    if (table === undefined) continue;
    const known = bindings.tables.find(({ key }) => key === spec.key);
    ties.push(driftTable({ spec, found: table }, known, work));
  }
  // Tables that the layout no longer has (an option switched off, a block removed) stay ours and are left as they are.
  for (const known of bindings.tables) {
    if (layout.tables.some(({ key }) => key === known.key)) continue;
    const table = tiedTable(found, known);
    const columns =
      table === undefined
        ? known.columns
        : known.columns.map((tie) => retireForgotten(known.key, table, tie, work));
    ties.push({ ...known, columns });
  }
  return {
    operations: work.operations,
    notices: work.notices,
    changes: work.changes,
    bindings: {
      ...bindings,
      tables: ties,
      ...knownFields(layout, work),
    },
  };
}

/** A table that is not there: new, or deleted in Grist. */
function lostTable(
  spec: TableSpec,
  work: Work,
  { remade, missing }: { readonly remade: Set<TableKey>; readonly missing: Set<TableKey> },
): readonly TableBinding[] {
  const known = work.bindings.tables.find(({ key }) => key === spec.key);
  const told = { table: spec.key, column: null, label: known?.id ?? spec.id } as const;
  if (known === undefined) {
    const reason = tableReason(spec, work);
    const isForm = reason === 'champ_ajoute';
    const undo = {
      type: 'impossible',
      why: 'Supprimer une table entière se fait dans Grist\u00a0: elle ne sera pas recréée sans votre accord.',
    } as const;
    const usual = isForm ? usualOfForm(work.policies) : 'faire';
    if (propose(work, { ...told, kind: 'table_creee', reason, isForm, undo }, usual)) {
      work.operations.push({ type: 'create_table', table: spec, reason });
    }
    return [];
  }
  const reason = 'supprimee_dans_grist';
  const done = propose(
    work,
    {
      ...told,
      kind: 'table_manquante',
      reason,
      isForm: false,
      undo: { type: 'impossible', why: 'Supprimer une table entière se fait dans Grist.' },
    },
    work.policies.missing === 'recreer' ? 'faire' : 'signaler',
  );
  if (done) {
    remade.add(spec.key);
    work.operations.push({ type: 'create_table', table: spec, reason });
  } else {
    missing.add(spec.key);
    work.notices.push({ type: 'table_missing', table: spec.key, id: known.id });
  }
  return [{ ...known, ref: GONE }];
}

function driftTable(place: TablePlace, known: TableBinding | undefined, work: Work): TableBinding {
  const { spec, found } = place;
  const ties: ColumnBinding[] = [];
  const claimed = new Set(
    known?.columns.flatMap((tie) => (tiedColumn(found, tie) === undefined ? [] : [tie.ref])) ?? [],
  );
  for (const column of spec.columns) {
    const tie = known?.columns.find(({ key }) => key === column.key);
    const own = tiedColumn(found, tie);
    if (tie !== undefined && own !== undefined) {
      ties.push(...driftColumn(place, column, own, tie, work));
      continue;
    }
    // Also for one that was ours and is gone: an undone deletion brings it back, mark and all.
    const existing = adoptable(column, found, claimed, known === undefined, work);
    if (existing !== null) {
      claimed.add(existing.ref);
      // An addition of ours that was cut before it could be remembered: history has it all the same.
      if (known !== undefined && tie === undefined) noteAdded(spec, column, existing, known, work);
      ties.push(adoptColumn({ ...place, column: existing }, column, work));
    } else if (tie !== undefined) {
      ties.push(missingColumn(place, column, tie, work));
    } else {
      addColumn(place, column, known, work);
    }
  }
  for (const key of spec.keyColumns) noteLostKey(place, key, ties, work);
  noteRenamedBlock(spec, known, work);
  const wanted = new Set(spec.columns.map(({ key }) => key));
  const frozen = known?.columns.filter(({ key }) => !wanted.has(key)) ?? [];
  for (const tie of frozen) {
    work.notices.push({ type: 'column_frozen', table: spec.key, column: tie.key, label: tie.label });
    if (!ties.some(({ key }) => key === tie.key)) ties.push(retireForgotten(spec.key, found, tie, work));
  }
  const { label } = spec;
  return {
    key: spec.key,
    ref: found.ref,
    id: found.id,
    ...(label === undefined ? {} : { label }),
    columns: ties,
  };
}

/** A column of ours: follows the form's type, and its words where the user has not put others, and its options. */
function driftColumn(
  table: TablePlace,
  column: ColumnSpec,
  found: FoundColumn,
  tie: ColumnBinding,
  work: Work,
): readonly ColumnBinding[] {
  const place = { ...table, column: found };
  const wanted = baseType(column.type);
  if (isTakenByFormula(column, found)) return retypedByHand(place, column, tie, work);
  if (!sameType(column.type, found.type, work.located)) {
    const isByForm = tie.wanted !== undefined && tie.wanted !== wanted && tie.wanted === baseType(found.type);
    if (!isByForm) return retypedByHand(place, column, tie, work);
    // A type inferred from dossiers is not the form's: nothing is changed for it.
    return work.isWhole || !isFieldKey(column.key)
      ? retypeByForm(place, column, tie, work)
      : [{ ...tie, id: found.id }];
  }
  noteConverted(place, column, tie, work);
  const kept = followRetirement(place, column, { ...tie, id: found.id, wanted }, work);
  const description =
    kept.retired === undefined
      ? (column.retired?.descriptionBefore ?? column.description)
      : column.description;
  const words = followWords(place, { ...column, description }, kept, work);
  const options = followChoices(place, column, kept, work);
  return [{ ...kept, ...words, ...(options === undefined ? {} : { options }) }];
}

/** Is there no column where one should be? A field's is added; what is not the form's doing is added in any case. */
function addColumn(
  { spec, found }: TablePlace,
  column: ColumnSpec,
  known: TableBinding | undefined,
  work: Work,
): void {
  const reason = columnReason(column.key, known, work);
  const isForm = reason === 'champ_ajoute';
  const done = propose(
    work,
    {
      kind: 'colonne_ajoutee',
      table: spec.key,
      column: column.key,
      label: column.label,
      reason,
      isForm,
      undo: { type: 'remove_column', columnRef: 0 },
    },
    isForm ? usualOfForm(work.policies) : 'faire',
  );
  if (done) {
    work.operations.push({ type: 'add_column', table: spec.key, tableRef: found.ref, column, reason });
  }
}

function noteAdded(
  spec: TableSpec,
  column: ColumnSpec,
  existing: FoundColumn,
  known: TableBinding,
  work: Work,
): void {
  const reason = columnReason(column.key, known, work);
  record(work, {
    kind: 'colonne_ajoutee',
    table: spec.key,
    column: column.key,
    label: column.label,
    reason,
    isForm: reason === 'champ_ajoute',
    undo: { type: 'remove_column', columnRef: existing.ref },
  });
}

/** A column that somebody deleted in Grist. One that holds keys cannot be filled again: its rows are known by it. */
function missingColumn(
  { spec, found }: TablePlace,
  column: ColumnSpec,
  tie: ColumnBinding,
  work: Work,
): ColumnBinding {
  const { key, label } = column;
  const gone = { ...tie, ref: GONE };
  if (spec.keyColumns.includes(key)) {
    work.notices.push({ type: 'column_missing', table: spec.key, column: key, label });
    return gone;
  }
  const reason = 'supprimee_dans_grist';
  const done = propose(
    work,
    {
      kind: 'colonne_manquante',
      table: spec.key,
      column: key,
      label,
      reason,
      isForm: false,
      undo: { type: 'remove_column', columnRef: 0 },
    },
    work.policies.missing === 'recreer' ? 'faire' : 'signaler',
  );
  if (done)
    work.operations.push({ type: 'add_column', table: spec.key, tableRef: found.ref, column, reason });
  else work.notices.push({ type: 'column_missing', table: spec.key, column: key, label });
  return gone;
}

/** Without its keys nothing of a table can be written: that is told, whatever took them away. */
function noteLostKey(
  { spec, found }: TablePlace,
  key: ColumnKey,
  ties: readonly ColumnBinding[],
  work: Work,
): void {
  const column = spec.columns.find((candidate) => candidate.key === key);
  const isBeingMade = work.operations.some(
    (operation) =>
      (operation.type === 'add_column' || operation.type === 'convert_column') &&
      operation.table === spec.key &&
      operation.column.key === key,
  );
  if (column === undefined || isBeingMade) return;
  const here = tiedColumn(
    found,
    ties.find((tie) => tie.key === key),
  );
  const isFormula = here !== undefined && isTakenByFormula(column, here);
  if (here !== undefined && !isFormula && accepts(column.type, here.type)) return;
  const told = {
    table: spec.key,
    column: key,
    label: column.label,
    wanted: typeName(column.type, work.located),
  } as const;
  const type = here === undefined ? null : isFormula ? FORMULA : here.type;
  work.notices.push({ type: 'key_lost', ...told, found: type });
  // A retyped key is restored by the item that tells its type; a deleted one cannot be, and is only told.
  if (here !== undefined) return;
  record(
    work,
    {
      kind: 'cle_perdue',
      table: spec.key,
      column: key,
      label: column.label,
      reason: 'supprimee_dans_grist',
      to: told.wanted,
      isForm: false,
      undo: null,
    },
    'signalee',
  );
}

/** A block's table belongs to the block, not to its name: its id stays, formulas and links to it go on. */
function noteRenamedBlock(spec: TableSpec, known: TableBinding | undefined, work: Work): void {
  if (spec.label === undefined || known?.label === undefined || known.label === spec.label || !work.isWhole)
    return;
  record(
    work,
    {
      kind: 'bloc_renomme',
      table: spec.key,
      column: null,
      label: known.id,
      reason: 'libelle_modifie',
      from: known.label,
      to: spec.label,
      isForm: true,
      undo: null,
    },
    'information',
  );
}

/** Tables of the document by key: by tie, else by id. A table of ours is never taken for another. */
export function locateTables(
  layout: Layout,
  found: readonly FoundTable[],
  bindings: Bindings,
): ReadonlyMap<TableKey, FoundTable> {
  const located = new Map<TableKey, FoundTable>();
  for (const spec of layout.tables) {
    const table = tiedTable(
      found,
      bindings.tables.find(({ key }) => key === spec.key),
    );
    if (table !== undefined) located.set(spec.key, table);
  }
  const taken = new Set([...located.values()].map(({ ref }) => ref));
  for (const spec of layout.tables) {
    if (located.has(spec.key)) continue;
    const ids = [spec.id, ...spec.aliases].map((id) => id.toLowerCase());
    const table = found.find(({ id, ref }) => ids.includes(id.toLowerCase()) && !taken.has(ref));
    if (table !== undefined) located.set(spec.key, table);
  }
  return located;
}

/** The first run makes everything; later on a table comes with the form, or with an option. */
function tableReason(spec: TableSpec, work: Work): SchemaReason {
  if (work.bindings.tables.length === 0) return 'premiere_synchronisation';
  if (spec.key.startsWith('bloc:')) {
    return isNewField(spec.key.slice('bloc:'.length), work) ? 'champ_ajoute' : 'option_activee';
  }
  const fields = spec.columns.map(({ key }) => key).filter(isFieldKey);
  if (fields.length > 0) {
    return fields.every((key) => isNewField(descriptorOf(key), work)) ? 'champ_ajoute' : 'option_activee';
  }
  return 'option_activee';
}

function columnReason(key: ColumnKey, known: TableBinding | undefined, work: Work): SchemaReason {
  if (work.bindings.tables.length === 0) return 'premiere_synchronisation';
  if (known === undefined || !isFieldKey(key)) return 'option_activee';
  return isNewField(descriptorOf(key), work) ? 'champ_ajoute' : 'option_activee';
}

/**
 * The fields that are no longer new at the next run: all of them, but for those that wait for the user's word. What an
 * inferred form does not show is not forgotten for that.
 */
function knownFields(layout: Layout, { policy, isWhole, changes }: Work): Pick<Bindings, 'fields'> {
  if (policy.moment === undefined || !isWhole) return {};
  const waiting = new Set(
    changes
      .filter(({ outcome }) => outcome === 'en_attente' || outcome === 'refusee')
      .flatMap(({ kind, table, column }) => {
        if (kind === 'colonne_ajoutee' && column !== null) return [descriptorOf(column)];
        if (kind !== 'table_creee') return [];
        const columns = layout.tables.find(({ key }) => key === table)?.columns ?? [];
        return [table.replace(/^bloc:/, ''), ...columns.map(({ key }) => descriptorOf(key))];
      }),
  );
  return { fields: [...policy.moment.fields].filter((field) => !waiting.has(field)).sort() };
}

/** Links older than this memory know no field: what comes then is taken for new. */
function isNewField(descriptor: string, { bindings }: Work): boolean {
  return bindings.fields === undefined || !bindings.fields.includes(descriptor);
}
