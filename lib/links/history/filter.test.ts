// The filters of a history: what an address asks for, whatever somebody types in it.

import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../store/history-rows';
import { filterOf, readWish, wishParams } from './filter';

const wish = (params: Readonly<Record<string, string>>) => readWish((name) => params[name] ?? null);

describe('the filters', () => {
  it.each([
    [{}],
    [{ etat: 'reussi', nature: 'sync', origine: 'robot' }],
    [{ etat: 'constructor', du: '2026-02-30', au: 'demain' }],
    [{ du: '0001-01-01', au: '2026-1-1' }],
  ])('ask for everything with %o', (params) => {
    expect(filterOf(wish(params))).toEqual(NO_FILTER);
  });

  it('are read back as they were written', () => {
    const params = {
      etat: 'avec-echecs',
      nature: 'verification',
      origine: 'cli',
      du: '2026-11-01',
      au: '2026-11-23',
    };
    expect(wishParams(wish(params))).toEqual(params);
  });

  it('count days in Paris, both included, over the changes of hour', () => {
    expect(filterOf(wish({ du: '2026-11-01', au: '2026-11-23' }))).toMatchObject({
      since: new Date('2026-10-31T23:00:00Z'),
      until: new Date('2026-11-23T23:00:00Z'),
    });
    expect(filterOf(wish({ du: '2026-03-29', au: '2026-03-29' }))).toMatchObject({
      since: new Date('2026-03-28T23:00:00Z'),
      until: new Date('2026-03-29T22:00:00Z'),
    });
    expect(filterOf(wish({ du: '2026-10-25', au: '2026-10-25' }))).toMatchObject({
      since: new Date('2026-10-24T22:00:00Z'),
      until: new Date('2026-10-25T23:00:00Z'),
    });
  });

  it('mean the states that are kept', () => {
    expect(filterOf(wish({ etat: 'en-cours' })).statuses).toEqual(['en_attente', 'en_cours']);
    expect(filterOf(wish({ nature: 'synchronisation', origine: 'reprise' }))).toMatchObject({
      ...{ kind: 'sync', trigger: 'reprise' },
    });
  });
});
