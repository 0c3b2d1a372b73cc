// Second request of a reshape: what could be said only once Grist had told its ids, and the structure that results.

import { isDossiersTable } from '../sync/archive';
import type { SchemaOperation } from '../sync/model/operation';
import type { TableKey } from '../sync/model/table';
import type { Made, UserAction } from './creation';
import { columnPlace } from './creation';
import { failureOfRefusal } from './failure';
import { formulaText, type KnownTable, type Names, typeText } from './names';
import type { RawColumn, RawTable } from './structure';

export type Finishing = {
  readonly actions: readonly UserAction[];
  /** The structure once the actions are applied. */
  readonly structure: readonly RawTable[];
  /** Refs of the created columns. */
  readonly refs: ReadonlyMap<string, number>;
};

/** The grid of a table's own page: where an added column must be seen. */
export type PageSection = { readonly id: number; readonly tableRef: number };

/**
 * Pure. For each column that we made: description and untied id; type and formula when Grist gave other ids than
 * proposed; the column shown for references; and a place in the table's page for a column added later (pages that
 * the user made are left alone). Columns that are being protected again get their display column too: that is how a
 * run cut between the two requests is mended by the next one.
 *
 * Throws GRIST_STRUCTURE_CHANGEE when what was just created is not there any more.
 */
export function planFinishing(input: {
  readonly operations: readonly SchemaOperation[];
  readonly made: readonly Made[];
  readonly known: readonly KnownTable[];
  readonly names: Names;
  readonly structure: readonly RawTable[];
  readonly sections: readonly PageSection[];
}): Finishing {
  const { operations, made, known, names, sections } = input;
  const editing = openEditing(input.structure);
  const refs = new Map<string, number>();
  for (const column of made) refs.set(columnPlace(column.table, column.column.key), editing.refOf(column));

  const displayed = (target: TableKey): RawColumn | null => {
    const table = editing.tableById(names.tableId(target));
    const shown = displayRef(target, operations, refs, known) ?? editing.shownElsewhere(table);
    return table.columns.find((column) => column.ref === shown) ?? null;
  };

  const actions: UserAction[] = [];
  const update = (ref: number, fields: Partial<RawColumn>): void => {
    if (editing.change(ref, fields)) {
      const values = Object.entries(fields).map(([field, value]) => [field, [value]]);
      actions.push(['BulkUpdateRecord', '_grist_Tables_column', [ref], Object.fromEntries(values)]);
    }
  };
  const display = (table: RawTable, ref: number, target: TableKey, lookedUp: string | null): void => {
    const column = editing.column(ref);
    const looked =
      lookedUp === null
        ? undefined
        : editing.tableById(names.tableId(target)).columns.find(({ id }) => id === lookedUp);
    const shown = displayed(target) ?? looked ?? null;
    if (shown === null || column.visibleCol === shown.ref) return;
    update(ref, { visibleCol: shown.ref });
    actions.push(['SetDisplayFormula', table.id, null, ref, `$${column.id}.${shown.id}`]);
  };

  protect(actions, editing, made, refs);
  for (const { table, tableRef, column } of made) {
    const ref = refs.get(columnPlace(table, column.key));
    if (ref === undefined) continue;
    update(ref, {
      type: typeText(column.type, names),
      formula: formulaText(table, column, names),
      isFormula: column.lookup !== null,
    });
    if (typeof column.type === 'string') continue;
    const lookedUp =
      column.lookup === null ? null : names.columnId(column.lookup.table, column.lookup.column);
    display(editing.tableByRef(tableRef), ref, column.type.ref, lookedUp);
  }
  for (const operation of operations) {
    if (operation.type === 'convert_column' && typeof operation.column.type !== 'string') {
      update(operation.columnRef, { type: typeText(operation.column.type, names) });
      display(editing.tableByRef(operation.tableRef), operation.columnRef, operation.column.type.ref, null);
    }
    if (operation.type === 'describe_column' && operation.reason === 'colonne_protegee') {
      const { type, visibleCol } = editing.column(operation.columnRef);
      const target = known.find((table) => `Ref:${table.id}` === type);
      if (target === undefined || visibleCol !== 0) continue;
      display(editing.tableByRef(operation.tableRef), operation.columnRef, target.key, null);
    }
  }
  const places = made.flatMap(({ added, tableRef, table, column }) => {
    const section = sections.find((candidate) => candidate.tableRef === tableRef);
    const ref = refs.get(columnPlace(table, column.key));
    return added && section !== undefined && ref !== undefined ? [{ section: section.id, ref }] : [];
  });
  if (places.length > 0) {
    actions.push([
      'BulkAddRecord',
      '_grist_Views_section_field',
      places.map(() => null),
      { parentId: places.map(({ section }) => section), colRef: places.map(({ ref }) => ref) },
    ]);
  }
  return { actions, structure: editing.result(), refs };
}

