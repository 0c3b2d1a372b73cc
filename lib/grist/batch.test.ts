import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowGroup, RowOperation } from '../sync/model/operation';
import type { BoundTable, Cell, TableKey } from '../sync/model/table';
import { openBatch, type Parcel } from './batch';
import { encodeGroup, shapeOf } from './encode';
import { nextPart, weigh } from './parts';

const table = (key: TableKey, id: string, ...columns: [key: string, id: string][]): BoundTable => ({
  key,
  ref: key.length,
  id,
  columns: columns.map(([columnKey, columnId], at) => ({
    key: columnKey,
    ref: key.length * 100 + at,
    id: columnId,
    type: 'Text',
  })),
  keyColumns: [],
  dossierColumn: null,
});

const dossiers = table('dossiers', 'Demarche_1_dossiers', ['n', 'number'], ['a', 'a'], ['b', 'b']);
const bloc = table('bloc:x', 'Demarche_1_bloc', ['p', 'dossier'], ['t', 'texte']);
const avis = table('avis', 'Demarche_1_avis', ['q', 'question']);
const shapes = new Map([dossiers, bloc, avis].map((bound) => [bound.key, shapeOf(bound, new Set())]));

const parcelOf = (operations: readonly RowOperation[], place = 0): Parcel => {
  const group = encodeGroup({ dossier: place, operations }, place, shapes);
  return { group, rows: group.rows, parent: null };
};

const add = (key: TableKey, cells: Record<string, Cell | { parent: true }>): RowOperation => ({
  type: 'add',
  table: key,
  key: 'k',
  cells,
  reason: 'nouveau',
});
const update = (key: TableKey, rowId: number, cells: Record<string, Cell>): RowOperation => ({
  type: 'update',
  table: key,
  key: 'k',
  rowId,
  cells,
  reason: 'modifie',
});
const remove = (key: TableKey, rowId: number): RowOperation => ({
  type: 'remove',
  table: key,
  key: 'k',
  rowId,
  reason: 'disparu',
});

const bodyOf = (...parcels: Parcel[]): unknown => {
  const batch = openBatch();
  for (const parcel of parcels) batch.push(parcel);
  return JSON.parse(batch.body().toString('utf8'));
};

