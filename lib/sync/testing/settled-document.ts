// A document as Grist would hold it after a first synchronisation, and what a user does of a column, for drift's tests.

import { withCreated } from '../bind';
import type { Demarche } from '../model/demarche';
import { DEFAULT_OPTIONS } from '../model/options';
import type { Bindings, FoundColumn, FoundTable, Layout } from '../model/table';
import { shapeOf } from '../shape';

export const NONE: Bindings = { tables: [] };
const BARE = { ...DEFAULT_OPTIONS, avis: false, demandeurs: false, pieces: false, instructeurs: false };

export function layoutOf(form: Demarche): Layout {
  return shapeOf(form, BARE, 'https://dn.exemple.fr').layout;
}

/** A document as Grist would hold it after a first synchronisation of this layout. */
export function settled(layout: Layout): { readonly found: FoundTable[]; readonly bindings: Bindings } {
  let ref = 100;
  const ids = new Map(layout.tables.map(({ key, id }) => [key, id]));
  const found = layout.tables.map(
    (spec): FoundTable => ({
      ref: ref++,
      id: spec.id,
      columns: spec.columns.map(
        (column): FoundColumn => ({
          ref: ref++,
          id: column.id,
          type: typeof column.type === 'string' ? column.type : `Ref:${ids.get(column.type.ref)}`,
          label: column.label,
          description: column.description,
          isFormula: column.lookup !== null,
          formula: column.lookup === null ? '' : 'x',
          untieColIdFromLabel: true,
          widgetOptions: { ...column.widget },
        }),
      ),
    }),
  );
  const created = {
    tables: layout.tables.map(({ key }, index) => ({ key, ref: found[index]?.ref ?? 0 })),
    columns: layout.tables.flatMap((spec, index) =>
      spec.columns.map((column, place) => ({
        table: spec.key,
        column: column.key,
        ref: found[index]?.columns[place]?.ref ?? 0,
      })),
    ),
  };
  return { found, bindings: withCreated(NONE, layout, created, found) };
}

/** The document once a user changed one column. */
export function changed(
  found: readonly FoundTable[],
  id: string,
  change: (column: FoundColumn) => FoundColumn | null,
): FoundTable[] {
  return found.map((table) => ({
    ...table,
    columns: table.columns.flatMap((column) => (column.id === id ? (change(column) ?? []) : [column])),
  }));
}
