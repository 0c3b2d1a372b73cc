// First request of a reshape: what to create and change, in Grist's own actions, and what its answer says.

import { z } from 'zod';
import { shortHash } from '../sync/hash';
import type { SchemaOperation } from '../sync/model/operation';
import type { ColumnKey, ColumnSpec, TableKey, TableSpec } from '../sync/model/table';
import { unreadableAnswer } from './failure';
import { formulaText, type Names, typeText } from './names';

export type UserAction = readonly [name: string, ...rest: unknown[]];

export type Creation = {
  readonly actions: readonly UserAction[];
  /** What each action creates, in the order of the actions. */
  readonly steps: readonly Step[];
};
type Step =
  | { readonly type: 'table'; readonly table: TableSpec }
  | {
      /** Named last: its ref is in the value of the action two before. */
      readonly type: 'column';
      readonly table: TableKey;
      readonly tableRef: number;
      readonly column: ColumnSpec;
    }
  | { readonly type: 'nothing' };

/** A column of ours as Grist made it; `ref` is null until the structure is read again (AddTable does not tell it). */
export type Made = {
  readonly table: TableKey;
  readonly tableRef: number;
  readonly column: ColumnSpec;
  readonly id: string;
  readonly ref: number | null;
  readonly added: boolean;
};

export type Created = {
  readonly tables: readonly { readonly key: TableKey; readonly ref: number }[];
  readonly columns: readonly Made[];
};

/**
 * Pure. Tables first, each after those it refers to: a reference to a table that does not exist yet is accepted and
 * then breaks every write to the column (seen on grist-core 1.7.17). Where no order can do, the column is created as
 * Int and gets its type in the second request. What `AddTable` ignores (description, untieColIdFromLabel, display
 * column: facts/grist.md §0.5) waits for the second request too.
 */
export function planCreation(operations: readonly SchemaOperation[], names: Names): Creation {
  const actions: UserAction[] = [];
  const steps: Step[] = [];
  const creates = inOrder(
    operations.flatMap((operation) => (operation.type === 'create_table' ? [operation.table] : [])),
  );
  const awaited = new Set(creates.map((table) => table.key));
  for (const table of creates) {
    // Its own columns may refer to it.
    awaited.delete(table.key);
    const columns = table.columns.map((column) => ({
      id: column.id,
      ...columnInfo(table.key, column, names, awaited),
    }));
    actions.push(['AddTable', table.id, columns]);
    steps.push({ type: 'table', table });
  }
  for (const operation of operations) {
    if (operation.type !== 'add_column') continue;
    const { table, tableRef, column } = operation;
    const tableId = names.tableId(table);
    const passing = passingId(table, column.key);
    const { description } = column;
    actions.push(
      ['AddColumn', tableId, passing, columnInfo(table, column, names, awaited)],
      ['ModifyColumn', tableId, passing, { description, untieColIdFromLabel: true }],
      ['RenameColumn', tableId, passing, column.id],
    );
    steps.push({ type: 'nothing' }, { type: 'nothing' }, { type: 'column', table, tableRef, column });
  }
  for (const operation of operations) {
    if (operation.type !== 'remove_column') continue;
    actions.push(['RemoveRecord', '_grist_Tables_column', operation.columnRef]);
    steps.push({ type: 'nothing' });
  }
  for (const action of updatesOf(changesOf(operations, names))) {
    actions.push(action);
    steps.push({ type: 'nothing' });
  }
  return { actions, steps };
}

/**
 * The id of a new column until it has its own, in the same transaction: Grist may give another than the one proposed,
 * and the description must be written on ours, never on what somebody else has under that id. Whatever happens next,
 * the column bears our mark and is known again.
 */
function passingId(table: TableKey, column: ColumnKey): string {
  return `otp_${shortHash(`${table} ${column}`)}`;
}

type Changes = ReadonlyMap<number, Readonly<Record<string, unknown>>>;

/** Columns that change the same fields share one action. */
function updatesOf(changes: Changes): readonly UserAction[] {
  const byFields = new Map<string, number[]>();
  for (const [ref, fields] of changes) {
    const signature = Object.keys(fields).sort().join(' ');
    byFields.set(signature, [...(byFields.get(signature) ?? []), ref]);
  }
  return [...byFields].map(([signature, refs]) => {
    const values = signature.split(' ').map((field) => [field, refs.map((ref) => changes.get(ref)?.[field])]);
    return ['BulkUpdateRecord', '_grist_Tables_column', refs, Object.fromEntries(values)];
  });
}

