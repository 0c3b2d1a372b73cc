// Managed tables as the document holds them now, found by the refs that the product remembers.

import type { SeenColumn, SeenRow } from '../../../simulators/grist/gestures';
import type { Scene } from './scene';

export type ManagedTable = Awaited<ReturnType<typeof managedTables>>[number];

/** `column`: the present id of a managed column, null when it has none. Rows are read when first asked for. */
export async function managedTables(scene: Scene) {
  const { bindings } = await scene.link();
  const document = scene.grist.document();
  const tables = new Map(document.tables().map((table) => [table.ref, table]));
  return bindings.tables.flatMap((binding) => {
    const table = tables.get(binding.ref);
    if (table === undefined) return [];
    const found = new Map(table.columns.map((column) => [column.ref, column]));
    const byKey = new Map(
      binding.columns.flatMap(({ key, ref }): readonly (readonly [string, SeenColumn])[] => {
        const column = found.get(ref);
        return column === undefined ? [] : [[key, column]];
      }),
    );
    let read: readonly SeenRow[] | null = null;
    /** Rows of the user's included. */
    const rows = (): readonly SeenRow[] => {
      read ??= document.rows(table.id);
      return read;
    };
    return [
      {
        key: binding.key,
        table,
        rows,
        /** Rows that the product keeps. */
        ownRows: () => rows().filter(({ id }) => !scene.own.isOwnRow(table.ref, id)),
        column: (key: string) => byKey.get(key)?.id ?? null,
        seen: (key: string) => byKey.get(key) ?? null,
        managed: new Set(binding.columns.map(({ ref }) => ref)),
        keys: binding.columns.map(({ key }) => key),
      },
    ];
  });
}

/** Number of the dossier that a row belongs to; 0 for none. */
export function numberIn({ column }: Pick<ManagedTable, 'column'>, row: SeenRow): number {
  const id = column('meta:number') ?? column('meta:dossier_number');
  return id === null ? 0 : Number(row[id] ?? 0);
}
