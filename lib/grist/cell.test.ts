import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import { cellOfRecord, cellOfStored, type StoredValue } from './cell';

/** Python's marshal, version 2, of the few values that Grist keeps as blobs. */
const hex = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  ).toString('hex');
const u = (text: string) => {
  const bytes = [...Buffer.from(text)];
  return hex('u', [bytes.length, 0, 0, 0], bytes);
};
const i = (n: number) => {
  const four = Buffer.alloc(4);
  four.writeInt32LE(n);
  return hex('i', [...four]);
};
const g = (n: number) => {
  const eight = Buffer.alloc(8);
  eight.writeDoubleLE(n);
  return hex('g', [...eight]);
};
const list = (...items: string[]) => hex('[', [items.length, 0, 0, 0]) + items.join('');

describe('a cell read through /sql', () => {
  const cases: readonly [what: string, type: string, stored: StoredValue, cell: unknown][] = [
    ['a text', 'Text', 'été', 'été'],
    ['an empty text', 'Text', '', ''],
    ['no value', 'Numeric', null, null],
    ['a number', 'Numeric', 1.5, 1.5],
    ['true', 'Bool', 1, true],
    ['false', 'Bool', 0, false],
    ['a text in a Bool', 'Bool', 'peut-être', 'peut-être'],
    ['1 in an Int', 'Int', 1, 1],
    ['a list of choices', 'ChoiceList', '["a","b, c"]', ['L', 'a', 'b, c']],
    ['an empty list', 'ChoiceList', '[]', null],
    ['references', 'RefList:T', '[1,3]', ['L', 1, 3]],
    ['attachments', 'Attachments', '[7]', ['L', 7]],
    ['a text that begins like a list', 'ChoiceList', '[pas une liste', '[pas une liste'],
    ['a text that looks like a list, elsewhere', 'Text', '["a"]', '["a"]'],
    ['a date', 'Date', 1_700_000_000, 1_700_000_000],
    ['an instant', 'DateTime:Europe/Paris', 1_700_000_000.5, 1_700_000_000.5],
    ['a text that looks like a number', 'Date', [u('2024-02-30')], '2024-02-30'],
    ['a number in a text column', 'Text', [i(-12)], -12],
    ['minus zero', 'Numeric', [g(-0)], 0],
    ['not a number', 'Numeric', [g(Number.NaN)], null],
    ['true in a text column', 'Text', ['54'], true],
    ['none', 'Any', ['4e'], null],
    ['an error', 'Any', [list(u('E'), u('ZeroDivisionError'))], null],
    ['an encoded date', 'Any', [list(u('d'), i(86_400))], 86_400],
    ['a mixed list', 'ChoiceList', [list(u('L'), u('a'), i(2))], ['L', 'a', 2]],
    ['an object', 'Any', [list(u('O'), hex('{') + u('k') + i(1) + hex('0'))], '["O",{"k":1}]'],
    ['a long integer', 'Text', [hex('l', [3, 0, 0, 0], [1, 0], [0, 0], [1, 0])], 2 ** 30 + 1],
    ['bytes that are not Grist’s', 'Text', ['ff00'], '\uFFFD'],
    ['bytes cut short', 'Text', [u('abc').slice(0, -2)], '\uFFFD'],
  ];
  it.each(cases)('%s', (_, type, stored, cell) => {
    expect(cellOfStored(stored, type)).toStrictEqual(cell);
  });
});

describe('a cell read through records', () => {
  const cases: readonly [what: string, value: unknown, cell: unknown][] = [
    ['a text', 'été', 'été'],
    ['a number', 12.5, 12.5],
    ['minus zero', -0, 0],
    ['a boolean', false, false],
    ['no value', null, null],
    ['an absent value', undefined, null],
    ['a list', ['L', 'a', 'b'], ['L', 'a', 'b']],
    ['an empty list', ['L'], null],
    ['a list holding a boolean', ['L', 'a', true], ['L', 'a', 'true']],
    ['a date', ['d', 86_400], 86_400],
    ['an instant', ['D', 86_400.5, 'Europe/Paris'], 86_400.5],
    ['a reference', ['R', 'Dossiers', 12], 12],
    ['references', ['r', 'Dossiers', [1, 2]], ['L', 1, 2]],
    ['an error', ['E', 'ValueError'], null],
    ['a value being computed', ['P'], null],
    ['something unmarshallable', ['U', 'object at'], 'object at'],
    ['an object', ['O', { k: 1 }], '["O",{"k":1}]'],
  ];
  it.each(cases)('%s', (_, value, cell) => {
    expect(cellOfRecord(value)).toStrictEqual(cell);
  });

  it('refuses a censored cell rather than taking it for empty', () => {
    expect(() => cellOfRecord(['C'])).toThrow(Failure);
    expect(() => cellOfRecord(['C'])).toThrow('GRIST_REGLES_ACCES');
  });
});
