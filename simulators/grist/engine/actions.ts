// User actions by name: what each one does and returns. The unknown ones are refused as Grist refuses them.

import {
  addColumn,
  type ColumnInfo,
  modifyColumn,
  removeColumns,
  renameColumn,
  setDisplayFormula,
  updateColumns,
} from './columns';
import { createSection } from './create-section';
import {
  addFields,
  addViewRecords,
  removeFields,
  removeSections,
  removeViews,
  showNewColumn,
  updateViewRecords,
  type ViewTable,
} from './pages';
import { EngineError, notSimulated, Refusal } from './refusal';
import { addRows, type ColumnValues, removeRows, updateRows } from './rows';
import { addTable, removeTable, renameTable } from './tables';
import { upsertRows } from './upsert';
import type { Value } from './value';
import type { Work } from './work';

export type Action = readonly [string, ...unknown[]];

/** What a name in an action needs of the caller's rights. */
export type ActionKind = 'rows' | 'table_structure' | 'column_structure';

type Handler = (work: Work, args: readonly unknown[]) => unknown;
type Entry = { readonly kind: ActionKind; readonly arity: number; readonly run: Handler };

const rows = (arity: number, run: Handler): Entry => ({ kind: 'rows', arity, run });
const tables = (arity: number, run: Handler): Entry => ({ kind: 'table_structure', arity, run });
const columns = (arity: number, run: Handler): Entry => ({ kind: 'column_structure', arity, run });

type Cells = Readonly<Record<string, Value>>;

function oneEach(cells: unknown): ColumnValues {
  return Object.fromEntries(Object.entries((cells ?? {}) as Cells).map(([key, value]) => [key, [value]]));
}

const FIELDS = '_grist_Views_section_field';

function isViewTable(table: string): table is ViewTable {
  return table === '_grist_Views' || table === '_grist_Pages' || table === '_grist_Views_section';
}

const EMPTY_COLUMNS: readonly ColumnInfo[] = [1, 2, 3].map(() => ({ id: null, isFormula: true }));

const ACTIONS: Readonly<Record<string, Entry>> = {
  BulkAddRecord: rows(3, (work, [table, ids, values]) =>
    addRecords(work, String(table), ids as (number | null)[], values as ColumnValues),
  ),
  AddRecord: rows(
    3,
    (work, [table, id, values]) =>
      addRecords(work, String(table), [id as number | null], oneEach(values))[0] ?? null,
  ),
  BulkUpdateRecord: rows(3, (work, [table, ids, values]) =>
    updateRecords(work, String(table), ids as number[], values as ColumnValues),
  ),
  UpdateRecord: rows(3, (work, [table, id, values]) =>
    updateRecords(work, String(table), [id as number], oneEach(values)),
  ),
  BulkRemoveRecord: rows(2, (work, [table, ids]) => removeRecords(work, String(table), ids as unknown[])),
  RemoveRecord: rows(2, (work, [table, id]) => removeRecords(work, String(table), [id])),
  BulkAddOrUpdateRecord: rows(4, (work, [table, require, values, options]) =>
    upsertRows(
      work,
      String(table),
      require as ColumnValues,
      values as ColumnValues,
      (options ?? {}) as object,
    ),
  ),
  AddTable: tables(2, (work, [id, infos]) =>
    addTable(work, id as string | null, infos as ColumnInfo[], true),
  ),
  AddRawTable: tables(1, (work, [id]) => addTable(work, id as string | null, EMPTY_COLUMNS, false)),
  AddEmptyTable: tables(1, (work, [id]) => addTable(work, id as string | null, EMPTY_COLUMNS, true)),
  RenameTable: tables(2, (work, [from, to]) =>
    renameTable(work, work.model.tableForSchema(String(from)).ref, String(to)),
  ),
  RemoveTable: tables(1, (work, [id]) =>
    done(() => removeTable(work, work.model.tableForSchema(String(id)).ref)),
  ),
  AddColumn: tables(3, (work, args) => addOneColumn(work, args, 'raw')),
  AddVisibleColumn: tables(3, (work, args) => addOneColumn(work, args, 'everywhere')),
  AddHiddenColumn: tables(3, (work, args) => addOneColumn(work, args, 'nowhere')),
  CreateViewSection: tables(5, createSection),
  ModifyColumn: columns(3, (work, [table, column, info]) =>
    done(() => modifyColumn(work, String(table), String(column), info as ColumnInfo)),
  ),
  RenameColumn: tables(3, (work, [table, from, to]) =>
    renameColumn(work, String(table), String(from), to as string | null),
  ),
  RemoveColumn: tables(2, (work, [table, column]) =>
    done(() => removeColumns(work, [work.model.columnForSchema(String(table), String(column)).ref])),
  ),
  SetDisplayFormula: columns(4, (work, [table, field, column, formula]) => {
    if (field) throw notSimulated('the display formula of a field');
    return done(() =>
      setDisplayFormula(work, String(table), column as number | string, String(formula ?? '')),
    );
  }),
  Calculate: rows(0, () => null),
};

