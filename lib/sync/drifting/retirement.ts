// Columns of fields that left the form, or came back to it: kept, still written for the dossiers that have them, told
// since when, and hidden from the pages where the user asked for that.

import type { ColumnBinding, ColumnSpec, FoundTable, TableKey } from '../model/table';
import { tiedColumn } from '../ours';
import { retirementSentence, withSentence } from '../retired';
import { type ColumnPlace, descriptorOf, isFieldKey, propose, record, usualOfForm, type Work } from './desk';

/**
 * A column whose field is not in the active revision. Deals with it once, when the field leaves: afterwards the page is
 * the user's, who may show the column again.
 *
 * @returns the binding, its description brought to what it will be.
 */
export function followRetirement(
  place: ColumnPlace,
  column: ColumnSpec,
  tie: ColumnBinding,
  work: Work,
): ColumnBinding {
  if (!work.isWhole) return tie;
  const { retired } = column;
  if (retired === undefined) return tie.retired === undefined ? tie : comeBack(place, column, tie, work);
  if (tie.retired !== undefined) return tie;
  return retire({
    table: place.spec.key,
    found: place.found,
    tie,
    revision: retired.revision,
    description: column.description,
    work,
  });
}

/** Its description stops telling the retirement; whether the pages show it again is the user's to say. */
function comeBack(
  { spec, found: table, column: found }: ColumnPlace,
  column: ColumnSpec,
  { retired: _retired, ...tie }: ColumnBinding,
  work: Work,
): ColumnBinding {
  record(work, {
    kind: 'champ_revenu',
    table: spec.key,
    column: column.key,
    label: column.label,
    reason: 'champ_revenu',
    isForm: true,
    undo: {
      type: 'impossible',
      why: 'C’est le formulaire qui a repris ce champ\u00a0: rien n’a été changé dans les données.',
    },
  });
  if (found.description !== tie.description || column.description === tie.description) return tie;
  work.operations.push({
    type: 'describe_column',
    table: spec.key,
    tableRef: table.ref,
    column: column.key,
    columnRef: found.ref,
    description: column.description,
    reason: 'champ_revenu',
  });
  return { ...tie, description: column.description };
}

/** A column that no revision of the form has any more; one left aside by the user's options is none of the form's. */
export function retireForgotten(
  table: TableKey,
  found: FoundTable,
  tie: ColumnBinding,
  work: Work,
): ColumnBinding {
  const { moment } = work.policy;
  if (moment === undefined || !moment.isWhole || tie.retired !== undefined) return tie;
  if (!isFieldKey(tie.key) || tie.key.includes('~') || moment.fields.has(descriptorOf(tie.key))) return tie;
  const sentence = retirementSentence({ revision: moment.revision, since: moment.at });
  const description = withSentence(tie.description, sentence);
  return retire({ table, found, tie, revision: moment.revision, description, work });
}

function retire(given: {
  readonly table: TableKey;
  readonly found: FoundTable;
  readonly tie: ColumnBinding;
  readonly revision: string;
  readonly description: string;
  readonly work: Work;
}): ColumnBinding {
  const { table, found, tie, revision, work } = given;
  const column = tiedColumn(found, tie);
  if (column === undefined) return tie;
  const isPlain = column.description === tie.description && column.description !== given.description;
  const done = propose(
    work,
    {
      kind: 'champ_retire',
      table,
      column: tie.key,
      label: tie.label,
      reason: 'champ_retire',
      to: revision,
      isForm: true,
      undo: {
        type: 'retirement',
        columnRef: column.ref,
        description: isPlain ? { before: tie.description, after: given.description } : null,
        places: [],
      },
    },
    usualOfForm(work.policies),
  );
  if (!done) return tie;
  const place = { table, tableRef: found.ref, column: tie.key, columnRef: column.ref } as const;
  const reason = 'champ_retire';
  if (isPlain) {
    work.operations.push({ ...place, type: 'describe_column', description: given.description, reason });
  }
  if (work.policies.removedFields === 'masquer')
    work.operations.push({ ...place, type: 'hide_column', reason });
  return { ...tie, retired: revision, ...(isPlain ? { description: given.description } : {}) };
}
