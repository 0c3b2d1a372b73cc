import { describe, expect, it } from 'vitest';
import { compile, holds } from './expression';

const event = {
  name: 'go',
  ts: 5,
  data: { k: 'a', n: 1, zero: 0, no: false, none: null, deep: { n: 3 }, list: [1, 'b'], text: 'dossier' },
};
const async = { name: 'stop', data: { k: 'a', n: '1' } };
const absent = undefined;

describe('values', () => {
  it.each([
    ['event.data.k', 'a'],
    ["event.data['k']", 'a'],
    ['event.data.list[1]', 'b'],
    ['event.data.missing', absent],
    ['event.data.missing.deeper', absent],
    ["event.data.k + '-' + string(event.data.n)", 'a-1'],
    ["event.data.k + '-' + event.data.n", 'a-1'],
    ['event.data.n + 1', 2],
    ["event.data.missing + '-'", '-'],
    ['event.data.n * 2 - 1', 1],
    ['-event.data.n', -1],
    ["event.data.missing || 'other'", 'other'],
    ["event.data.k || 'other'", 'a'],
    ["event.data.n == 1 ? 'one' : 'many'", 'one'],
    ['int(async.data.n)', 1],
    ['size(event.data.list)', 2],
    ['size(event.data.missing)', 0],
    ['event.data.no', false],
    ['event.data.constructor', absent],
    ['event.data.__proto__', absent],
  ])('%s', (text, value) => {
    expect(compile(text)({ event, async })).toEqual(value);
  });
});

describe('conditions', () => {
  it.each([
    ['async.data.k == event.data.k', true],
    ['async.data.n == event.data.n', false], // a text is not a number
    ['event.data.deep.n == 3 && event.data.k == "a"', true],
    ['event.data.n == 2 || event.data.k == "a"', true],
    ['!(event.data.n == 1)', false],
    ['event.data.missing == null', true],
    ['event.data.none == null', true],
    ['event.data.k == null', false],
    ['event.data.k != null', true],
    ['event.data.missing == async.data.missing', false],
    ["event.data.missing == 'a'", false],
    ["event.data.missing != 'a'", true],
    ['!event.data.missing', false],
    ['event.data.missing < 2', true],
    ['event.data.missing > 2', false],
    ['2 > event.data.missing', true],
    ['event.data.none < 2', true],
    ["event.data.k < 'b'", true],
    ['event.data.k < 2', false],
    ['event.data.n >= 1 && event.data.n <= 1', true],
    ["event.data.k in ['a', 'b']", true],
    ["'c' in ['a', 'b']", false],
    ["event.data.text.startsWith('dos')", true],
    ["event.data.text.endsWith('sier') && event.data.text.contains('ssi')", true],
    ["event.data.missing.startsWith('dos')", false],
    ['has(event.data.k) && !has(event.data.missing)', true],
    ['event.data.deep == {"n": 3}', null],
    ['event.data.k', false], // not `true` itself
  ])('%s is %s', (text, expected) => {
    if (expected === null) expect(() => compile(text)).toThrow('utilise une forme');
    else expect(holds(compile(text), { event, async })).toBe(expected);
  });
});

describe('refused', () => {
  it.each([
    ['event.data.k ==', 'n’est pas lisible'],
    ['steps.a == 1', 'nomme « steps »'],
    ['event.data.list.exists(x, x == 1)', 'nomme « x »'],
    ['uppercase(event.data.k)', 'utilise une forme'],
    ["event.data.k.matches('^a')", 'utilise une forme'],
    ['now() > event.ts', 'utilise une forme'],
  ])('%s', (text, why) => {
    expect(() => compile(text)).toThrow(why);
  });
});
