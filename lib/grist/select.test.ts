import { describe, expect, it } from 'vitest';
import type { BoundTable } from '../sync/model/table';
import { selectCounts, selectDossiers, selectSlice } from './select';

const table = (id: string, columns: readonly string[], dossierColumn: string | null): BoundTable => ({
  key: 'dossiers',
  ref: 1,
  id,
  keyColumns: [],
  dossierColumn,
  columns: columns.map((column, at) => ({ key: column, ref: at, id: column, type: 'Text' })),
});

/** Reals with all their digits (json_array alone keeps 15 of them on the SQLite of grist-core 1.7.17), blobs marked. */
const cell = (c: string) =>
  `case typeof(${c}) when 'blob' then json_array(hex(${c})) ` +
  `when 'real' then case when abs(${c})<9e999 then json(printf('%!.17g',${c})) end else ${c} end`;

describe('the SQL', () => {
  it('packs each row, names columns with their table, and quotes whatever they are called', () => {
    const odd = table('Ta"ble', ['a', 'b"c'], 'a');
    expect(selectDossiers([odd], [7])).toEqual({
      sql:
        `select 0 as t, r.id as i, json_array(json_array(${cell('r."a"')},${cell('r."b""c"')})) as c from "Ta""ble" r ` +
        `where r."a" in (select value from json_each(?1)) or typeof(r."a")='blob' order by 1, 2`,
      args: ['[7,"7"]'],
    });
  });

  it('reads whole a table that has no dossier, beside the others', () => {
    const { sql } = selectDossiers([table('A', ['n'], 'n'), table('B', ['x'], null)], [1, 2]);
    expect(sql).toContain(' union all select 1 as t, r.id as i, ');
    expect(sql).toMatch(/from "B" r order by 1, 2$/);
  });

  it('never gives a function more than 100 arguments: old SQLites refuse 128', () => {
    const wide = table(
      'A',
      Array.from({ length: 500 }, (_, at) => `c${at}`),
      null,
    );
    const lists = selectDossiers([wide], []).sql.split('json_array(case').slice(1);
    expect(lists).toHaveLength(Math.ceil(500 / 90));
    expect(lists.every((list) => list.split(',case typeof(').length <= 100)).toBe(true);
  });

  it('continues after a row, and counts', () => {
    const one = table('A', ['n'], null);
    expect(selectSlice(one, one.columns, 41, 500)).toEqual({
      sql: `select r.id as i, json_array(json_array(${cell('r."n"')})) as c from "A" r where r.id > ?1 order by r.id limit ?2`,
      args: [41, 500],
    });
    expect(selectCounts([one, table('B', [], null)]).sql).toBe(
      'select 0 as t, count(*) as n from "A" union all select 1 as t, count(*) as n from "B"',
    );
  });
});
