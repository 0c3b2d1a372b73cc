// The desk where every change of structure is proposed: the policy and the user's decisions say what becomes of it, and
// what is done, waits or is told is written down with its reason.

import type { ChangeKind, Decisions, SchemaChange, Undo } from '../model/change';
import type { SchemaNotice, SchemaOperation, SchemaReason } from '../model/operation';
import type { Policies } from '../model/policies';
import type { Bindings, ColumnKey, FoundColumn, FoundTable, TableKey, TableSpec } from '../model/table';

/** The form as it is when the document is compared with it. */
export type FormMoment = {
  readonly revision: string;
  /** ISO instant, for what left every revision: nothing else says since when. */
  readonly at: string;
  /** False when it was inferred from some dossiers: what is not seen may exist, and nothing is concluded from it. */
  readonly isWhole: boolean;
  /** Every descriptor id of the form, the excluded ones too. */
  readonly fields: ReadonlySet<string>;
};

/** Options of a column that some cell holds, by `columnSlot`. */
export type UsedOptions = ReadonlyMap<string, ReadonlySet<string>>;

export function columnSlot(table: TableKey, column: ColumnKey): string {
  return `${table} ${column}`;
}

export type DriftPolicy = {
  /** The user has accepted that existing columns found under our ids be converted to our types. */
  readonly acceptConversions: boolean;
  /** Refs that appeared since an attempt of ours whose answer was lost: among them our ids are ours. */
  readonly fresh?: ReadonlySet<number>;
  /** Absent: the defaults. */
  readonly policies?: Policies;
  /** What the user said of changes that still hold. Absent: nothing. */
  readonly decisions?: Decisions;
  /** Absent: nothing is concluded from what the form no longer has. */
  readonly moment?: FormMoment;
  /** Absent for a column: every option counts as used. */
  readonly used?: UsedOptions;
};

/** What each decision family works with: one comparison of a layout with a document. */
export type Work = {
  readonly located: ReadonlyMap<TableKey, FoundTable>;
  readonly policy: DriftPolicy;
  readonly policies: Policies;
  readonly bindings: Bindings;
  /** Is the form told whole, so that what it lacks is really gone? */
  readonly isWhole: boolean;
  /** Tables of ours that are not in the document: those made again now, and those left for the user to decide. */
  readonly remade: ReadonlySet<TableKey>;
  readonly missing: ReadonlySet<TableKey>;
  readonly operations: SchemaOperation[];
  readonly notices: SchemaNotice[];
  readonly changes: SchemaChange[];
};

/** A managed table with what was found of it. */
export type TablePlace = { readonly spec: TableSpec; readonly found: FoundTable };
export type ColumnPlace = TablePlace & { readonly column: FoundColumn };

/** What is done where nobody decided otherwise. */
export type Usual = 'faire' | 'attendre' | 'signaler';

export type Proposal = {
  readonly kind: ChangeKind;
  readonly table: TableKey;
  readonly column: ColumnKey | null;
  readonly label: string;
  readonly reason: SchemaReason;
  readonly from?: string | null;
  readonly to?: string | null;
  /** Told apart from another change of the same kind, where `from` and `to` do not. */
  readonly mark?: string;
  readonly isForm: boolean;
  readonly undo: Undo | null;
};

/** Writes the change down with what becomes of it; true when it is to be done now. */
export function propose(work: Pick<Work, 'policy' | 'changes'>, proposal: Proposal, usual: Usual): boolean {
  const item = itemOf(proposal);
  const outcome = outcomeOf(work.policy.decisions?.get(item), usual);
  const { mark, from = null, to = null, ...rest } = proposal;
  work.changes.push({ ...rest, from, to, item, outcome });
  return outcome === 'faite';
}

function outcomeOf(decision: 'acceptee' | 'refusee' | undefined, usual: Usual): SchemaChange['outcome'] {
  if (decision === 'acceptee') return 'faite';
  if (decision === 'refusee') return 'refusee';
  switch (usual) {
    case 'faire':
      return 'faite';
    case 'attendre':
      return 'en_attente';
    case 'signaler':
      return 'signalee';
  }
}

/** Writes down what was found done: by an earlier attempt that could not record it. */
export function record(
  work: Pick<Work, 'changes'>,
  proposal: Proposal,
  outcome: SchemaChange['outcome'] = 'faite',
): void {
  const { mark, from = null, to = null, ...rest } = proposal;
  work.changes.push({ ...rest, from, to, item: itemOf(proposal), outcome });
}

export function itemOf({
  kind,
  table,
  column,
  from = null,
  to = null,
  mark = '',
}: Pick<Proposal, 'kind' | 'table' | 'column' | 'from' | 'to' | 'mark'>): string {
  return JSON.stringify([kind, table, column, from, to, mark]);
}

/** What a run does of a change of the form before anybody decided: data-model.md, « When the form changes ». */
export function usualOfForm(policies: Policies): Usual {
  return policies.formChanges === 'suivre' ? 'faire' : 'attendre';
}

/** Columns that every démarche has change with this software or with an option, never with the form. */
export function isFieldKey(key: ColumnKey): boolean {
  return !key.startsWith('meta:');
}

/** The descriptor that a field's column stands for: without its part, nor what tells a former column. */
export function descriptorOf(key: ColumnKey): string {
  return key.split(/[#~]/, 1)[0] ?? key;
}
