// The rules of a census and of what is due, one line a case.

import { describe, expect, it } from 'vitest';
import { fingerprintLight, type LightDossier, lightOf } from '../sync/light';
import { EVERYTHING } from '../sync/model/options';
import { dossier } from '../sync/testing/samples';
import type { KnownDossier, LinkCursor, Tombstone } from './ports';
import { departure } from './remove';
import { belief, readAgain, sightingOf } from './sighting';
import { isCensusDue, isFullDue, isRereadDue, isRevised, rebaseAfter, unfinishedStates } from './upkeep';

const WHOLE = dossier([], {
  labels: [
    { id: 'Label-2', name: 'Urgent', color: 'rose' },
    { id: 'Label-1', name: 'Complet', color: 'vert' },
  ],
});
const LIGHT: LightDossier = lightOf(WHOLE);
const KNOWN: KnownDossier = {
  number: LIGHT.number,
  fingerprint: 'x',
  version: LIGHT.dates.derniereModification,
  revisionId: LIGHT.revisionId,
  light: fingerprintLight(LIGHT),
  presence: 'live',
  missingSince: null,
};

describe('what a census makes of a dossier', () => {
  const narrow = { ...EVERYTHING, statuts: ['accepte'] };
  it.each([
    ['as we know it', LIGHT, KNOWN, EVERYTHING, 'same'],
    ['labels in another order', { ...LIGHT, labels: [...LIGHT.labels].reverse() }, KNOWN, EVERYTHING, 'same'],
    ['never seen', LIGHT, undefined, EVERYTHING, 'again'],
    ['never seen, and not wanted', LIGHT, undefined, narrow, 'ignored'],
    ['known before censuses', LIGHT, { ...KNOWN, light: null }, EVERYTHING, 'again'],
    ['pending, and there again', LIGHT, { ...KNOWN, presence: 'pending' }, EVERYTHING, 'again'],
    ['absent, and there again', LIGHT, { ...KNOWN, presence: 'absent' }, EVERYTHING, 'again'],
    ['deleted, and there again', LIGHT, { ...KNOWN, presence: 'deleted' }, EVERYTHING, 'again'],
    ['out of the scope, still', LIGHT, { ...KNOWN, presence: 'out_of_scope' }, narrow, 'ignored'],
    ['out of the scope, and in it again', LIGHT, { ...KNOWN, presence: 'out_of_scope' }, EVERYTHING, 'again'],
  ] as const)('%s', (_name, light, known, scope, expected) => {
    expect(sightingOf(light, known, scope)).toBe(expected);
  });

  it.each<readonly [string, Partial<LightDossier>]>([
    ['its state', { state: 'accepte' }],
    ['archived', { archived: true }],
    ['its revision', { revisionId: 'Revision-2' }],
    ['its date', { dates: { ...LIGHT.dates, derniereModification: '2026-03-03T11:00:00+01:00' } }],
    ['its expiration', { dates: { ...LIGHT.dates, expiration: '2027-01-01T00:00:00+01:00' } }],
    ['its group', { groupe: { number: 8, label: 'défaut' } }],
    ['the name of its group', { groupe: { number: 7, label: 'autre' } }],
    ['a label less', { labels: LIGHT.labels.slice(1) }],
    ['the name of a label', { labels: LIGHT.labels.map((one) => ({ ...one, name: 'autre' })) }],
    ['the colour of a label', { labels: LIGHT.labels.map((one) => ({ ...one, color: 'bleu' })) }],
    ['the usager’s address', { usagerEmail: 'autre@exemple.fr' }],
    ['the type of the demandeur', { demandeur: 'PersonneMorale' }],
    ['its attestation', { attestation: { filename: 'attestation.pdf', checksum: 'abc' } }],
  ])('is read again when this changes: %s', (_name, change) => {
    expect(sightingOf({ ...LIGHT, ...change }, KNOWN, EVERYTHING)).toBe('again');
  });
});