function columnInfo(table: TableKey, column: ColumnSpec, names: Names, awaited: ReadonlySet<TableKey>) {
  const early = typeof column.type !== 'string' && awaited.has(column.type.ref);
  return {
    type: early ? 'Int' : typeText(column.type, names),
    label: column.label,
    isFormula: column.lookup !== null,
    formula: formulaText(table, column, names),
    widgetOptions: widgetText(column.widget),
  };
}

/** Grist keeps widget options as a JSON text, empty when there are none. */
function widgetText(widget: object): string {
  return Object.keys(widget).length === 0 ? '' : JSON.stringify(widget);
}

/**
 * Changes of existing columns, one record a column. Whatever we change, the id is untied from the label: else the
 * new label would rename the column (facts/grist.md §0.5).
 */
function changesOf(operations: readonly SchemaOperation[], names: Names): Changes {
  const changes = new Map<number, Record<string, unknown>>();
  const change = (ref: number, fields: Readonly<Record<string, unknown>>): void => {
    changes.set(ref, { ...changes.get(ref), ...fields });
  };
  for (const operation of operations) {
    switch (operation.type) {
      case 'create_table':
      case 'add_column':
      case 'hide_column':
      case 'show_column':
      case 'remove_column':
        break;
      case 'describe_column':
        change(operation.columnRef, {
          untieColIdFromLabel: true,
          ...(operation.label === undefined ? {} : { label: operation.label }),
          ...(operation.description === undefined ? {} : { description: operation.description }),
        });
        break;
      case 'set_widget':
        change(operation.columnRef, { widgetOptions: widgetText(operation.widgetOptions) });
        break;
      case 'convert_column': {
        const formula = formulaText(operation.table, operation.column, names);
        change(operation.columnRef, {
          untieColIdFromLabel: true,
          type: typeText(operation.column.type, names),
          isFormula: formula !== '',
          formula,
          widgetOptions: widgetText(operation.widgetOptions ?? operation.column.widget),
        });
        break;
      }
    }
  }
  return changes;
}

/** Tables in such an order that references go backwards; a circle is cut where it is met. */
function inOrder(tables: readonly TableSpec[]): readonly TableSpec[] {
  const byKey = new Map(tables.map((table) => [table.key, table]));
  const ordered: TableSpec[] = [];
  const met = new Set<TableKey>();
  const visit = (table: TableSpec): void => {
    if (met.has(table.key)) return;
    met.add(table.key);
    for (const { type } of table.columns) {
      const target = typeof type === 'string' ? undefined : byKey.get(type.ref);
      if (target !== undefined) visit(target);
    }
    ordered.push(table);
  };
  for (const table of tables) visit(table);
  return ordered;
}

const NewTable = z.object({ id: z.number().int(), table_id: z.string(), columns: z.array(z.string()) });
const NewColumn = z.object({ colRef: z.number().int() });

/**
 * What Grist made, matched by position only, and written into `names`: the ids it answers are what counts, whatever
 * was proposed (defect D9 of the original). Throws GRIST_REPONSE_ILLISIBLE.
 */
export function readCreated(creation: Creation, values: readonly unknown[], names: Names): Created {
  const tables: Created['tables'][number][] = [];
  const columns: Made[] = [];
  for (const [at, step] of creation.steps.entries()) {
    switch (step.type) {
      case 'nothing':
        break;
      case 'table': {
        const made = NewTable.safeParse(values[at]);
        const { key, columns: specs } = step.table;
        if (!made.success || made.data.columns.length !== specs.length) throw unreadableAnswer('creation');
        tables.push({ key, ref: made.data.id });
        names.rename(key, made.data.table_id);
        for (const [position, column] of specs.entries()) {
          const id = made.data.columns[position] ?? column.id;
          names.renameColumn(key, column.key, id);
          columns.push({ table: key, tableRef: made.data.id, column, id, ref: null, added: false });
        }
        break;
      }
      case 'column': {
        const made = NewColumn.safeParse(values[at - 2]);
        const named = z.string().safeParse(values[at]);
        if (!made.success || !named.success) throw unreadableAnswer('creation');
        const { table, tableRef, column } = step;
        names.renameColumn(table, column.key, named.data);
        columns.push({ table, tableRef, column, id: named.data, ref: made.data.colRef, added: true });
      }
    }
  }
  return { tables, columns };
}

/** Key of a column among all, for a map. */
export function columnPlace(table: TableKey, column: ColumnKey): string {
  return `${table} ${column}`;
}
