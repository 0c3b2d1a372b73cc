// What a person answers for every column at once, and for one of them.

import { describe, expect, it } from 'vitest';
import type { Survey } from '../../run/original';
import type { Taken } from '../../sync/model/takeover';
import { allConverted, contradicts } from './original';

const column = (id: string, choices: readonly [Taken, ...Taken[]]) => ({
  ...{ column: id, ref: 1, id, label: id, type: 'Text', wanted: 'Date', form: 'meme', readBy: [], choices },
});

const SURVEY: Survey = {
  tables: [
    {
      ...{ key: 'champs', ref: 1, id: 'Demarche_1_champs', label: null, added: [], left: [] },
      columns: [
        { ...column('a', ['gardee', 'convertie']), form: 'meme' },
        { ...column('b', ['a_cote', 'convertie']), form: 'inconnue' },
        { ...column('c', ['reprise']), form: 'meme' },
      ],
    },
  ],
  created: [],
  left: [],
};
const NONE = new Map<string, Taken>();
const one = (how: Taken) => new Map([['champs a', how]]);

describe('everything at once', () => {
  it('is what may be converted', () => {
    expect([...allConverted(SURVEY).keys()]).toEqual(['champs a', 'champs b']);
  });

  it.each([
    ['nothing, and a column converted', NONE, one('convertie'), NONE, true],
    ['nothing, and a column as it was before', NONE, one('convertie'), one('convertie'), false],
    ['nothing, and a column as nothing implies', NONE, one('gardee'), NONE, false],
    ['everything, and a column kept', allConverted(SURVEY), one('gardee'), NONE, true],
    ['everything, and the page as it was', allConverted(SURVEY), one('gardee'), one('gardee'), false],
    ['everything, and nothing sent', allConverted(SURVEY), NONE, NONE, false],
  ] as const)('%s', (_what, answer, chosen, before, isBoth) => {
    expect(contradicts(SURVEY, answer, chosen, before)).toBe(isBoth);
  });
});