function done(run: () => void): null {
  run();
  return null;
}

function addOneColumn(
  work: Work,
  [table, id, info]: readonly unknown[],
  shown: 'raw' | 'everywhere' | 'nowhere',
): unknown {
  const made = addColumn(work, String(table), (id ?? null) as string | null, (info ?? {}) as ColumnInfo);
  if (shown !== 'nowhere') {
    showNewColumn(work, work.model.tableForSchema(String(table)).ref, made.colRef, shown === 'everywhere');
  }
  return made;
}

function addRecords(work: Work, table: string, ids: (number | null)[], values: ColumnValues): number[] {
  if (table === FIELDS) {
    return addFields(
      work,
      ids.map((_id, rank) => pick(values, rank)),
    );
  }
  if (isViewTable(table)) {
    return addViewRecords(
      work,
      table,
      ids,
      ids.map((_id, rank) => pick(values, rank)),
    );
  }
  if (table.startsWith('_grist_')) throw notSimulated(`adding rows to ${table}`);
  return addRows(work, table, ids, values);
}

function updateRecords(work: Work, table: string, ids: number[], values: ColumnValues): null {
  if (table === '_grist_Tables_column') {
    const updates = ids.map((ref, rank) => ({
      column: work.model.columnByRef(ref),
      changes: pick(values, rank),
    }));
    return done(() => updateColumns(work, updates));
  }
  if (table === '_grist_Tables') {
    for (const [rank, ref] of ids.entries()) {
      const { tableId, ...rest } = pick(values, rank);
      if (Object.keys(rest).length > 0) throw notSimulated('setting other attributes of a table than its id');
      renameTable(work, ref, String(tableId));
    }
    return null;
  }
  if (table === '_grist_Views' || table === '_grist_Views_section') {
    const changes = ids.map((_id, rank) => pick(values, rank));
    return done(() => updateViewRecords(work, table, ids, changes));
  }
  if (table.startsWith('_grist_')) throw notSimulated(`changing rows of ${table}`);
  return done(() => updateRows(work, table, ids, values));
}

function pick(values: ColumnValues, rank: number): ColumnInfo {
  return Object.fromEntries(Object.entries(values).map(([key, list]) => [key, list[rank] ?? null]));
}

function removeRecords(work: Work, table: string, ids: unknown[]): null {
  if (table === '_grist_Tables_column') {
    return done(() =>
      removeColumns(
        work,
        ids.map((ref) => work.model.columnByRef(Number(ref)).ref),
      ),
    );
  }
  if (table === '_grist_Tables') {
    for (const ref of ids) removeTable(work, Number(ref));
    return null;
  }
  if (table === FIELDS) return done(() => removeFields(work, ids.map(Number)));
  if (table === '_grist_Views') return done(() => removeViews(work, ids.map(Number)));
  if (table === '_grist_Views_section') return done(() => removeSections(work, ids.map(Number)));
  if (table.startsWith('_grist_')) throw notSimulated(`removing rows of ${table}`);
  return done(() => removeRows(work, table, ids));
}

/** Names that Grist's engine knows and lets through, and that the simulator does not imitate. */
const OTHERS = new Set(
  `ReplaceTableData AddView RemoveView DuplicateTable CopyFromColumn ConvertFromColumn
  AddOrUpdateRecord RenameChoices AddEmptyRule AddReverseColumn ApplyDocActions ApplyUndoActions`.split(
    /\s+/,
  ),
);

/** Refuses what is not a list of known actions, before anything is done. */
export function checkActions(body: unknown): readonly Action[] {
  if (!Array.isArray(body)) throw new Refusal(500, '`actions` parameter should be an array.');
  for (const action of body) {
    const name = Array.isArray(action) || typeof action === 'string' ? action[0] : undefined;
    const label = typeof action === 'string' ? action : String(name);
    if (typeof action === 'string' || !(Object.hasOwn(ACTIONS, label) || OTHERS.has(label))) {
      throw new Refusal(500, `Blocked by access rules: '${label}' actions are not controlled`);
    }
  }
  return body as Action[];
}

/** Which rights an action asks for. */
export function kindOf([name, target]: Action): ActionKind {
  const kind = ACTIONS[name]?.kind ?? 'rows';
  if (kind !== 'rows') return kind;
  if (target === '_grist_Tables') return 'table_structure';
  return typeof target === 'string' && target.startsWith('_grist_') ? 'column_structure' : 'rows';
}

/** Performs one action and gives its value in `retValues`. */
export function perform(work: Work, [name, ...args]: Action): unknown {
  const entry = ACTIONS[name];
  if (entry === undefined) throw notSimulated(`the action ${name}`);
  if (args.length < entry.arity) {
    throw new EngineError('TypeError', `${name}: ${name}.__new__() missing required positional arguments`);
  }
  return entry.run(work, args);
}
