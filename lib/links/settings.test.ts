// The settings of a link as an older version may have kept them.

import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, EVERYTHING } from '../sync/model/options';
import { DEFAULT_POLICIES } from '../sync/model/policies';
import { readSettings } from './settings';

describe('settings as they were kept', () => {
  it('are the defaults when nothing was', () => {
    const defaults = { scope: EVERYTHING, options: DEFAULT_OPTIONS, policies: DEFAULT_POLICIES };
    expect(readSettings(null)).toEqual(defaults);
    expect(readSettings({})).toEqual(defaults);
  });

  it('come back whole, and what did not exist then gets its default', () => {
    const old = { scope: { statuts: ['accepte'] }, options: { messages: true }, un_ancien_reglage: 1 };
    expect(readSettings(JSON.parse(JSON.stringify(old)))).toEqual({
      scope: { ...EVERYTHING, statuts: ['accepte'] },
      options: { ...DEFAULT_OPTIONS, messages: true },
      policies: DEFAULT_POLICIES,
    });
  });

  it.each([
    { scope: { depotDebut: 'hier' } },
    { scope: { archives: 'parfois' } },
    { policies: { departures: 'oublier' } },
    { options: { exclus: 'Q2hhbXAtMQ==' } },
    'tout',
  ])('are refused rather than guessed: %j', (stored) => {
    expect(() => readSettings(stored)).toThrow();
  });
});
