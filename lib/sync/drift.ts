// Drift: from the tables and columns wanted to those found, typed operations with their reasons, and what may not be
// decided alone. Nothing here destroys anything: a managed table or column that is gone is told, never recreated.
// One file on purpose: every decision about a column is taken here, and they exclude each other.

import { mergeChoices } from './cells/choice';
import { baseType, convertsLosslessly } from './fits-type';
import type { SchemaNotice, SchemaOperation, SchemaReason } from './model/operation';
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
  WantedType,
  Widget,
} from './model/table';
import { columnMark, GONE, isMarked, tiedColumn, tiedTable } from './ours';

export type Drift = {
  readonly operations: readonly SchemaOperation[];
  readonly notices: readonly SchemaNotice[];
  /** What is tied already or by adoption; what the operations create is added once Grist has given its refs. */
  readonly bindings: Bindings;
};

export type DriftPolicy = {
  /** The user has accepted that existing columns found under our ids be converted to our types. */
  readonly acceptConversions: boolean;
  /** Refs that appeared since an attempt of ours whose answer was lost: among them our ids are ours. */
  readonly fresh?: ReadonlySet<number>;
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
  const operations: SchemaOperation[] = [];
  const notices: SchemaNotice[] = [];
  const ties: TableBinding[] = [];
  const located = locateTables(layout, found, bindings);
  for (const spec of layout.tables) {
    const place = located.get(spec.key);
    const known = bindings.tables.find(({ key }) => key === spec.key);
    if (place === undefined) {
      if (known === undefined) {
        operations.push({ type: 'create_table', table: spec, reason: reasonOf(bindings) });
      } else {
        ties.push({ ...known, ref: GONE });
        notices.push({ type: 'table_missing', table: spec.key, id: spec.id });
      }
      continue;
    }
    ties.push(driftTable(spec, place, known, { located, policy, operations, notices, bindings }));
  }
  // Tables that the layout no longer has (an option switched off, a block removed) stay ours and are left as they are.
  for (const known of bindings.tables) {
    if (!ties.some(({ key }) => key === known.key)) ties.push(known);
  }
  return { operations, notices, bindings: { tables: ties } };
}

type Work = {
  readonly located: ReadonlyMap<TableKey, FoundTable>;
  readonly policy: DriftPolicy;
  readonly operations: SchemaOperation[];
  readonly notices: SchemaNotice[];
  readonly bindings: Bindings;
};

function driftTable(
  spec: TableSpec,
  found: FoundTable,
  known: TableBinding | undefined,
  work: Work,
): TableBinding {
  const ties: ColumnBinding[] = [];
  const claimed = new Set(
    known?.columns.flatMap((tie) => (tiedColumn(found, tie) === undefined ? [] : [tie.ref])) ?? [],
  );
  for (const column of spec.columns) {
    const tie = known?.columns.find(({ key }) => key === column.key);
    const own = tiedColumn(found, tie);
    if (tie !== undefined && own !== undefined) {
      ties.push(...driftColumn(spec, found, column, own, tie, work));
      continue;
    }
    // Also for one that was ours and is gone: an undone deletion brings it back, mark and all.
    const existing = adoptable(column, found, claimed, known === undefined, work);
    if (existing !== null) {
      claimed.add(existing.ref);
      ties.push(adoptColumn(spec, found, column, existing, work));
    } else if (tie !== undefined) {
      ties.push({ ...tie, ref: GONE });
      const { key, label } = column;
      work.notices.push({ type: 'column_missing', table: spec.key, column: key, label });
    } else {
      const reason = known === undefined ? reasonOf(work.bindings) : 'champ_ajoute';
      work.operations.push({ type: 'add_column', table: spec.key, tableRef: found.ref, column, reason });
    }
  }
  const wanted = new Set(spec.columns.map(({ key }) => key));
  const frozen = known?.columns.filter(({ key }) => !wanted.has(key)) ?? [];
  for (const tie of frozen) {
    work.notices.push({ type: 'column_frozen', table: spec.key, column: tie.key, label: tie.label });
  }
  return { key: spec.key, ref: found.ref, id: found.id, columns: [...ties, ...frozen] };
}

/** A column of ours: follows the form's type, and its words where the user has not put others, and its options. */
function driftColumn(
  spec: TableSpec,
  table: FoundTable,
  column: ColumnSpec,
  found: FoundColumn,
  tie: ColumnBinding,
  work: Work,
): readonly ColumnBinding[] {
  const wanted = baseType(column.type);
  if (!sameType(column.type, found.type, work.located)) {
    const isByForm = tie.wanted !== undefined && tie.wanted !== wanted && tie.wanted === baseType(found.type);
    if (isByForm) return retypeColumn(spec, table, column, found, tie, work);
    work.notices.push({
      type: 'column_retyped',
      table: spec.key,
      column: column.key,
      label: column.label,
      wanted: typeName(column.type, work.located),
      found: found.type,
    });
    return [{ ...tie, id: found.id }];
  }
  const label = found.label === tie.label && column.label !== tie.label ? column.label : null;
  const description =
    found.description === tie.description && column.description !== tie.description
      ? column.description
      : null;
  if (label !== null || description !== null) {
    work.operations.push({
      type: 'describe_column',
      table: spec.key,
      tableRef: table.ref,
      column: column.key,
      columnRef: found.ref,
      ...(label === null ? {} : { label }),
      ...(description === null ? {} : { description }),
      reason: 'libelle_modifie',
    });
  }
  extendChoices(spec, table, column, found, work);
  return [
    {
      ...tie,
      wanted,
      id: found.id,
      label: label ?? tie.label,
      description: description ?? tie.description,
    },
  ];
}

