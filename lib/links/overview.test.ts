// What is to be settled on a link, the most pressing first: table test.

import { expect, it } from 'vitest';
import { concernsOf, type Secret } from './overview';

const NOW = new Date('2026-11-23T10:00:00Z');
const DAY = 24 * 60 * 60_000;
const later = (days: number) => new Date(NOW.getTime() + days * DAY);

const RUN = {
  ...{ runId: 'r1', status: 'reussi', code: null as string | null, endedAt: NOW },
  ...{ read: 0, added: 0, updated: 0, unchanged: 0, removed: 0, failed: 0, warnings: 0 },
};
const LINK = { last: RUN, pausedAt: null, nextDueAt: later(1), decisionsAwaited: 0, slowed: null };
const SECRET: Secret = { kind: 'jeton_dn', hint: 'ab12', expiresAt: null, refusal: null };
const refused = (code: 'DS_JETON_EXPIRE' | 'DS_JETON_REFUSE'): Secret => ({
  ...SECRET,
  refusal: { code, at: NOW },
});

type Facts = Partial<Parameters<typeof concernsOf>[1]>;

it.each<[string, Partial<Parameters<typeof concernsOf>[0]>, Facts, readonly object[]]>([
  ['nothing', {}, {}, []],
  ['never run', { last: null, nextDueAt: null }, {}, []],
  [
    'broken, and its token refused for the same reason: told once',
    { last: { ...RUN, status: 'echoue', code: 'DS_JETON_EXPIRE' } },
    { secrets: [refused('DS_JETON_EXPIRE')] },
    [{ kind: 'panne', code: 'DS_JETON_EXPIRE', runId: 'r1' }],
  ],
  [
    'a token refused meanwhile',
    {},
    { secrets: [refused('DS_JETON_REFUSE')] },
    [expect.objectContaining({ kind: 'secret-refuse', code: 'DS_JETON_REFUSE' })],
  ],
  [
    'tokens that end: far, soon, over',
    {},
    { secrets: [31, 30, -1].map((days) => ({ ...SECRET, expiresAt: later(days) })) },
    [
      expect.objectContaining({ kind: 'secret-expire', isOver: false, at: later(30) }),
      expect.objectContaining({ kind: 'secret-expire', isOver: true }),
    ],
  ],
  [
    'a census that was not believed, decisions and failures',
    { last: { ...RUN, status: 'avec_echecs', code: 'DS_DISPARITION_MASSIVE' }, decisionsAwaited: 2 },
    { failures: [{ code: 'DS_DOSSIER_ILLISIBLE', dossiers: 4 }] },
    [
      { kind: 'panne', code: 'DS_DISPARITION_MASSIVE', runId: 'r1' },
      { kind: 'decisions', count: 2 },
      { kind: 'echecs', count: 4, lackingFiles: 0, runId: 'r1' },
    ],
  ],
  [
    'the ceiling of the files, and dossiers that lack some',
    { last: { ...RUN, status: 'avec_echecs', code: 'PIECES_PLAFOND' } },
    {
      failures: [
        { code: 'PIECE_INTROUVABLE', dossiers: 2 },
        { code: 'GRIST_DOSSIER_REFUSE', dossiers: 1 },
      ],
    },
    [
      { kind: 'panne', code: 'PIECES_PLAFOND', runId: 'r1' },
      { kind: 'echecs', count: 3, lackingFiles: 2, runId: 'r1' },
    ],
  ],
  ['an interruption that nobody has to mend', { last: { ...RUN, status: 'interrompu' } }, {}, []],
  ['late', { nextDueAt: later(-1) }, {}, [{ kind: 'retard', since: later(-1) }]],
  ['late while paused', { nextDueAt: later(-1), pausedAt: NOW }, {}, []],
  [
    'slowed down',
    { slowed: 'Les essais sont espacés.' },
    {},
    [{ kind: 'ralentie', sentence: 'Les essais sont espacés.' }],
  ],
])('%s', (_name, link, facts, concerns) => {
  expect(concernsOf({ ...LINK, ...link }, { failures: [], secrets: [], now: NOW, ...facts })).toEqual(
    concerns,
  );
});
