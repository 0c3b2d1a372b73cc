// Tables and columns that are not there: new ones, and those that somebody deleted or transformed in Grist.

import { accepts } from '../fits-type';
import type { ColumnBinding, ColumnKey, ColumnSpec, TableBinding, TableKey, TableSpec } from '../model/table';
import { GONE, tiedColumn } from '../ours';
import { propose, record, type TablePlace, usualOfForm, type Work } from './desk';
import { tableReason } from './newness';
import { FORMULA, isTakenByFormula, typeName } from './types';

/** A table that is not there: new, or deleted in Grist. */
export function lostTable(
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

/** A column that somebody deleted in Grist. One that holds keys cannot be filled again: its rows are known by it. */
export function missingColumn(
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
export function noteLostKey(
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
