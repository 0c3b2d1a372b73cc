// CSV as it is written elsewhere.

import { expect, it } from 'vitest';
import { readCsv } from './csv';

it.each([
  ['a,b\n1,2\n', [{ a: '1', b: '2' }]],
  ['\ufeffa;b\r\n1;"x;y"\r\n', [{ a: '1', b: 'x;y' }]],
  ['a,b\n"dit ""oui""","deux\nlignes"', [{ a: 'dit "oui"', b: 'deux\nlignes' }]],
  [
    'a,b\n1\n\n,\n2,',
    [
      { a: '1', b: '' },
      { a: '2', b: '' },
    ],
  ],
  ['a,b', []],
  ['', []],
])('%j', (text, rows) => {
  expect(readCsv(text)).toEqual(rows);
});
