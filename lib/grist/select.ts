// The SQL that reads managed rows: one packed JSON cell a row, exact whatever SQLite holds.

import type { BoundColumn, BoundTable } from '../sync/model/table';

export type Query = { readonly sql: string; readonly args: readonly (string | number)[] };

/**
 * Functions of old SQLites take 127 arguments at most (1000 since 3.48, both seen in Grist releases); below that,
 * whatever the server.
 */
const ARGUMENTS = 90;

/**
 * Rows of these dossiers in these tables: `t` the table's index, `i` the row id, `c` the packed cells, ordered by
 * table then row. The numbers travel as one JSON argument, as numbers and as texts (a column of numbers may have been
 * converted by a user). A table without dossier column is read whole. Some rows too many may come: those whose
 * number is stored as a blob, which only unpacking can compare.
 */
export function selectDossiers(tables: readonly BoundTable[], dossiers: readonly number[]): Query {
  const parts = tables.map((table, index) => {
    const where = dossierColumnOf(table);
    const filter = where === null ? '' : ` where ${isOneOf(`r.${quoted(where.id)}`)}`;
    return `select ${index} as t, r.id as i, ${packed(table.columns)} as c from ${quoted(table.id)} r${filter}`;
  });
  return {
    sql: `${parts.join(' union all ')} order by 1, 2`,
    args: [JSON.stringify([...dossiers, ...dossiers.map(String)])],
  };
}

function isOneOf(c: string): string {
  return `${c} in (select value from json_each(?1)) or typeof(${c})='blob'`;
}

/** The next `limit` rows of a table after a row id: `i`, `c`. */
export function selectSlice(
  table: BoundTable,
  columns: readonly BoundColumn[],
  after: number,
  limit: number,
): Query {
  return {
    sql: `select r.id as i, ${packed(columns)} as c from ${quoted(table.id)} r where r.id > ?1 order by r.id limit ?2`,
    args: [after, limit],
  };
}

/** Number of rows of each table: `t` the table's index, `n`. */
export function selectCounts(tables: readonly BoundTable[]): Query {
  const parts = tables.map((table, index) => `select ${index} as t, count(*) as n from ${quoted(table.id)}`);
  return { sql: parts.join(' union all '), args: [] };
}

export function dossierColumnOf(table: BoundTable): BoundColumn | null {
  if (table.dossierColumn === null) return null;
  const column = table.columns.find((candidate) => candidate.key === table.dossierColumn);
  if (column === undefined) throw new Error(`table ${table.key} is bound without its dossier column`);
  return column;
}

/** A JSON array of JSON arrays of at most `ARGUMENTS` cells. */
function packed(columns: readonly BoundColumn[]): string {
  const chunks: string[] = [];
  for (let at = 0; at < columns.length; at += ARGUMENTS) {
    chunks.push(
      `json_array(${columns
        .slice(at, at + ARGUMENTS)
        .map(packedCell)
        .join(',')})`,
    );
  }
  return `json_array(${chunks.join(',')})`;
}

/**
 * json_array alone would cut reals to 15 digits and either refuse blobs or take them for JSONB (seen on 3.51):
 * reals are printed with 17 digits (infinities are no value, as in /records), blobs are marked as `[hex]`. The
 * column is qualified: SQLite takes an unknown name in double quotes for a text.
 */
function packedCell(column: BoundColumn): string {
  const c = `r.${quoted(column.id)}`;
  return (
    `case typeof(${c}) when 'blob' then json_array(hex(${c})) ` +
    `when 'real' then case when abs(${c})<9e999 then json(printf('%!.17g',${c})) end else ${c} end`
  );
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