describe('a batch', () => {
  it('adds the dossiers first, under negative ids that their children name', () => {
    const first = parcelOf([
      add('bloc:x', { p: { parent: true }, t: 'un' }),
      add('dossiers', { n: 1, a: 'x' }),
    ]);
    const second = parcelOf(
      [add('dossiers', { n: 2 }), add('bloc:x', { p: { parent: true }, t: 'deux' })],
      1,
    );
    expect(bodyOf(first, second)).toEqual([
      ['BulkAddRecord', 'Demarche_1_dossiers', [-1, -2], { number: [1, 2], a: ['x', null], b: [null, null] }],
      ['BulkAddRecord', 'Demarche_1_bloc', [null, null], { dossier: [-1, -2], texte: ['un', 'deux'] }],
    ]);
  });

  it('adds the dossiers first even when another group’s rows came before', () => {
    const existing = parcelOf([add('bloc:x', { p: 40, t: 'un' })]);
    const fresh = parcelOf([add('dossiers', { n: 2 }), add('bloc:x', { p: { parent: true }, t: 'deux' })], 1);
    expect(bodyOf(existing, fresh)).toEqual([
      ['BulkAddRecord', 'Demarche_1_dossiers', [-1], { number: [2], a: [null], b: [null] }],
      ['BulkAddRecord', 'Demarche_1_bloc', [null, null], { dossier: [40, -1], texte: ['un', 'deux'] }],
    ]);
  });

  it('names the row of a dossier added by an earlier request', () => {
    const { group } = parcelOf([add('dossiers', { n: 1 }), add('bloc:x', { p: { parent: true } })]);
    const rest: Parcel = { group, rows: group.rows.slice(1), parent: 812 };
    expect(bodyOf(rest)).toEqual([
      ['BulkAddRecord', 'Demarche_1_bloc', [null], { dossier: [812], texte: [null] }],
    ]);
  });

  it('gathers updates by changed columns, and removals by table, after the additions', () => {
    const body = bodyOf(
      parcelOf([
        remove('bloc:x', 9),
        update('dossiers', 1, { a: 'x' }),
        update('dossiers', 2, { a: 'y', b: 'z' }),
      ]),
      parcelOf([update('dossiers', 3, { a: 'w' }), add('avis', { q: '?' }), remove('bloc:x', 10)], 1),
    );
    expect(body).toEqual([
      ['BulkAddRecord', 'Demarche_1_avis', [null], { question: ['?'] }],
      ['BulkUpdateRecord', 'Demarche_1_dossiers', [1, 3], { a: ['x', 'w'] }],
      ['BulkUpdateRecord', 'Demarche_1_dossiers', [2], { a: ['y'], b: ['z'] }],
      ['BulkRemoveRecord', 'Demarche_1_bloc', [9, 10]],
    ]);
  });

  it('gives back the ids of added rows by group, in the order of the group’s own additions', () => {
    const first = parcelOf([
      add('bloc:x', { t: 'b0' }),
      add('dossiers', { n: 1 }),
      add('bloc:x', { t: 'b1' }),
    ]);
    const second = parcelOf([update('avis', 3, { q: 'r' }), add('bloc:x', { t: 'b2' })], 1);
    const batch = openBatch();
    batch.push(first);
    batch.push(second);
    const ids = batch.addedIds([[50], [7, 8, 9], null]);
    expect([...(ids?.get(first) ?? [])].sort()).toEqual([
      [0, 7],
      [1, 50],
      [2, 8],
    ]);
    expect([...(ids?.get(second) ?? [])]).toEqual([[0, 9]]);
  });

  it.each([
    ['a missing action', []],
    ['too few ids', [[50], [7]]],
    ['no ids', [null, null]],
    ['ids that are not numbers', [['a'], ['b', 'c']]],
  ])('does not guess ids from %s', (_, values) => {
    const batch = openBatch();
    batch.push(parcelOf([add('dossiers', { n: 1 }), add('bloc:x', {}), add('bloc:x', {})]));
    expect(batch.addedIds(values)).toBeNull();
  });
});

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '"\\\n', '\u0000', 'é'.repeat(50), '日本語', '🐴', '\ud800'),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }).map((items): Cell => ['L', ...items]),
);
const cells = (...keys: string[]) => fc.dictionary(fc.constantFrom(...keys), cell);
const operation: fc.Arbitrary<RowOperation> = fc.oneof(
  cells('n', 'a', 'b').map((given) => add('dossiers', given)),
  cells('t').map((given) => add('bloc:x', { ...given, p: { parent: true } })),
  fc.tuple(fc.nat(), cells('a', 'b')).map(([rowId, given]) => update('dossiers', rowId, given)),
  fc.nat().map((rowId) => remove('avis', rowId)),
);
const group = fc
  .tuple(
    cells('n', 'a', 'b'),
    fc.array(
      operation.filter((one) => one.table !== 'dossiers' || one.type !== 'add'),
      { maxLength: 6 },
    ),
  )
  .map(([own, rest]): RowGroup => ({ dossier: 1, operations: [add('dossiers', own), ...rest] }));

describe('the weight of a batch', () => {
  it('is the exact length of its body, known before it is made', () => {
    fc.assert(
      fc.property(fc.array(group, { maxLength: 15 }), (groups) => {
        const batch = openBatch();
        for (const [place, one] of groups.entries()) {
          const parcel = parcelOf(one.operations, place);
          const foreseen = batch.bytes + batch.costOf(parcel);
          batch.push(parcel);
          expect(batch.bytes).toBe(foreseen);
        }
        const body = batch.body();
        expect(body.length).toBe(batch.bytes);
        expect(() => JSON.parse(body.toString('utf8'))).not.toThrow();
      }),
    );
  });

  it('lets a group be cut into parts that fit, none of its rows lost or doubled', () => {
    fc.assert(
      fc.property(group, fc.integer({ min: 100, max: 400 }), (one, limit) => {
        const { group: encoded } = parcelOf(one.operations);
        const sent: unknown[] = [];
        let { rows } = encoded;
        let parent: number | null = null;
        while (rows.length > 0) {
          const part = nextPart(encoded, rows, parent, limit);
          expect(part.rows.length === 1 || weigh(part) <= limit).toBe(true);
          sent.push(...part.rows);
          rows = rows.slice(part.rows.length);
          parent = 12;
        }
        expect(sent).toEqual(encoded.rows);
      }),
    );
  });
});
