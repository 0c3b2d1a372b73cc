// The dashboard's address: read back as it was written, whatever somebody types in it.

import { describe, expect, it } from 'vitest';
import { SORTS, STATUSES } from '../../lib/links/dashboard/view';
import { addressOf, wantedOf } from './address';

const DEFAULT = { search: '', status: null, sort: 'etat', page: 1 } as const;

describe('the address', () => {
  it('says nothing of what is shown by default', () => {
    expect(addressOf(DEFAULT)).toBe('/liaisons');
  });

  it('is read back as it was written', () => {
    for (const status of [null, ...STATUSES]) {
      for (const sort of SORTS) {
        const wanted = { search: 'élève & <b>', status, sort, page: 3 };
        const params = Object.fromEntries(new URL(addressOf(wanted), 'http://x').searchParams);
        expect(wantedOf(params)).toEqual(wanted);
      }
    }
  });

  it.each([
    [{}],
    [{ etat: 'inconnu', tri: 'x', page: '0' }],
    [{ etat: ['a-jour', 'en-pause'], page: '-1', recherche: ['a', 'b'] }],
    [{ page: '9'.repeat(300) }],
    [{ page: '1e3' }],
  ])('with %o shows what is shown by default', (params) => {
    expect(wantedOf(params)).toEqual(DEFAULT);
  });

  it('cuts a search of any length', () => {
    expect(wantedOf({ recherche: 'a'.repeat(10_000) }).search).toHaveLength(200);
  });
});
