// A column that the document does not have yet.

import type { ColumnSpec, FoundColumn, TableBinding, TableSpec } from '../model/table';
import { propose, record, type TablePlace, usualOfForm, type Work } from './desk';
import { columnReason } from './newness';

/** Is there no column where one should be? A field's is added; what is not the form's doing is added in any case. */
export function addColumn(
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

/** An addition of ours that was cut before it could be remembered: history has it all the same. */
export function noteAdded(
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
