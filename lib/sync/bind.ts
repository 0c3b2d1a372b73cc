// Binding: the specs tied to the tables and columns that exist, for reads and writes, and for the Ledger to remember.

import { accepts, baseType } from './fits-type';
import type {
  Bindings,
  BoundColumn,
  BoundTable,
  ColumnBinding,
  ColumnKey,
  FoundTable,
  Layout,
  TableKey,
} from './model/table';
import { GONE, tiedColumn, tiedTable } from './ours';

/** Refs that Grist gave to what operations created. */
export type Created = {
  readonly tables: readonly { readonly key: TableKey; readonly ref: number }[];
  readonly columns: readonly { readonly table: TableKey; readonly column: ColumnKey; readonly ref: number }[];
};

/**
 * Adds what was created to the bindings, with the words that were written there. A ref given again by Grist no longer
 * belongs to what had it before.
 *
 * @param structure the document after the operations, for the ids that Grist chose.
 */
export function withCreated(
  bindings: Bindings,
  layout: Layout,
  created: Created,
  structure: readonly FoundTable[],
): Bindings {
  const newTables = new Set(created.tables.map(({ ref }) => ref));
  const tables = new Map(
    bindings.tables.map((table) => [table.key, newTables.has(table.ref) ? { ...table, ref: GONE } : table]),
  );
  const foundOf = (ref: number) => structure.find((table) => table.ref === ref);
  for (const { key, ref } of created.tables) {
    const label = layout.tables.find((candidate) => candidate.key === key)?.label;
    const id = foundOf(ref)?.id ?? '';
    tables.set(key, { key, ref, id, ...(label === undefined ? {} : { label }), columns: [] });
  }
  for (const { table: key, column, ref } of created.columns) {
    const table = tables.get(key);
    const spec = layout.tables
      .find((candidate) => candidate.key === key)
      ?.columns.find((candidate) => candidate.key === column);
    if (table === undefined || spec === undefined) continue;
    const id = foundOf(table.ref)?.columns.find((found) => found.ref === ref)?.id ?? '';
    const { label, description, retired, widget } = spec;
    const tie: ColumnBinding = {
      key: column,
      ref,
      id,
      wanted: baseType(spec.type),
      label,
      description,
      ...(widget.choices === undefined ? {} : { options: widget.choices }),
      ...(retired === undefined ? {} : { retired: retired.revision }),
    };
    const others = table.columns
      .filter((other) => other.key !== column)
      .map((other) => (other.ref === ref ? { ...other, ref: GONE } : other));
    tables.set(key, { ...table, columns: [...others, tie] });
  }
  return { ...bindings, tables: [...tables.values()] };
}

/**
 * Tables to read and write now. A table or column that is gone, or whose key columns are, is absent: nothing is
 * written there. Columns kept by a formula are absent too.
 */
export function bind(
  layout: Layout,
  structure: readonly FoundTable[],
  bindings: Bindings,
): readonly BoundTable[] {
  return layout.tables.flatMap((spec): readonly BoundTable[] => {
    const tie = bindings.tables.find(({ key }) => key === spec.key);
    const found = tiedTable(structure, tie);
    if (tie === undefined || found === undefined) return [];
    const columns = spec.columns.flatMap((column): readonly BoundColumn[] => {
      if (column.lookup !== null) return [];
      const here = tiedColumn(
        found,
        tie.columns.find(({ key }) => key === column.key),
      );
      // The user turned the column into a formula: it is theirs now, and cannot be written.
      if (here === undefined || (here.isFormula && here.formula !== '')) return [];
      if (!accepts(column.type, here.type)) return [];
      return [{ key: column.key, ref: here.ref, id: here.id, type: here.type }];
    });
    const keys = new Set(columns.map(({ key }) => key));
    if (!spec.keyColumns.every((key) => keys.has(key))) return [];
    const { keyColumns, dossierColumn, formerKeys } = spec;
    const bound = { key: spec.key, ref: found.ref, id: found.id, columns, keyColumns, dossierColumn };
    return [formerKeys === undefined ? bound : { ...bound, formerKeys }];
  });
}
