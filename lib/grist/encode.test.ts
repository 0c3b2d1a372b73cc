import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import type { RowOperation } from '../sync/model/operation';
import type { BoundTable, Cell } from '../sync/model/table';
import { type EncodedRow, encodeGroup, leavesOutCells, PARENT, shapeOf } from './encode';

const dossiers: BoundTable = {
  key: 'dossiers',
  ref: 2,
  id: 'Demarche_1_dossiers',
  keyColumns: ['n'],
  dossierColumn: 'n',
  columns: [
    { key: 'n', ref: 10, id: 'number', type: 'Int' },
    { key: 'a', ref: 11, id: 'a', type: 'Text' },
    { key: 'f', ref: 12, id: 'lien', type: 'Ref:Demarche_1_dossiers' },
  ],
};
const FORMULAS = new Set([12]);
const shapes = new Map([['dossiers' as const, shapeOf(dossiers, FORMULAS)]]);

const add = (cells: Record<string, Cell | { parent: true }>): RowOperation => ({
  type: 'add',
  table: 'dossiers',
  key: 'k',
  cells,
  reason: 'nouveau',
});
const only = (operation: RowOperation): EncodedRow | undefined =>
  encodeGroup({ dossier: 1, operations: [operation] }, 0, shapes).rows[0];
const jsonOf = (row: EncodedRow | undefined) =>
  row?.type === 'add' || row?.type === 'update'
    ? row.values.map((value) => (value === PARENT ? PARENT : JSON.stringify(value)))
    : null;

describe('a cell in JSON', () => {
  const cases: readonly [what: string, cell: Cell, json: string][] = [
    ['a text', 'été "1"\n', '"été \\"1\\"\\n"'],
    ['half a character', '\ud83d', '"\\ud83d"'],
    ['an integer', 12, '12'],
    ['a real', 0.1, '0.1'],
    ['a very large number', 1e22, '1e+22'],
    ['minus zero', -0, '0'],
    ['what JSON has no word for', Number.NaN, 'null'],
    ['infinity', Number.POSITIVE_INFINITY, 'null'],
    ['true', true, 'true'],
    ['false', false, 'false'],
    ['nothing', null, 'null'],
    ['a list', ['L', 'a, b', 'é'], '["L","a, b","é"]'],
    ['references', ['L', 1, 2], '["L",1,2]'],
  ];
  it.each(cases)('%s', (_, cell, json) => {
    const row = only({
      type: 'update',
      table: 'dossiers',
      key: 'k',
      rowId: 5,
      cells: { a: cell },
      reason: 'modifie',
    });
    expect(jsonOf(row)).toEqual([json]);
    expect(row?.type === 'update' && row.bytes).toBe(Buffer.byteLength(json));
  });
});

describe('an added row', () => {
  it('says null for the cells left out, and nothing of formulas', () => {
    const row = only(add({ n: 1 }));
    expect(row?.type === 'add' && row.columns.map(({ id }) => id)).toEqual(['number', 'a']);
    expect(jsonOf(row)).toEqual(['1', 'null']);
  });
  it('may name its own group’s dossier', () => {
    const row = only(add({ n: 1, a: { parent: true } }));
    expect(jsonOf(row)).toEqual(['1', PARENT]);
    expect(row).toMatchObject({ bytes: 1, parents: 1 });
  });
  it('may say null of a formula', () => {
    expect(jsonOf(only(add({ n: 1, f: null })))).toEqual(['1', 'null']);
  });
});

describe('what is refused rather than dropped', () => {
  it.each([
    ['a value for a formula', add({ n: 1, f: 3 })],
    ['a value for a column that is not there', add({ n: 1, disparue: 'x' })],
    [
      'an update of a column that is not there',
      {
        type: 'update',
        table: 'dossiers',
        key: 'k',
        rowId: 5,
        cells: { disparue: 1 },
        reason: 'modifie',
      } as const,
    ],
  ])('%s', (_, operation) => {
    expect(() => only(operation)).toThrow(Failure);
    expect(() => only(operation)).toThrow('GRIST_STRUCTURE_CHANGEE');
  });
  it('a parent that the group does not add', () => {
    const operation: RowOperation = {
      type: 'update',
      table: 'dossiers',
      key: 'k',
      rowId: 5,
      cells: { a: { parent: true } },
      reason: 'modifie',
    };
    expect(() => only(operation)).toThrow('adds no dossier');
  });
  it('a table that is not bound', () => {
    expect(() => encodeGroup({ dossier: 1, operations: [{ ...add({}), table: 'avis' }] }, 0, shapes)).toThrow(
      'avis',
    );
  });
});

describe('leavesOutCells', () => {
  const width = { n: 1, a: 'x', f: null };
  it.each([
    ['every cell given', [add(width)], false],
    ['a cell left out', [add({ n: 1 })], true],
    [
      'only an update',
      [
        {
          type: 'update',
          table: 'dossiers',
          key: 'k',
          rowId: 1,
          cells: { a: 'x' },
          reason: 'modifie',
        } as const,
      ],
      false,
    ],
  ])('%s', (_, operations, expected) => {
    expect(leavesOutCells([dossiers], [{ dossier: 1, operations }])).toBe(expected);
  });
});
