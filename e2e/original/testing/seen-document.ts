// A whole document as Grist's API shows it, and what of it moved between two looks.

import { type Address, openDoor } from './door';

export type SeenColumn = {
  readonly ref: number;
  readonly id: string;
  readonly type: string;
  readonly formula: string;
};
export type SeenTable = {
  readonly ref: number;
  readonly columns: ReadonlyMap<string, SeenColumn>;
  readonly rows: ReadonlyMap<number, Readonly<Record<string, unknown>>>;
};
export type SeenDocument = ReadonlyMap<string, SeenTable>;

export async function lookAtDocument(address: Address): Promise<SeenDocument> {
  const door = openDoor(address);
  const seen = new Map<string, SeenTable>();
  for (const { id, fields, columns } of await door.tables()) {
    seen.set(id, {
      ref: Number(fields.tableRef),
      columns: new Map(
        columns.map((column) => [
          column.id,
          {
            ...{ ref: Number(column.fields.colRef), id: column.id, type: String(column.fields.type) },
            formula: column.fields.isFormula === true ? String(column.fields.formula) : '',
          },
        ]),
      ),
      rows: new Map((await door.records(id)).map((row) => [row.id, row.fields])),
    });
  }
  return seen;
}

/** Pages: which columns each section shows, in order, by ref. */
export async function lookAtPages(address: Address) {
  const door = openDoor(address);
  const fields = await door.records('_grist_Views_section_field');
  const sections = await door.records('_grist_Views_section');
  return sections
    .filter((section) => Number(section.fields.parentId) > 0)
    .map((section) => ({
      id: section.id,
      page: section.fields.parentId,
      shows: fields
        .filter((field) => field.fields.parentId === section.id)
        .sort((left, right) => Number(left.fields.parentPos) - Number(right.fields.parentPos))
        .map((field) => field.fields.colRef),
    }));
}

/** What was there and is not any more, or is another: tables, columns, formulas, rows. */
export function lost(before: SeenDocument, after: SeenDocument): readonly string[] {
  return [...before].flatMap(([id, table]) => {
    const now = after.get(id);
    if (now?.ref !== table.ref) return [`table ${id}`];
    const columns = [...table.columns.values()].flatMap((column) => {
      const same = now.columns.get(column.id);
      if (same?.ref !== column.ref) return [`column ${id}.${column.id}`];
      return same.formula === column.formula ? [] : [`formula ${id}.${column.id}`];
    });
    return [
      ...columns,
      ...[...table.rows.keys()].flatMap((row) => (now.rows.has(row) ? [] : [`row ${id} ${row}`])),
    ];
  });
}

export type MovedCell = {
  readonly table: string;
  readonly column: string;
  readonly row: number;
  readonly from: unknown;
  readonly to: unknown;
};

/** Cells that are not what they were, in columns and rows that were there. */
export function movedCells(before: SeenDocument, after: SeenDocument): readonly MovedCell[] {
  const moved: MovedCell[] = [];
  for (const [table, { rows }] of before) {
    for (const [row, cells] of rows) {
      const now = after.get(table)?.rows.get(row);
      if (now === undefined) continue;
      for (const [column, from] of Object.entries(cells)) {
        const to = now[column];
        if (JSON.stringify(from) !== JSON.stringify(to)) moved.push({ table, column, row, from, to });
      }
    }
  }
  return moved;
}
