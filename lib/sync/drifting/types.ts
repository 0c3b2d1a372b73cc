// A column's type: the form changed it, or somebody did in Grist. What loses nothing is converted, what would lose
// something stands beside; a type that a person chose is respected where the values keep their meaning.

import { accepts, baseType, convertsLosslessly } from '../fits-type';
import type {
  ColumnBinding,
  ColumnSpec,
  FoundColumn,
  FoundTable,
  TableKey,
  WantedType,
} from '../model/table';
import { columnMark } from '../ours';
import { formerMark } from '../retired';
import { type ColumnPlace, isFieldKey, propose, record, usualOfForm, type Work } from './desk';
import { withChoices } from './words';

/** What a formula that a person put in a column of ours is called where a type is told. */
export const FORMULA = 'formule';

/** Grist's name of a wanted type, with the real id of the table referred to. */
export function typeName(type: WantedType, located: ReadonlyMap<TableKey, Pick<FoundTable, 'id'>>): string {
  return typeof type === 'string' ? type : `Ref:${located.get(type.ref)?.id ?? ''}`;
}

/** Dates with a time are the same in any zone: the user may choose to show them in another. */
export function sameType(
  type: WantedType,
  found: string,
  located: ReadonlyMap<TableKey, Pick<FoundTable, 'id'>>,
): boolean {
  const wanted = typeName(type, located);
  // Another time zone, or none, shows the same instants.
  return wanted === found || (wanted.startsWith('DateTime:') && found.split(':', 1)[0] === 'DateTime');
}

/** A column of data that a person turned into a formula: theirs now. */
export function isTakenByFormula(column: Pick<ColumnSpec, 'lookup'>, found: FoundColumn): boolean {
  return column.lookup === null && found.isFormula && found.formula !== '';
}

/** The type is the one wanted though we last wanted another: an earlier attempt was cut, or a person was faster. */
export function noteConverted(
  place: ColumnPlace,
  column: ColumnSpec,
  tie: ColumnBinding,
  work: Pick<Work, 'changes'>,
): void {
  const wanted = baseType(column.type);
  if (tie.wanted === undefined || tie.wanted === wanted) return;
  record(work, {
    kind: 'type_converti',
    table: place.spec.key,
    column: column.key,
    label: column.label,
    reason: 'type_modifie',
    from: tie.wanted,
    to: wanted,
    isForm: isFieldKey(column.key),
    undo: {
      type: 'impossible',
      why: 'La conversion avait été faite sans que l’on sache depuis quel réglage d’affichage.',
    },
  });
}

/**
 * The form gave the field another type (`tie.wanted` is still the former one). The ties to remember: the converted
 * column, or the former one under a key that no field has, the new one being added once Grist has given its ref.
 */
export function retypeByForm(
  { spec, found: table, column: found }: ColumnPlace,
  column: ColumnSpec,
  tie: ColumnBinding,
  work: Work,
): readonly ColumnBinding[] {
  const isLossless = convertsLosslessly(found.type, column.type);
  const { losslessRetype, lossyRetype } = work.policies;
  const converts = isLossless ? losslessRetype === 'convertir' : lossyRetype === 'convertir';
  const reason = 'type_modifie';
  const proposal = {
    table: spec.key,
    column: column.key,
    label: column.label,
    reason,
    from: baseType(found.type),
    to: baseType(column.type),
    isForm: isFieldKey(column.key),
  } as const;
  const usual = proposal.isForm ? usualOfForm(work.policies) : 'faire';
  const place = { table: spec.key, tableRef: table.ref, column, reason } as const;
  if (converts) {
    const kind = isLossless ? 'type_converti' : 'type_converti_avec_perte';
    const undo = isLossless
      ? backTo(found, column)
      : {
          type: 'impossible' as const,
          why: 'La conversion a pu changer des valeurs\u00a0: seule une version antérieure du document les a encore.',
        };
    if (!propose(work, { ...proposal, kind, undo }, usual)) return [{ ...tie, id: found.id }];
    work.operations.push({
      ...place,
      type: 'convert_column',
      columnRef: found.ref,
      from: found.type,
      widgetOptions: optionsAs(found, column),
    });
    const options = column.widget.choices;
    return [
      { ...tie, id: found.id, wanted: baseType(column.type), ...(options === undefined ? {} : { options }) },
    ];
  }
  const undo = { type: 'remove_column', columnRef: 0 } as const;
  if (!propose(work, { ...proposal, kind: 'type_nouvelle_colonne', undo }, usual)) {
    return [{ ...tie, id: found.id }];
  }
  work.operations.push({ ...place, type: 'add_column' });
  const description = found.description
    .split('\n')
    .map((line) =>
      line === columnMark(tie.key) ? formerMark(tie.key, work.policy.moment?.at ?? null) : line,
    )
    .join('\n');
  if (description !== found.description) {
    work.operations.push({
      type: 'describe_column',
      table: spec.key,
      tableRef: table.ref,
      column: column.key,
      columnRef: found.ref,
      description,
      reason,
    });
  }
  return [formerTie({ ...found, description }, tie)];
}

