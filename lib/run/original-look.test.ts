// What is told of the values that a conversion would not hold: how many, of which shape, never what they say.

import { describe, expect, it } from 'vitest';
import { shapeOfText, wouldHold } from './original-look';

describe('what a type would hold', () => {
  it.each([
    ['Int', '1001', true],
    ['Int', ' 12 ', true],
    ['Int', '12,5', false],
    ['Int', '99999999999', false],
    ['Numeric', '12.5', true],
    ['Numeric', '12,5', false],
    ['Date', '2026-02-30', false],
    ['Date', '2026-02-28', true],
    ['DateTime:Europe/Paris', '2025-05-01T10:00:00+02:00', true],
    ['DateTime:Europe/Paris', '01/05/2025', false],
    ['Bool', 'False', true],
    ['Bool', 'peut-être', false],
    ['ChoiceList', 'Eau, Bois', true],
    ['Choice', 'Autre', true],
  ])('%s of %j: %s', (type, text, expected) => {
    expect(wouldHold(type, text)).toBe(expected);
  });

  it('a value that is not a text is held as it is', () => {
    expect(wouldHold('Numeric', 3)).toBe(true);
    expect(wouldHold('Choice', true)).toBe(true);
  });
});

describe('the shape of a text', () => {
  it.each([
    ['01/05/2025', '99/99/9999'],
    ['Dupré Anne', 'Aaaaa Aaaa'],
    ['1 rue des Lilas, appartement 12', '9 aaa aaa Aaaaa, aaaaaa…'],
    ['anticonstitutionnellement', 'aaaaaaaaaaaaaaaaaaaaaaa…'],
    ['12 €', '99 ?'],
  ])('%j is %j', (text, shape) => {
    expect(shapeOfText(text)).toBe(shape);
  });

  it('holds no letter nor digit of what it was made from', () => {
    expect(shapeOfText('X-42-zorglub')).toBe('A-99-aaaaaaa');
  });
});
