// From a row of the document to its dossier, and back.

import { describe, expect, it } from 'vitest';
import { dossierOf, rowOf } from './dossier';

const link = {
  id: 'une-liaison',
  dossiersUrl: 'https://dn.invalid/procedures/1/dossiers/',
  tables: [
    { id: 'Dossiers', column: 'numero', isMain: true },
    { id: 'Champs', column: 'dossier', isMain: false },
  ],
};

describe('the dossier of a row', () => {
  it.each([
    ['of the dossiers', 'Dossiers', { numero: 12 }, 12],
    ['of a child table', 'Champs', { dossier: 13, numero: 99 }, 13],
    ['made of texts by a user', 'Champs', { dossier: '14' }, 14],
  ])('%s', (_what, table, record, number) => {
    expect(dossierOf([link], table, record)).toEqual({
      ...{ number, linkId: 'une-liaison' },
      href: `https://dn.invalid/procedures/1/dossiers/${number}`,
    });
  });

  it.each([
    ['of the user’s own table', 'Notes', { numero: 12 }],
    ['that is empty', 'Dossiers', { numero: null }],
    ['that is new', 'Dossiers', { numero: 0 }],
    ['that holds something else', 'Dossiers', { numero: '12/../../admin' }],
    ['with a list', 'Dossiers', { numero: ['L', 12] }],
    ['without the column', 'Dossiers', {}],
  ])('is none for a row %s', (_what, table, record) => {
    expect(dossierOf([link], table, record)).toBeNull();
  });
});

describe('the row of a dossier', () => {
  const rows = { id: [4, 5, 6], numero: [12, 13, 14], dossier: [14, 14, 13] };

  it('is the first one in the page’s table', () => {
    expect(rowOf(link, 'Dossiers', rows, 13)).toBe(5);
    expect(rowOf(link, 'Champs', rows, 14)).toBe(4);
  });

  it('is none elsewhere, for another dossier, or where Grist answers something else', () => {
    expect(rowOf(link, 'Notes', rows, 13)).toBeNull();
    expect(rowOf(link, 'Dossiers', rows, 99)).toBeNull();
    expect(rowOf(link, 'Dossiers', {}, 12)).toBeNull();
  });
});
