// Drift: from the tables and columns wanted to those found, typed operations with their reasons, what was decided of
// each change, and what may not be decided alone. Nothing here destroys anything. Each family of decisions about a
// column is in its file of drifting/.

import { addColumn, noteAdded } from './drifting/addition';
import { adoptable, adoptColumn } from './drifting/adoption';
import { type DriftPolicy, isFieldKey, record, type TablePlace, type Work } from './drifting/desk';
import { locateTables } from './drifting/location';
import { lostTable, missingColumn, noteLostKey } from './drifting/missing';
import { knownFields } from './drifting/newness';
import { followRetirement, retireForgotten } from './drifting/retirement';
import {
  formerTie,
  isTakenByFormula,
  noteConverted,
  retypeByForm,
  retypedByHand,
  sameType,
} from './drifting/types';
import { followChoices, followWords } from './drifting/words';
import { baseType } from './fits-type';
import { NO_DECISIONS, type SchemaChange } from './model/change';
import type { SchemaNotice, SchemaOperation } from './model/operation';
import { DEFAULT_POLICIES } from './model/policies';
import type {
  Bindings,
  ColumnBinding,
  ColumnSpec,
  FoundColumn,
  FoundTable,
  Layout,
  TableBinding,
  TableKey,
  TableSpec,
} from './model/table';
import { isMarked, tiedColumn, tiedTable } from './ours';

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
      const replacement = cutReplacement(place, column, own, tie, { claimed, work });
      if (replacement === null) ties.push(...driftColumn(place, column, own, tie, work));
      else {
        claimed.add(replacement.ref);
        ties.push(formerTie(own, tie), adoptColumn({ ...place, column: replacement }, column, work));
      }
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

/**
 * The form gave the field another type, and an earlier attempt made the column that stands beside the former one but was
 * cut before that could be remembered: the former one has lost its mark, and a new one of the type wanted bears it.
 */
function cutReplacement(
  { spec, found }: TablePlace,
  column: ColumnSpec,
  own: FoundColumn,
  tie: ColumnBinding,
  { claimed, work }: { readonly claimed: ReadonlySet<number>; readonly work: Work },
): FoundColumn | null {
  if (isMarked(own, column.key) || tie.wanted === undefined || tie.wanted === baseType(column.type))
    return null;
  const existing = adoptable(column, found, claimed, false, work);
  if (existing === null || !isMarked(existing, column.key)) return null;
  if (!sameType(column.type, existing.type, work.located)) return null;
  record(work, {
    kind: 'type_nouvelle_colonne',
    table: spec.key,
    column: column.key,
    label: column.label,
    reason: 'type_modifie',
    from: baseType(own.type),
    to: baseType(column.type),
    isForm: isFieldKey(column.key),
    undo: { type: 'remove_column', columnRef: existing.ref },
  });
  return existing;
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
    if (!work.isWhole && isFieldKey(column.key)) return [{ ...tie, id: found.id }];
    const [retyped = tie, ...others] = retypeByForm(place, column, tie, work);
    // A column that is converted takes the form's new words in the same run; one that is replaced keeps its own.
    if (retyped.key !== tie.key || retyped.wanted !== wanted) return [retyped, ...others];
    const described = { ...column, description: wordsBeforeRetirement(column, retyped) };
    return [{ ...retyped, ...followWords(place, described, retyped, work) }];
  }
  noteConverted(place, column, tie, work);
  const kept = followRetirement(place, column, { ...tie, id: found.id, wanted }, work);
  const described = { ...column, description: wordsBeforeRetirement(column, kept) };
  const words = followWords(place, described, kept, work);
  const options = followChoices(place, column, kept, work);
  return [{ ...kept, ...words, ...(options === undefined ? {} : { options }) }];
}

/** What is said of a retired field is written when its column is retired, not before. */
function wordsBeforeRetirement(column: ColumnSpec, { retired }: ColumnBinding): string {
  return retired === undefined
    ? (column.retired?.descriptionBefore ?? column.description)
    : column.description;
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
