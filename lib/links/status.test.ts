// The status word of a link, case by case.

import { describe, expect, it } from 'vitest';
import { type LinkFacts, type LinkStatus, statusOf } from './status';

const NOW = new Date('2026-03-02T08:00:00Z');
const WELL: LinkFacts = {
  paused: false,
  running: false,
  freshAt: new Date('2026-03-02T07:00:00Z'),
  last: { status: 'reussi', code: null },
  decisionsAwaited: 0,
  nextDueAt: new Date('2026-03-02T23:00:00Z'),
  now: NOW,
};
const ended = (status: 'avec_echecs' | 'interrompu' | 'echoue', code: string | null = null) => ({
  last: { status, code },
});

describe('the status of a link', () => {
  it.each<[string, Partial<LinkFacts>, LinkStatus]>([
    ['that succeeded', {}, 'À jour'],
    ['that succeeded, without schedule', { nextDueAt: null }, 'À jour'],
    ['that never ran', { last: null, freshAt: null }, 'Jamais synchronisée'],
    ['whose first run goes on', { last: null, freshAt: null, running: true }, 'En cours'],
    ['in pause, that never ran', { last: null, freshAt: null, paused: true }, 'En pause'],
    ['whose history was purged', { last: null }, 'À jour'],
    ['whose run left failures', ended('avec_echecs'), 'À vérifier'],
    ['whose run broke', ended('echoue', 'DS_JETON_EXPIRE'), 'En erreur'],
    ['whose run was lost', ended('interrompu', 'EXECUTION_PERDUE'), 'En erreur'],
    ['whose run was stopped', ended('interrompu'), 'À vérifier'],
    ['that waits for a decision', { decisionsAwaited: 1 }, 'À vérifier'],
    ['a little late', { nextDueAt: new Date('2026-03-02T07:30:00Z') }, 'À jour'],
    ['an hour late', { nextDueAt: new Date('2026-03-02T06:59:00Z') }, 'À vérifier'],
    ['that broke, and runs again', { ...ended('echoue', 'DS_JETON_EXPIRE'), running: true }, 'En cours'],
    ['that broke, in pause', { ...ended('echoue', 'DS_JETON_EXPIRE'), paused: true }, 'En pause'],
    ['in pause while a run goes on', { paused: true, running: true }, 'En cours'],
    ['late, but in pause', { nextDueAt: new Date('2026-03-01T06:59:00Z'), paused: true }, 'En pause'],
  ])('%s', (_what, changes, status) => {
    expect(statusOf({ ...WELL, ...changes })).toBe(status);
  });
});
