// Columns that the document holds already and that nothing ties to us: which one a spec takes over, and how it is made
// ours without touching the user's words.

import { baseType } from '../fits-type';
import type { ColumnBinding, ColumnSpec, FoundColumn, FoundTable } from '../model/table';
import { columnMark, isMarked } from '../ours';
import { type ColumnPlace, propose, type Work } from './desk';
import { backTo, optionsAs, sameType, typeName } from './types';
import { followChoices } from './words';

/** The column of the document that this spec takes over: by the mark that we leave in descriptions, else by id. */
export function adoptable(
  column: ColumnSpec,
  table: FoundTable,
  claimed: ReadonlySet<number>,
  isFirst: boolean,
  work: Work,
): FoundColumn | null {
  const free = table.columns.filter(({ ref }) => !claimed.has(ref));
  const marked = free.find((found) => isMarked(found, column.key));
  // Once the table is ours, a column without our mark is the user's, whatever its id: Grist numbers ours.
  const { fresh } = work.policy;
  const named = [column.id, ...column.aliases].flatMap((id) =>
    free.filter(
      (found) =>
        (isFirst || fresh?.has(found.ref)) &&
        column.adoption === undefined &&
        found.id.toLowerCase() === id.toLowerCase(),
    ),
  );
  const candidate = marked ?? named[0];
  if (candidate === undefined) return null;
  // A formula under our id is the user's own work, unless it is the very kind of formula that we keep there.
  if (candidate.isFormula && candidate.formula !== '') {
    return column.lookup !== null && sameType(column.type, candidate.type, work.located) ? candidate : null;
  }
  return column.lookup === null ? candidate : null;
}

/** The binding of a column taken over; its type is changed only with the user's word. */
export function adoptColumn(place: ColumnPlace, column: ColumnSpec, work: Work): ColumnBinding {
  const { spec, found: table, column: found } = place;
  const adopted: ColumnBinding = {
    key: column.key,
    ref: found.ref,
    id: found.id,
    wanted: baseType(column.type),
    label: column.label,
    description: column.description,
    ...(column.retired === undefined ? {} : { retired: column.retired.revision }),
  };
  if (!sameType(column.type, found.type, work.located)) {
    convertAdopted(place, column, work);
    return adopted;
  }
  protect(place, column, work);
  const options = followChoices({ spec, found: table, column: found }, column, adopted, work);
  return options === undefined ? adopted : { ...adopted, options };
}

function convertAdopted(
  { spec, found: table, column: found }: ColumnPlace,
  column: ColumnSpec,
  work: Work,
): void {
  const [wanted, type] = [typeName(column.type, work.located), found.type];
  const done = propose(
    work,
    {
      kind: 'colonne_retypee',
      table: spec.key,
      column: column.key,
      label: column.label,
      reason: 'colonne_adoptee',
      from: type,
      to: wanted,
      isForm: false,
      undo: backTo(found, column),
    },
    work.policy.acceptConversions || column.conversion === 'acceptee' ? 'faire' : 'attendre',
  );
  if (done) {
    work.operations.push({
      type: 'convert_column',
      table: spec.key,
      tableRef: table.ref,
      columnRef: found.ref,
      column,
      from: type,
      widgetOptions: optionsAs(found, column),
      reason: 'colonne_adoptee',
    });
    return;
  }
  const isRefused = work.changes.at(-1)?.outcome === 'refusee';
  const told = { table: spec.key, column: column.key, label: column.label, wanted, found: type } as const;
  work.notices.push({ type: isRefused ? 'column_retyped' : 'conversion_needed', ...told });
}

/**
 * An adopted column keeps the user's words; it gets our mark, and an id that no longer follows its label. A structure
 * whose making was cut in the middle is mended in the same way.
 */
function protect({ spec, found: table, column: found }: ColumnPlace, column: ColumnSpec, work: Work): void {
  if (found.untieColIdFromLabel && isMarked(found, column.key)) return;
  const isOwn = found.description === '' || isMarked(found, column.key);
  work.operations.push({
    type: 'describe_column',
    table: spec.key,
    tableRef: table.ref,
    column: column.key,
    columnRef: found.ref,
    label: found.label === found.id ? column.label : found.label,
    description: isOwn ? column.description : `${found.description}\n${columnMark(column.key)}`,
    reason: 'colonne_protegee',
  });
}
