// A Destination in memory: tables, columns and rows by ref, all-or-nothing writes, and the gestures of a user.

import type { FailureCode } from '../../errors/catalogue';
import { Failure } from '../../errors/failure';
import { isDossiersTable } from '../../sync/archive';
import type { PagePlace } from '../../sync/model/change';
import type { ParentRef, RowGroup } from '../../sync/model/operation';
import type {
  BoundTable,
  Cell,
  ColumnKey,
  ColumnSpec,
  FoundColumn,
  FoundRow,
  FoundTable,
  TableKey,
} from '../../sync/model/table';
import type { Destination, GroupOutcome } from '../ports';

type Row = { readonly id: number; readonly cells: Map<number, Cell> };
type Table = { readonly ref: number; id: string; columns: FoundColumn[]; rows: Map<number, Row> };

export type MemoryDocument = Destination & {
  readonly tables: Map<number, Table>;
  readonly requests: string[];
  /** Dossiers that the document refuses. */
  readonly refused: Map<number, FailureCode>;
  /** Thrown by the next writes, before or after their effect. */
  readonly trouble: { readonly when: 'before' | 'after'; readonly error: Error }[];
  /** Refs of the columns hidden from the pages. */
  readonly unseen: Set<number>;
  table(id: string): Table;
  /** Cells of a table by column id, row by row. */
  rowsOf(id: string): readonly Readonly<Record<string, Cell>>[];
};

