// Freshness in one line: table test.

import { expect, it } from 'vitest';
import { type FreshFacts, freshWords } from './fresh-words';

const NOW = new Date('2026-11-23T10:00:00Z');
const FRESH = new Date('2026-11-23T09:48:00Z');
const NEXT = new Date('2026-11-23T13:00:00Z');

it.each<[Partial<FreshFacts>, string]>([
  [{}, 'À jour il y a 12_min, prochaine à 14_h'],
  [{ nextDueAt: null }, 'À jour il y a 12_min, pas de synchronisation automatique'],
  [{ nextDueAt: new Date('2026-11-23T09:59:00Z') }, 'À jour il y a 12_min, prochaine attendue'],
  [{ paused: true, status: 'En pause' }, 'Dernière mise à jour complète il y a 12_min, en pause'],
  [{ status: 'En erreur' }, 'Dernière mise à jour complète il y a 12_min, prochaine à 14_h'],
  [
    { freshAt: null, status: 'Jamais synchronisée' },
    'Pas encore de synchronisation complète, prochaine à 14_h',
  ],
])('%o', (changes, words) => {
  const facts: FreshFacts = { status: 'À jour', freshAt: FRESH, nextDueAt: NEXT, paused: false };
  expect(freshWords({ ...facts, ...changes }, NOW).replace(/\u00a0/g, '_')).toBe(words);
});
