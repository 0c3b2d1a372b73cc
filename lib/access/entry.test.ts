// Who may come in, case by case.

import { describe, expect, it } from 'vitest';
import { admits, describeEntry } from './entry';

const RULE = { domains: ['exemple.gouv.fr', '*.departement.fr'], sirets: ['11000201100044'] };

describe('the rule of entry', () => {
  it.each([
    ['a@exemple.gouv.fr', null, true],
    ['a@sous.exemple.gouv.fr', null, false],
    ['a@fauxexemple.gouv.fr', null, false],
    ['a@exemple.gouv.fr.mechant.fr', null, false],
    ['a@departement.fr', null, true],
    ['a@dir.social.departement.fr', null, true],
    ['a@fauxdepartement.fr', null, false],
    ['a@ailleurs.fr', '11000201100044', true],
    ['a@ailleurs.fr', '11000201100045', false],
    ['a@ailleurs.fr', null, false],
  ])('%s of %s: %s', (email, siret, expected) => {
    expect(admits(RULE, { email, siret })).toBe(expected);
  });

  it('admits everybody by a star only, nobody when empty', () => {
    const stranger = { email: 'a@ailleurs.fr', siret: null };
    expect(admits({ domains: ['*'], sirets: [] }, stranger)).toBe(true);
    expect(admits({ domains: [], sirets: [] }, stranger)).toBe(false);
  });

  it('is told in words', () => {
    expect(describeEntry(RULE)).toEqual([
      'les agents dont l’adresse électronique se termine par @exemple.gouv.fr',
      'les agents dont l’adresse électronique se termine par departement.fr ou par un de ses sous-domaines',
      'les agents de l’organisation dont le SIRET est 110\u00a0002\u00a0011\u00a000044, avec ProConnect',
      'les personnes invitées',
    ]);
    expect(describeEntry({ domains: ['*'], sirets: [] })).toEqual([]);
  });
});