describe('many missing at once', () => {
  it.each([
    [0, 1000, 'ask'],
    [20, 20, 'ask'],
    [21, 100, 'refuse'],
    [100, 1000, 'ask'],
    [101, 1000, 'refuse'],
    [200, 100_000, 'ask'],
    [201, 100_000, 'wait'],
    [10_001, 100_000, 'refuse'],
  ] as const)('%d of %d live: %s', (fresh, live, expected) => {
    expect(belief(fresh, live)).toBe(expected);
  });

  it.each([
    [20, 100, 'each'],
    [21, 100, 'everything'],
    [1000, 100_000, 'each'],
    [1001, 100_000, 'everything'],
  ] as const)('%d changed of %d: read %s', (changed, listed, expected) => {
    expect(readAgain(changed, listed)).toBe(expected);
  });
});

describe('what is due, by DN’s clock', () => {
  const now = '2026-06-08T08:00:00.000Z';
  it.each([
    ['never', null, true, true],
    ['an hour ago', '2026-06-08T07:00:00.000Z', false, false],
    ['yesterday, a little later', '2026-06-07T09:00:00.000Z', true, false],
    ['six days ago', '2026-06-02T08:00:00.000Z', true, false],
    ['a week ago, a little later', '2026-06-01T10:00:00.000Z', true, true],
  ] as const)('%s', (_name, last, census, full) => {
    expect(isCensusDue(last, now)).toBe(census);
    expect(isFullDue(last, now)).toBe(full);
  });

  const at = (hours: number) => new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  it.each([
    ['nothing pending', null, 0, false],
    ['at the next run', { since: at(0), last: at(0) }, 0.01, true],
    ['within the first hour, at every run', { since: at(0), last: at(0.9) }, 0.91, true],
    ['then not so soon', { since: at(0), last: at(3) }, 4, false],
    ['but as long as was waited', { since: at(0), last: at(3) }, 5, true],
  ] as const)('a re-reading: %s', (_name, pending, hours, expected) => {
    expect(isRereadDue(pending, at(hours))).toBe(expected);
  });

  it('a rebase is over when no dossier follows an older revision, or after a day: the census is then enough', () => {
    expect(rebaseAfter(null, false, at(0))).toEqual({ since: at(0), last: at(0) });
    expect(rebaseAfter({ since: at(0), last: at(1) }, false, at(2))).toEqual({ since: at(0), last: at(2) });
    expect(rebaseAfter({ since: at(0), last: at(1) }, true, at(2))).toBeNull();
    expect(rebaseAfter({ since: at(0), last: at(15) }, false, at(24))).toBeNull();
  });

  it('a first run has no former revision, and only states of the scope may be attached to another', () => {
    const cursor = { activeRevisionId: null } as LinkCursor;
    expect(isRevised(cursor, 'Revision-2')).toBe(false);
    expect(isRevised({ ...cursor, activeRevisionId: 'Revision-1' }, 'Revision-2')).toBe(true);
    expect(unfinishedStates(EVERYTHING)).toEqual(['en_construction', 'en_instruction']);
    expect(unfinishedStates({ ...EVERYTHING, statuts: ['en_instruction', 'refuse'] })).toEqual([
      'en_instruction',
    ]);
    expect(unfinishedStates({ ...EVERYTHING, statuts: ['refuse'] })).toEqual([]);
  });
});

describe('what a tombstone means', () => {
  const BEFORE = '2026-03-01T00:00:00Z';
  const AFTER = '2026-04-01T00:00:00Z';
  it.each([
    ['live', 'pending', AFTER, 'pending'],
    ['live', 'pending', BEFORE, null],
    ['live', 'deleted', AFTER, 'deleted'],
    ['live', 'deleted', BEFORE, 'deleted'],
    ['pending', 'pending', AFTER, null],
    ['pending', 'deleted', BEFORE, 'deleted'],
    ['absent', 'pending', BEFORE, 'pending'],
    ['absent', 'deleted', BEFORE, 'deleted'],
    ['deleted', 'pending', AFTER, null],
    ['deleted', 'deleted', AFTER, null],
    ['out_of_scope', 'pending', AFTER, null],
    ['out_of_scope', 'deleted', AFTER, null],
  ] as const)('%s, told %s at %s: %s', (presence, kind, date, expected) => {
    const tombstone: Tombstone = { number: KNOWN.number, kind, date, reason: 'user_request' };
    const found = departure({ ...KNOWN, presence }, new Map([[KNOWN.number, tombstone]]));
    expect(found[0]?.presence ?? null).toBe(expected);
  });
});