export function memoryDocument(): MemoryDocument {
  let next = 1;
  const tables = new Map<number, Table>();
  const requests: string[] = [];
  const trouble: MemoryDocument['trouble'] = [];
  const refused = new Map<number, FailureCode>();
  const unseen = new Set<number>();

  const structure = (): readonly FoundTable[] =>
    [...tables.values()].map(({ ref, id, columns }) => ({ ref, id, columns: [...columns] }));
  const tableOf = (ref: number): Table => {
    const table = tables.get(ref);
    if (table === undefined) throw new Failure('GRIST_STRUCTURE_CHANGEE');
    return table;
  };
  const column = (spec: ColumnSpec, type: string): FoundColumn => ({
    ref: next++,
    id: spec.id,
    type,
    label: spec.label,
    description: spec.description,
    isFormula: spec.lookup !== null,
    formula: spec.lookup === null ? '' : 'lookup',
    untieColIdFromLabel: true,
    widgetOptions: { ...spec.widget },
  });

  const read = (bound: BoundTable, row: Row): FoundRow => ({
    table: bound.key,
    rowId: row.id,
    cells: Object.fromEntries(bound.columns.map(({ key, ref }) => [key, row.cells.get(ref) ?? null])),
  });

  const applyGroup = (bound: readonly BoundTable[], group: RowGroup): GroupOutcome => {
    const added: number[] = [];
    let parent = 0;
    const value = (cell: Cell | ParentRef): Cell =>
      typeof cell === 'object' && cell !== null && 'parent' in cell ? parent : cell;
    for (const operation of group.operations) {
      const spec = bound.find(({ key }) => key === operation.table);
      if (spec === undefined) throw new Error(`unbound table ${operation.table}`);
      const table = tableOf(spec.ref);
      if (operation.type === 'remove') {
        table.rows.delete(operation.rowId);
        continue;
      }
      const id = operation.type === 'add' ? next++ : operation.rowId;
      const row = operation.type === 'add' ? { id, cells: new Map<number, Cell>() } : table.rows.get(id);
      if (row === undefined) throw new Failure('GRIST_STRUCTURE_CHANGEE');
      if (operation.type === 'add' && isDossiersTable(operation.table)) parent = id;
      for (const { key, ref } of spec.columns) {
        const cell = operation.cells[key];
        if (cell !== undefined) row.cells.set(ref, value(cell));
      }
      table.rows.set(id, row);
      if (operation.type === 'add') added.push(id);
    }
    return { status: 'written', dossier: group.dossier, added };
  };

  return {
    tables,
    requests,
    refused,
    trouble,
    unseen,
    table(id) {
      const found = [...tables.values()].find((table) => table.id === id);
      if (found === undefined) throw new Error(`no table ${id}`);
      return found;
    },
    rowsOf(id) {
      const table = this.table(id);
      return [...table.rows.values()].map((row) =>
        Object.fromEntries(table.columns.map((item) => [item.id, row.cells.get(item.ref) ?? null])),
      );
    },
    async check() {
      requests.push('check');
      return { documentId: 'doc', documentName: 'Essai', role: 'editors', canWrite: true, canQuery: true };
    },
    async structure() {
      requests.push('structure');
      return structure();
    },
    async reshape(operations, known) {
      requests.push('reshape');
      const ids = new Map(known.map(({ key, id }) => [key, id]));
      for (const item of operations) if (item.type === 'create_table') ids.set(item.table.key, item.table.id);
      const typeOf = ({ type }: ColumnSpec) => (typeof type === 'string' ? type : `Ref:${ids.get(type.ref)}`);
      const hidden: { table: TableKey; column: ColumnKey; places: PagePlace[] }[] = [];
      const made = {
        tables: [] as { key: BoundTable['key']; ref: number }[],
        columns: [] as { table: BoundTable['key']; column: string; ref: number }[],
      };
      for (const item of operations) {
        if (item.type === 'create_table') {
          const ref = next++;
          const columns = item.table.columns.map((spec) => column(spec, typeOf(spec)));
          tables.set(ref, { ref, id: item.table.id, columns, rows: new Map() });
          made.tables.push({ key: item.table.key, ref });
          for (const [index, spec] of item.table.columns.entries()) {
            made.columns.push({ table: item.table.key, column: spec.key, ref: columns[index]?.ref ?? 0 });
          }
          continue;
        }
        const table = tableOf(item.tableRef);
        if (item.type === 'add_column') {
          const wish = column(item.column, typeOf(item.column));
          // As Grist does: an id that is taken is numbered.
          const isTaken = table.columns.some(({ id }) => id.toLowerCase() === wish.id.toLowerCase());
          const added = isTaken ? { ...wish, id: `${wish.id}2` } : wish;
          table.columns.push(added);
          made.columns.push({ table: item.table, column: item.column.key, ref: added.ref });
          continue;
        }
        if (item.type === 'remove_column') {
          table.columns = table.columns.filter(({ ref }) => ref !== item.columnRef);
          continue;
        }
        if (item.type === 'hide_column') {
          const place = { section: table.ref, position: 1, width: 100, widgetOptions: '' };
          const shown = !unseen.has(item.columnRef);
          unseen.add(item.columnRef);
          hidden.push({ table: item.table, column: item.column, places: shown ? [place] : [] });
          continue;
        }
        if (item.type === 'show_column') {
          if (item.places.length > 0) unseen.delete(item.columnRef);
          continue;
        }
        table.columns = table.columns.map((found) => {
          if (found.ref !== item.columnRef) return found;
          if (item.type === 'describe_column') {
            return {
              ...found,
              label: item.label ?? found.label,
              description: item.description ?? found.description,
            };
          }
          if (item.type === 'set_widget') return { ...found, widgetOptions: item.widgetOptions };
          const isFormula = item.column.lookup !== null;
          const { widgetOptions = found.widgetOptions } = item;
          return {
            ...found,
            type: typeOf(item.column),
            isFormula,
            formula: isFormula ? 'lookup' : '',
            widgetOptions,
          };
        });
      }
      return { structure: structure(), ...made, hidden };
    },
    async readDossiers(bound, dossiers) {
      requests.push('read');
      // Also where the column is one of texts.
      const wanted = new Set<Cell>([...dossiers, ...dossiers.map(String)]);
      return bound.flatMap((table) =>
        [...tableOf(table.ref).rows.values()]
          .map((row) => read(table, row))
          .filter(
            ({ cells }) => table.dossierColumn !== null && wanted.has(cells[table.dossierColumn] ?? null),
          ),
      );
    },
    async *scan(table, columns) {
      requests.push('scan');
      const kept = { ...table, columns: table.columns.filter(({ key }) => columns.includes(key)) };
      yield [...tableOf(table.ref).rows.values()].map((row) => read(kept, row));
    },
    scanRequests: () => 1,
    async countRows(bound) {
      requests.push('count');
      return new Map(bound.map(({ key, ref }) => [key, tableOf(ref).rows.size]));
    },
    async write(bound, groups) {
      requests.push('write');
      const next = trouble.shift();
      if (next?.when === 'before') throw next.error;
      const outcomes = groups.map((group): GroupOutcome => {
        const code = group.dossier === null ? undefined : refused.get(group.dossier);
        return code === undefined
          ? applyGroup(bound, group)
          : { status: 'failed', dossier: group.dossier, code, facts: {} };
      });
      if (next !== undefined) throw next.error;
      return outcomes;
    },
    traffic: () => ({ requests: requests.length, retries: 0, bytesSent: 0, bytesReceived: 0 }),
  };
}