/**
 * The form gave the field another type. What Grist converts without loss is converted; otherwise the old column is kept
 * as it is, with its values, and a new one stands beside it (promise 7).
 */
function retypeColumn(
  spec: TableSpec,
  table: FoundTable,
  column: ColumnSpec,
  found: FoundColumn,
  tie: ColumnBinding,
  work: Work,
): readonly ColumnBinding[] {
  const reason = 'type_modifie';
  const place = { table: spec.key, tableRef: table.ref, column, reason } as const;
  if (convertsLosslessly(found.type, column.type)) {
    work.operations.push({ ...place, type: 'convert_column', columnRef: found.ref, from: found.type });
    return [{ ...tie, id: found.id, wanted: baseType(column.type) }];
  }
  work.operations.push({ ...place, type: 'add_column' });
  // Under a key that no field has: never written again, and never taken for the new one.
  return [{ ...tie, id: found.id, key: `${tie.key}~${found.ref}` }];
}

function adoptColumn(
  spec: TableSpec,
  table: FoundTable,
  column: ColumnSpec,
  found: FoundColumn,
  work: Work,
): ColumnBinding {
  const adopted: ColumnBinding = {
    key: column.key,
    ref: found.ref,
    id: found.id,
    wanted: baseType(column.type),
    label: column.label,
    description: column.description,
  };
  const base = { table: spec.key, tableRef: table.ref, columnRef: found.ref } as const;
  if (!sameType(column.type, found.type, work.located)) {
    if (work.policy.acceptConversions) {
      work.operations.push({
        ...base,
        type: 'convert_column',
        column,
        from: found.type,
        reason: 'colonne_adoptee',
      });
    } else {
      work.notices.push({
        type: 'conversion_needed',
        table: spec.key,
        column: column.key,
        label: column.label,
        wanted: typeName(column.type, work.located),
        found: found.type,
      });
    }
    return adopted;
  }
  protect(spec, table, column, found, work);
  extendChoices(spec, table, column, found, work);
  return adopted;
}

/**
 * An adopted column keeps the user's words; it gets our mark, and an id that no longer follows its label. A structure
 * whose making was cut in the middle is mended in the same way.
 */
function protect(
  spec: TableSpec,
  table: FoundTable,
  column: ColumnSpec,
  found: FoundColumn,
  work: Work,
): void {
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

/** Options are added, never removed: a value in use must stay valid. The user's own options and colours stay. */
function extendChoices(
  spec: TableSpec,
  table: FoundTable,
  column: ColumnSpec,
  found: FoundColumn,
  work: Work,
): void {
  const widgetOptions = withChoices(found.widgetOptions, column.widget);
  if (widgetOptions === null) return;
  work.operations.push({
    type: 'set_widget',
    table: spec.key,
    tableRef: table.ref,
    column: column.key,
    columnRef: found.ref,
    widgetOptions,
    reason: 'options_modifiees',
  });
}

function withChoices(
  found: Readonly<Record<string, unknown>>,
  wanted: Widget,
): Readonly<Record<string, unknown>> | null {
  if (wanted.choices === undefined) return null;
  const current = stringList(found.choices);
  const choices = mergeChoices(current, wanted.choices);
  if (choices === current) return null;
  const styles = typeof found.choiceOptions === 'object' ? found.choiceOptions : null;
  return { ...found, choices, choiceOptions: { ...wanted.choiceOptions, ...styles } };
}

function stringList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The column of the document that this spec takes over: by the mark that we leave in descriptions, else by id. */
function adoptable(
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
    free.filter((found) => (isFirst || fresh?.has(found.ref)) && found.id.toLowerCase() === id.toLowerCase()),
  );
  const candidate = marked ?? named[0];
  if (candidate === undefined) return null;
  // A formula under our id is the user's own work, unless it is the very kind of formula that we keep there.
  if (candidate.isFormula && candidate.formula !== '') {
    return column.lookup !== null && sameType(column.type, candidate.type, work.located) ? candidate : null;
  }
  return column.lookup === null ? candidate : null;
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

/** Grist's name of a wanted type, with the real id of the table referred to. */
export function typeName(type: WantedType, located: ReadonlyMap<TableKey, Pick<FoundTable, 'id'>>): string {
  return typeof type === 'string' ? type : `Ref:${located.get(type.ref)?.id ?? ''}`;
}

/** Dates with a time are the same in any zone: the user may choose to show them in another. */
function sameType(type: WantedType, found: string, located: ReadonlyMap<TableKey, FoundTable>): boolean {
  const wanted = typeName(type, located);
  return wanted === found || (wanted.startsWith('DateTime:') && found.startsWith('DateTime:'));
}

function reasonOf(bindings: Bindings): SchemaReason {
  return bindings.tables.length === 0 ? 'premiere_synchronisation' : 'option_activee';
}