/** A column that another one replaces: under a key that no field has, never written again, never taken for the new one. */
export function formerTie(
  { id, ref, description }: Pick<FoundColumn, 'id' | 'ref' | 'description'>,
  tie: ColumnBinding,
): ColumnBinding {
  return { ...tie, id, key: `${tie.key}~${ref}`, description };
}

/** Another type in Grist than the wanted one, and not by the form: told, unless the user or the policy wants ours back. */
export function retypedByHand(
  { spec, found: table, column: found }: ColumnPlace,
  column: ColumnSpec,
  tie: ColumnBinding,
  work: Work,
): readonly ColumnBinding[] {
  const isFormula = isTakenByFormula(column, found);
  const told = {
    table: spec.key,
    column: column.key,
    label: column.label,
    wanted: typeName(column.type, work.located),
    found: isFormula ? FORMULA : found.type,
  } as const;
  const held = { ...tie, id: found.id };
  // The table that the reference pointed to was deleted: Grist turned the reference into what it showed, nobody did.
  if (typeof column.type !== 'string' && work.missing.has(column.type.ref)) return [held];
  const fits = !isFormula && accepts(column.type, found.type);
  // A formula is somebody's work: only their own word undoes it, never a policy.
  const restores = work.policies.retyped === 'retablir' && !fits && !isFormula;
  // That table is being made again, and the reference with it.
  const isOrphan = typeof column.type !== 'string' && work.remade.has(column.type.ref);
  const done =
    isOrphan ||
    propose(
      work,
      {
        kind: 'colonne_retypee',
        ...told,
        reason: 'retypee_dans_grist',
        from: told.found,
        to: told.wanted,
        isForm: false,
        undo: isFormula
          ? { type: 'impossible', why: 'La formule que cette colonne contenait n’est pas gardée.' }
          : backTo(found, column),
      },
      restores ? 'faire' : 'signaler',
    );
  if (!done) {
    work.notices.push({ type: 'column_retyped', ...told });
    return [held];
  }
  work.operations.push({
    type: 'convert_column',
    table: spec.key,
    tableRef: table.ref,
    column,
    columnRef: found.ref,
    from: found.type,
    widgetOptions: optionsAs(found, column),
    reason: isOrphan ? 'table_recreee' : 'retypee_dans_grist',
  });
  return [{ ...held, wanted: baseType(column.type) }];
}

/** Our display options over the user's own; choices are those of both. */
export function optionsAs(found: FoundColumn, column: ColumnSpec): Readonly<Record<string, unknown>> {
  const { choices, choiceOptions, ...display } = column.widget;
  const merged = { ...found.widgetOptions, ...display };
  if (choices === undefined) return merged;
  const current = Array.isArray(found.widgetOptions.choices) ? found.widgetOptions.choices : [];
  const all = [...current, ...choices.filter((option) => !current.includes(option))];
  return withChoices(merged, all, column.widget);
}

export function backTo(found: FoundColumn, column: ColumnSpec) {
  return {
    type: 'retype',
    columnRef: found.ref,
    from: found.type,
    to: baseType(column.type),
    widgetOptions: found.widgetOptions,
  } as const;
}
