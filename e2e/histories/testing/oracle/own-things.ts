// What the user made or named in the document, remembered as it was left, to see that nothing of it is ever written.

import type { Value } from '../../../../simulators/grist/engine/value';
import type { DocumentControl, SeenColumn, SeenRow, SeenTable } from '../../../../simulators/grist/gestures';

type Cell = { readonly table: number; readonly column: number; readonly row: number; readonly value: Value };
/** A cell of a row of the user's, with the type of its column then: a conversion changes how it is written. */
type Kept = { readonly value: Value; readonly type: string };
type Row = { readonly table: number; readonly row: number; readonly cells: ReadonlyMap<number, Kept> };
export type OwnThings = ReturnType<typeof ownThings>;

const NOTES = 'Mes_notes';

/** Makes a table of the user's at once. Everything is remembered by ref: names may change. */
export function ownThings(document: DocumentControl) {
  document.apply([
    ['AddTable', NOTES, [{ id: 'note', type: 'Text', isFormula: false }]],
    ['BulkAddRecord', NOTES, [null, null], { note: ['à rappeler', 'vu'] }],
  ]);
  const notes = { table: document.table(NOTES), rows: document.rows(NOTES) };
  /** Columns the user made, as Grist has them. */
  const columns = new Map<number, SeenColumn>();
  /** Names the user gave to managed columns. */
  const names = new Map<number, { readonly id: string; readonly label: string | null }>();
  const tables = new Map<number, string>();
  const cells = new Map<string, Cell>();
  let rows: readonly Row[] = [];

  const tableOf = (ref: number) => document.tables().find((table) => table.ref === ref);
  const byRef = (table: number, row: SeenRow): ReadonlyMap<number, Kept> =>
    new Map(
      tableOf(table)
        ?.columns.filter(({ isFormula }) => !isFormula)
        .map(({ ref, id, type }) => [ref, { value: row[id] ?? null, type }] as const),
    );

  return {
    columns,
    isOwnRow: (table: number, row: number) => rows.some((one) => one.table === table && one.row === row),
    hasLabelled: (column: number) => names.get(column)?.label != null,
    /** The user deleted it: its ref may be given to something else. */
    forgetColumn(ref: number) {
      columns.delete(ref);
      names.delete(ref);
      for (const [key, { column }] of cells) if (column === ref) cells.delete(key);
      rows = rows.map((row) => ({ ...row, cells: new Map([...row.cells].filter(([one]) => one !== ref)) }));
    },
    forgetTable({ ref, columns: gone }: SeenTable) {
      for (const column of gone) {
        columns.delete(column.ref);
        names.delete(column.ref);
      }
      tables.delete(ref);
      for (const [key, { table }] of cells) if (table === ref) cells.delete(key);
      rows = rows.filter(({ table }) => table !== ref);
    },
    renamedTable: (ref: number, id: string) => tables.set(ref, id),
    named: (ref: number, id: string, label: string | null) =>
      names.set(ref, { id, label: label ?? names.get(ref)?.label ?? null }),
    madeColumn(table: number, id: string) {
      const made = tableOf(table)?.columns.find((column) => column.id === id);
      if (made !== undefined) columns.set(made.ref, made);
    },
    madeRow(table: number, id: number) {
      const found = document.rows(tableOf(table)?.id ?? '').find((row) => row.id === id);
      if (found !== undefined) rows = [...rows, { table, row: id, cells: byRef(table, found) }];
    },
    editedCell(table: number, column: number, row: number, value: Value) {
      cells.set(`${table} ${column} ${row}`, { table, column, row, value });
    },
    /** What is no longer as the user left it, in words; empty when all is well. */
    touched(): readonly string[] {
      const wrong: string[] = [];
      const now = new Map(document.tables().map((table) => [table.ref, table]));
      const rowsOf = new Map([...now.values()].map(({ ref, id }) => [ref, document.rows(id)]));
      const differs = (left: unknown, right: unknown) => JSON.stringify(left) !== JSON.stringify(right);
      if (differs([now.get(notes.table.ref), rowsOf.get(notes.table.ref)], [notes.table, notes.rows])) {
        wrong.push('the user’s own table');
      }
      const allColumns = new Map(
        [...now.values()].flatMap((table) => table.columns.map((one) => [one.ref, one])),
      );
      for (const column of columns.values()) {
        if (differs(allColumns.get(column.ref), column)) wrong.push(`the user’s column ${column.id}`);
      }
      for (const [ref, { id, label }] of names) {
        const found = allColumns.get(ref);
        if (found?.id !== id) wrong.push(`the id ${id} given by the user is now ${found?.id}`);
        if (label !== null && found?.label !== label) wrong.push(`the label given by the user to ${id}`);
      }
      for (const [ref, id] of tables) {
        if (now.get(ref)?.id !== id) wrong.push(`the name ${id} given by the user to a table`);
      }
      for (const { table, column, row, value } of cells.values()) {
        const found = rowsOf.get(table)?.find(({ id }) => id === row);
        // A row of a block goes with its block: what was beside it goes too.
        if (found === undefined) continue;
        if (found[allColumns.get(column)?.id ?? ''] !== value) wrong.push(`a cell of the user’s, row ${row}`);
      }
      for (const { table, row, cells: kept } of rows) {
        const found = rowsOf.get(table)?.find(({ id }) => id === row);
        if (found === undefined) {
          wrong.push(`a row of the user’s disappeared: ${row}`);
          continue;
        }
        for (const [column, { value, type }] of kept) {
          const seen = allColumns.get(column);
          if (seen === undefined || seen.isFormula) continue;
          const { id } = seen;
          const own = cells.get(`${table} ${column} ${row}`);
          const left = own === undefined ? value : own.value;
          // A column converted since shows the same value otherwise.
          const isConverted = seen.type.split(':', 1)[0] !== type.split(':', 1)[0];
          if (!isConverted && differs(found[id], left)) {
            wrong.push(`a cell of the row ${row} that the user added: ${id}`);
          }
        }
      }
      return wrong;
    },
  };
}