/** One action for all: description, and the id untied from the label. */
function protect(
  actions: UserAction[],
  editing: Editing,
  made: readonly Made[],
  refs: ReadonlyMap<string, number>,
): void {
  const todo = made.flatMap(({ table, column }) => {
    const ref = refs.get(columnPlace(table, column.key));
    return ref === undefined ? [] : [{ ref, description: column.description }];
  });
  const changed = todo.filter(({ ref, description }) =>
    editing.change(ref, { untieColIdFromLabel: true, description }),
  );
  if (changed.length === 0) return;
  actions.push([
    'BulkUpdateRecord',
    '_grist_Tables_column',
    changed.map(({ ref }) => ref),
    {
      untieColIdFromLabel: changed.map(() => true),
      description: changed.map(({ description }) => description),
    },
  ]);
}

/** The column shown for a reference to this table, when the plan tells it. */
function displayRef(
  target: TableKey,
  operations: readonly SchemaOperation[],
  refs: ReadonlyMap<string, number>,
  known: readonly KnownTable[],
): number | null {
  for (const operation of operations) {
    if (operation.type === 'create_table' && operation.table.key === target) {
      return refs.get(columnPlace(target, operation.table.displayColumn)) ?? null;
    }
  }
  const table = known.find(({ key }) => key === target);
  if (!isDossiersTable(target) || table?.dossierColumn == null) return null;
  return table.columns?.find(({ key }) => key === table.dossierColumn)?.ref ?? null;
}

type Editing = ReturnType<typeof openEditing>;

/** The structure as it changes action after action. */
function openEditing(structure: readonly RawTable[]) {
  const columns = new Map<number, RawColumn>();
  for (const table of structure) for (const column of table.columns) columns.set(column.ref, column);
  const need = <T>(value: T | undefined): T => {
    if (value === undefined) throw failureOfRefusal({ kind: 'structure_changed' }, { quoi: 'structure' });
    return value;
  };
  return {
    tableByRef: (ref: number) => need(structure.find((table) => table.ref === ref)),
    tableById: (id: string) => need(structure.find((table) => table.id === id)),
    column: (ref: number) => need(columns.get(ref)),
    refOf: (made: Made): number => {
      if (made.ref !== null) return made.ref;
      const table = need(structure.find((candidate) => candidate.ref === made.tableRef));
      return need(table.columns.find((column) => column.id === made.id)).ref;
    },
    /** What references to this table show already, elsewhere in the document. */
    shownElsewhere: (target: RawTable): number | null => {
      const own = new Set(target.columns.map((column) => column.ref));
      for (const column of columns.values()) {
        if (column.type === `Ref:${target.id}` && own.has(column.visibleCol)) return column.visibleCol;
      }
      return null;
    },
    /** True when something really changes. */
    change: (ref: number, fields: Partial<RawColumn>): boolean => {
      const before = need(columns.get(ref));
      const after = { ...before, ...fields };
      if (Object.keys(fields).every((field) => Reflect.get(before, field) === Reflect.get(after, field)))
        return false;
      columns.set(ref, after);
      return true;
    },
    result: (): readonly RawTable[] =>
      structure.map((table) => ({
        ...table,
        columns: table.columns.map((column) => columns.get(column.ref) ?? column),
      })),
  };
}
