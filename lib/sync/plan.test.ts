// The plan of rows: applied once it leaves nothing to do, and it never touches what is not ours.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from './key';
import type { ParentRef, ReadyRow, RowOperation } from './model/operation';
import type { BoundTable, Cell, FoundRow, TableKey } from './model/table';
import { planRows, type Ready } from './plan';

const TABLES: readonly BoundTable[] = [
  table('dossiers', ['number'], 'number', { number: 'Int', state: 'Choice', tags: 'ChoiceList' }),
  table('avis', ['dossier_number', 'avis_id'], 'dossier_number', {
    dossier: 'Ref:Demarche_1_dossiers',
    dossier_number: 'Int',
    avis_id: 'Text',
    done: 'Bool',
    size: 'Numeric',
    url: 'Text',
  }),
];

function table(
  key: TableKey,
  keyColumns: readonly string[],
  dossierColumn: string,
  columns: Readonly<Record<string, string>>,
): BoundTable {
  const bound = Object.entries(columns).map(([id, type], index) => ({ key: id, ref: index + 1, id, type }));
  return { key, ref: 1, id: `Demarche_1_${key}`, columns: bound, keyColumns, dossierColumn };
}

/** What Grist keeps of a plan, as far as rows go: the smallest document that can be. */
function apply(found: readonly FoundRow[], plan: ReturnType<typeof planRows>): readonly FoundRow[] {
  let rows = [...found];
  let next = Math.max(0, ...rows.map(({ rowId }) => rowId)) + 1;
  for (const { operations } of plan.dossiers) {
    let parent = 0;
    const real = (cells: Readonly<Record<string, Cell | ParentRef>>) =>
      Object.fromEntries(
        Object.entries(cells).map(([key, cell]): [string, Cell] => [
          key,
          typeof cell === 'object' && cell !== null && 'parent' in cell ? parent : cell,
        ]),
      );
    const execute = (operation: RowOperation) => {
      if (operation.type === 'add') {
        const rowId = next++;
        if (operation.table === 'dossiers') parent = rowId;
        rows.push({ table: operation.table, rowId, cells: real(operation.cells) });
      } else if (operation.type === 'update') {
        rows = rows.map((row) =>
          row.rowId === operation.rowId ? { ...row, cells: { ...row.cells, ...real(operation.cells) } } : row,
        );
      } else rows = rows.filter(({ rowId }) => rowId !== operation.rowId);
    };
    for (const operation of operations) execute(operation);
  }
  return rows;
}

const cell = fc.oneof(fc.string(), fc.constant(null));
const wantedDossier = (number: number) =>
  fc
    .record({
      state: cell,
      tags: fc.option(fc.array(fc.string(), { minLength: 1, maxLength: 3 }), { nil: null }),
      avis: fc.uniqueArray(
        fc.record({
          id: fc.stringMatching(/^[a-z]{1,3}$/),
          done: fc.boolean(),
          size: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null }),
        }),
        { selector: ({ id }) => id, maxLength: 4 },
      ),
    })
    .map(({ state, tags, avis }): Ready => {
      const rows: ReadyRow[] = [
        {
          table: 'dossiers',
          key: String(number),
          dossier: number,
          cells: { number, state, tags: tags === null ? null : ['L', ...tags] },
        },
        ...avis.map(
          ({ id, done, size }): ReadyRow => ({
            table: 'avis',
            key: `${number}/${id}`,
            dossier: number,
            cells: {
              dossier: { parent: true },
              dossier_number: number,
              avis_id: id,
              done,
              size,
              url: `https://exemple.fr/${id}`,
            },
          }),
        ),
      ];
      return { dossier: number, rows };
    });
const world = fc
  .uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 6 })
  .chain((numbers) => fc.tuple(...numbers.map(wantedDossier)));

const isVolatile = (_table: TableKey, column: string) => column === 'url';
const plan = (wanted: readonly Ready[], found: readonly FoundRow[]) =>
  planRows(TABLES, wanted, found, isVolatile);

