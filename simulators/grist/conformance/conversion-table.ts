// What a column's values become when its type changes: decision table, read off grist-core 1.7.17.

import type { Value } from '../engine/value';

export type ConversionCase = {
  readonly from: string;
  readonly to: string;
  /** As sent to the column of the first type. */
  readonly held: readonly unknown[];
  /** As the records endpoint shows them after the change. */
  readonly shown: readonly Value[];
  /** SQLite's storage classes after the change: what was converted out of a text is a marshalled blob. */
  readonly storage: string;
};

export const CONVERSION_TABLE: readonly ConversionCase[] = [
  {
    from: 'Text',
    to: 'Int',
    held: ['', '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    shown: [null, 12, 12, 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, 1],
    storage: 'null blob blob text text text text text null blob',
  },
  {
    from: 'Text',
    to: 'Numeric',
    held: ['', '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    shown: [null, 12, 12.5, 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, 1],
    storage: 'null blob blob text text text text text null blob',
  },
  {
    from: 'Text',
    to: 'Bool',
    held: ['', '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    shown: [false, '12', '12.5', 'abc', '2024-02-29', true, '["a","b"]', 'a,b', false, true],
    storage: 'blob text text text text blob text text blob blob',
  },
  {
    from: 'Text',
    to: 'Choice',
    held: ['', '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    shown: ['', '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    storage: 'text text text text text text text text null text',
  },
  {
    from: 'Text',
    to: 'ChoiceList',
    held: ['', '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    shown: [null, '12', '12.5', 'abc', '2024-02-29', 'true', ['L', 'a', 'b'], 'a,b', null, '1'],
    storage: 'null text text text text text blob text null text',
  },
  {
    from: 'Text',
    to: 'Date',
    held: ['', '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    shown: [null, '12', '12.5', 'abc', 1709164800, 'true', '["a","b"]', 'a,b', null, '1'],
    storage: 'null text text text blob text text text null text',
  },
  {
    from: 'Text',
    to: 'DateTime:Europe/Paris',
    held: ['', '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    shown: [null, '12', '12.5', 'abc', 1709161200, 'true', '["a","b"]', 'a,b', null, '1'],
    storage: 'null text text text blob text text text null text',
  },
  {
    from: 'Text',
    to: 'Ref:Table1',
    held: ['', '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    shown: [0, '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', 0, '1'],
    storage: 'blob text text text text text text text blob text',
  },
  {
    from: 'Text',
    to: 'RefList:Table1',
    held: ['', '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    shown: [null, '12', '12.5', 'abc', '2024-02-29', 'true', '["a","b"]', 'a,b', null, '1'],
    storage: 'null text text text text text text text null text',
  },
  {
    from: 'Numeric',
    to: 'Text',
    held: [0, 1, 12.5, 41816609600051, -3, null, 86400, 'alt', '1,5'],
    shown: ['0', '1', '12.5', '41816609600051', '-3', null, '86400', 'alt', '1,5'],
    storage: 'blob blob blob blob blob null blob text text',
  },
  {
    from: 'Numeric',
    to: 'Int',
    held: [0, 1, 12.5, 41816609600051, -3, null, 86400, 'alt', '1,5'],
    shown: [0, 1, 12, '41816609600051.0', -3, null, 86400, 'alt', '1,5'],
    storage: 'integer integer integer blob integer null integer text blob',
  },
  {
    from: 'Numeric',
    to: 'Choice',
    held: [0, 1, 12.5, 41816609600051, -3, null, 86400, 'alt', '1,5'],
    shown: ['0', '1', '12.5', '41816609600051', '-3', null, '86400', 'alt', '1,5'],
    storage: 'blob blob blob blob blob null blob text text',
  },
  {
    from: 'Numeric',
    to: 'Date',
    held: [0, 1, 12.5, 41816609600051, -3, null, 86400, 'alt', '1,5'],
    shown: [0, 1, 12.5, 41816609600051, -3, null, 86400, 'alt', '1,5'],
    storage: 'integer integer real integer integer null integer text blob',
  },
  {
    from: 'ChoiceList',
    to: 'Text',
    held: [['L', 'a', 'b'], ['L', 'x'], null, 'alt'],
    shown: ["('a', 'b')", "('x',)", null, 'alt'],
    storage: 'text text null text',
  },
  {
    from: 'ChoiceList',
    to: 'Choice',
    held: [['L', 'a', 'b'], ['L', 'x'], null, 'alt'],
    shown: ["('a', 'b')", "('x',)", null, 'alt'],
    storage: 'text text null text',
  },
  {
    from: 'Bool',
    to: 'Text',
    held: [true, false, null, 'alt', '12'],
    shown: ['True', 'False', 'False', 'alt', '12'],
    storage: 'text text text text text',
  },
  {
    from: 'Bool',
    to: 'Numeric',
    held: [true, false, null, 'alt', '12'],
    shown: [1, 0, 0, 'alt', 12],
    storage: 'blob blob blob text integer',
  },
  {
    from: 'Bool',
    to: 'Choice',
    held: [true, false, null, 'alt', '12'],
    shown: ['True', 'False', 'False', 'alt', '12'],
    storage: 'text text text text text',
  },
  {
    from: 'Int',
    to: 'Text',
    held: [0, 1, 12, null, 'abc', '12x'],
    shown: ['0', '1', '12', null, 'abc', '12x'],
    storage: 'blob blob blob null text text',
  },
  {
    from: 'Int',
    to: 'Numeric',
    held: [0, 1, 12, null, 'abc', '12x'],
    shown: [0, 1, 12, null, 'abc', '12x'],
    storage: 'integer integer integer null text blob',
  },
  {
    from: 'Int',
    to: 'Bool',
    held: [0, 1, 12, null, 'abc', '12x'],
    shown: [false, true, true, false, 'abc', '12x'],
    storage: 'blob blob blob blob text blob',
  },
  {
    from: 'Int',
    to: 'Ref:Table1',
    held: [0, 1, 12, null, 'abc', '12x'],
    shown: [0, 1, 12, 0, 'abc', '12x'],
    storage: 'integer integer integer integer text blob',
  },
  {
    from: 'Date',
    to: 'Text',
    held: [0, 86400, 1709251200, null, '2024-02-30', 86400.5],
    shown: ['0', '86400', '1709251200', null, '2024-02-30', '86400.5'],
    storage: 'blob blob blob null text blob',
  },
  {
    from: 'Date',
    to: 'DateTime:Europe/Paris',
    held: [0, 86400, 1709251200, null, '2024-02-30', 86400.5],
    shown: [0, 86400, 1709251200, null, '2024-02-30', 86400.5],
    storage: 'integer integer integer null text real',
  },
  {
    from: 'DateTime:Europe/Paris',
    to: 'Text',
    held: [0, 1709288430.5, null, 'abc', '2024-02-30', 4102444800],
    shown: ['0', '1709288430.5', null, 'abc', '2024-02-30', '4102444800'],
    storage: 'text text null text text text',
  },
  {
    from: 'DateTime:Europe/Paris',
    to: 'Date',
    held: [0, 1709288430.5, null, 'abc', '2024-02-30', 4102444800],
    shown: [0, 1709288430.5, null, 'abc', '2024-02-30', 4102444800],
    storage: 'integer real null text text real',
  },
  {
    from: 'Ref:Table1',
    to: 'Text',
    held: [0, 1, 7, 'abc', null],
    shown: ['0', '1', '7', 'abc', '0'],
    storage: 'blob blob blob text blob',
  },
  {
    from: 'Ref:Table1',
    to: 'Int',
    held: [0, 1, 7, 'abc', null],
    shown: [0, 1, 7, 'abc', 0],
    storage: 'integer integer integer text integer',
  },
  {
    from: 'RefList:Table1',
    to: 'Text',
    held: [['L', 1, 2], null, 'abc', '12'],
    shown: ['[1, 2]', null, 'abc', '12'],
    storage: 'text null text text',
  },
  {
    from: 'Choice',
    to: 'Text',
    held: ['a', null, '12', ''],
    shown: ['a', null, '12', ''],
    storage: 'text null text text',
  },
  {
    from: 'Choice',
    to: 'ChoiceList',
    held: ['a', null, '12', ''],
    shown: ['a', null, '12', null],
    storage: 'text null text null',
  },
];