describe('planRows', () => {
  it('promise 2: once applied, the same plan is empty', () => {
    fc.assert(
      fc.property(world, world, (before, after) => {
        const first = apply([], plan(before, []));
        const second = apply(first, plan(after, first));
        expect(plan(after, second).dossiers.flatMap(({ operations }) => operations)).toEqual([]);
        expect(plan(after, second).dossiers.every(({ outcome }) => outcome === 'unchanged')).toBe(true);
      }),
    );
  });

  it('promises 1 and 4: one row for each that is wanted, and no other of these dossiers', () => {
    fc.assert(
      fc.property(world, world, (before, after) => {
        const first = apply([], plan(before, []));
        const rows = apply(first, plan(after, first));
        const numbers = new Set(after.map(({ dossier }) => dossier));
        const keys = rows
          .filter(({ cells }) => numbers.has(Number(cells.number ?? cells.dossier_number)))
          .map(
            (row) => `${row.table} ${keyOf(TABLES[row.table === 'avis' ? 1 : 0] ?? missing(), row.cells)}`,
          );
        const wanted = after.flatMap(({ rows: list }) => list.map((row) => `${row.table} ${row.key}`));
        expect(keys.sort()).toEqual(wanted.sort());
      }),
    );
  });

  it('promise 5: rows that somebody added are neither written nor removed', () => {
    fc.assert(
      fc.property(world, fc.array(cell, { maxLength: 4 }), (wanted, notes) => {
        const mine = notes.map(
          (note, index): FoundRow => ({
            table: 'avis',
            rowId: 1000 + index,
            cells: { dossier: 1, dossier_number: 1, avis_id: null, done: true, size: 1, url: note },
          }),
        );
        const result = plan(wanted, mine);
        expect(result.strays.map(({ rowId }) => rowId)).toEqual(mine.map(({ rowId }) => rowId));
        const rows = apply(mine, result);
        for (const row of mine) expect(rows).toContainEqual(row);
      }),
    );
  });

  it('promise 2: a reading in another order plans nothing', () => {
    fc.assert(
      fc.property(world, (wanted) => {
        const rows = apply([], plan(wanted, []));
        expect(
          plan([...wanted].reverse(), [...rows].reverse()).dossiers.flatMap((item) => item.operations),
        ).toEqual([]);
      }),
    );
  });

  it('sends only the cells that change, and a temporary link along with others, never alone', () => {
    const row = (size: number, url: string): ReadyRow => ({
      table: 'avis',
      key: '1/a',
      dossier: 1,
      cells: { dossier: { parent: true }, dossier_number: 1, avis_id: 'a', done: false, size, url },
    });
    const found: FoundRow[] = [
      { table: 'dossiers', rowId: 5, cells: { number: 1, state: null, tags: null } },
      {
        table: 'avis',
        rowId: 9,
        cells: { dossier: 5, dossier_number: 1, avis_id: 'a', done: false, size: 1, url: 'https://a' },
      },
    ];
    const parent: ReadyRow = { table: 'dossiers', key: '1', dossier: 1, cells: { number: 1 } };
    const operations = (wanted: ReadyRow) =>
      plan([{ dossier: 1, rows: [parent, wanted] }], found).dossiers[0]?.operations;
    expect(operations(row(1, 'https://b'))).toEqual([]);
    expect(operations(row(2, 'https://b'))).toEqual([
      {
        type: 'update',
        table: 'avis',
        key: '1/a',
        rowId: 9,
        cells: { size: 2, url: 'https://b' },
        reason: 'modifie',
      },
    ]);
  });

  it('D13: rows that disappeared from DN are removed, the dossier’s own row never is', () => {
    const found: FoundRow[] = [
      { table: 'dossiers', rowId: 5, cells: { number: 1, state: null, tags: null } },
      { table: 'avis', rowId: 9, cells: { dossier: 5, dossier_number: 1, avis_id: 'a' } },
    ];
    const [only] = plan([{ dossier: 1, rows: [] }], found).dossiers;
    expect(only?.operations).toEqual([
      { type: 'remove', table: 'avis', key: '1/a', rowId: 9, reason: 'disparu' },
    ]);
  });

  it('of two rows with one key the older is ours, the other is told and left alone', () => {
    const twin = (rowId: number): FoundRow => ({
      table: 'dossiers',
      rowId,
      cells: { number: 1, state: 'x', tags: null },
    });
    const wanted: ReadyRow = { table: 'dossiers', key: '1', dossier: 1, cells: { number: 1, state: 'y' } };
    const result = plan([{ dossier: 1, rows: [wanted] }], [twin(8), twin(3)]);
    expect(result.dossiers[0]?.operations).toMatchObject([{ type: 'update', rowId: 3 }]);
    expect(result.strays).toEqual([{ table: 'dossiers', rowId: 8, kind: 'doublon' }]);
  });
});

function missing(): never {
  throw new Error('unknown table');
}
