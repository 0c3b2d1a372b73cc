// Who is told what, and when: at each change of state, once, with the remedy.

import { describe, expect, it } from 'vitest';
import { type Change, changeOf } from './change';
import { type AlertFacts, NOTHING_TOLD, type Notified, readNotified } from './facts';

const NOW = new Date('2026-03-02T08:00:00Z');
const WELL: AlertFacts = {
  name: 'Aides aux cinémas',
  demarche: 1234,
  documentName: 'Suivi des aides',
  paused: false,
  broken: null,
  copyingStopped: null,
  consecutiveFailures: 0,
  stale: false,
  freshAt: new Date('2026-03-02T07:00:00Z'),
  decisionsAwaited: 0,
  tokens: [],
};
const BROKEN: Partial<AlertFacts> = { broken: 'DS_JETON_EXPIRE', consecutiveFailures: 1 };
const UNAVAILABLE: Partial<AlertFacts> = { broken: 'DS_INDISPONIBLE', consecutiveFailures: 1 };
const FULL: Partial<AlertFacts> = { copyingStopped: 'PIECES_PLAFOND' };
const LATE: Partial<AlertFacts> = { stale: true };

/** What is told at each step of a story. */
function told(...story: readonly Partial<AlertFacts>[]): readonly (readonly string[])[] {
  let notified: Notified = NOTHING_TOLD;
  return story.map((changes) => {
    const change: Change = changeOf(notified, { ...WELL, ...changes }, NOW);
    notified = readNotified(JSON.parse(JSON.stringify(change.notified)));
    return change.messages.map(({ kind }) => kind);
  });
}

const token = (days: number) => ({
  tokens: [
    {
      id: 't',
      kind: 'jeton_dn' as const,
      hint: 'ab12',
      expiresAt: new Date(NOW.getTime() + days * 86_400_000),
    },
  ],
});

describe('a change of state', () => {
  it.each<[string, readonly Partial<AlertFacts>[], readonly (readonly string[])[]]>([
    ['all is well', [{}, {}, {}], [[], [], []]],
    ['it breaks, stays broken, recovers', [BROKEN, BROKEN, {}, {}], [['panne'], [], ['retablissement'], []]],
    [
      'it breaks otherwise: another remedy',
      [BROKEN, { ...BROKEN, broken: 'GRIST_CLE_REFUSEE' }, {}],
      [['panne'], ['panne'], ['retablissement']],
    ],
    [
      'a maintenance that ends by itself is not told',
      [UNAVAILABLE, { ...UNAVAILABLE, consecutiveFailures: 2 }, {}],
      [[], [], []],
    ],
    [
      'one that lasts is',
      [UNAVAILABLE, { ...UNAVAILABLE, consecutiveFailures: 3 }, {}],
      [[], ['panne'], ['retablissement']],
    ],
    [
      'the ceiling of the files is reached, stays so, is raised, and reached again',
      [FULL, FULL, {}, FULL],
      [['fichiers'], [], [], ['fichiers']],
    ],
    [
      'it breaks while files wait: told of each once',
      [FULL, BROKEN, FULL],
      [['fichiers'], ['panne'], ['retablissement']],
    ],
    [
      'the site of the files does not answer: the next run mends it',
      [{ copyingStopped: 'PIECE_INTROUVABLE' }],
      [[]],
    ],
    [
      'Grist is full, then the ceiling is reached: another remedy',
      [{ copyingStopped: 'GRIST_PIECES_PLEIN' }, FULL],
      [['fichiers'], ['fichiers']],
    ],
    ['it is late, then fresh again', [LATE, LATE, {}], [['retard'], [], ['retablissement']]],
    [
      'it is late, then broken, then well',
      [LATE, { ...LATE, ...BROKEN }, {}],
      [['retard'], ['panne'], ['retablissement']],
    ],
    ['it is broken, hence late', [BROKEN, { ...LATE, ...BROKEN }], [['panne'], []]],
    [
      'a broken link that a maintenance follows is not well again',
      [BROKEN, { ...UNAVAILABLE, consecutiveFailures: 2 }, {}],
      [['panne'], [], ['retablissement']],
    ],
    [
      'it breaks in pause: told when it is taken up again',
      [{ ...BROKEN, paused: true }, BROKEN],
      [[], ['panne']],
    ],
    [
      'decisions are awaited, more of them, fewer, then another one',
      [1, 1, 3, 1, 2].map((decisionsAwaited) => ({ decisionsAwaited })),
      [['decision'], [], ['decision'], [], ['decision']],
    ],
    [
      'a token comes to its end',
      [40, 30, 29, 8, 7, 2, 1, 0.5, -1, -2].map(token),
      [[], ['jeton'], [], [], ['jeton'], [], ['jeton'], [], ['jeton'], []],
    ],
    [
      'a token is replaced, and the new one comes to its end',
      [7, 300, 30].map(token),
      [['jeton'], [], ['jeton']],
    ],
    ['a server that was down skips what it missed', [40, 0.5].map(token), [[], ['jeton']]],
  ])('%s', (_what, story, expected) => {
    expect(told(...story)).toEqual(expected);
  });

  it('is told again rather than never when what was kept is not understood', () => {
    expect(readNotified({ state: 'inconnu' })).toEqual(NOTHING_TOLD);
    expect(readNotified(null)).toEqual(NOTHING_TOLD);
  });
});

describe('a message', () => {
  const first = (changes: Partial<AlertFacts>) => {
    const [message] = changeOf(NOTHING_TOLD, { ...WELL, ...changes }, NOW).messages;
    if (message === undefined) throw new Error('nothing was told');
    return message;
  };

  it('says what happened, whether the data are safe, what to do, who can, and where', () => {
    const { subject, text, sentence, room } = first(BROKEN);
    expect(sentence).toBe('Le jeton d’accès à Démarche numérique a expiré.');
    expect(room).toBe('/reglages');
    expect(subject).toBe('Aides aux cinémas\u00a0: la synchronisation est arrêtée');
    for (const part of [
      'Le jeton d’accès à Démarche numérique a expiré.',
      'Vos données\u00a0: ',
      'Que faire\u00a0: Créez un nouveau jeton',
      'Qui peut le faire\u00a0: administrateur de la démarche.',
      'Démarche n°\u00a01234, document Grist «\u00a0Suivi des aides\u00a0».',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('says when a token ends, and shows no more of it than its last characters', () => {
    const { subject, text } = first(token(6.5));
    expect(subject).toBe(
      'Aides aux cinémas\u00a0: le jeton Démarche numérique expire dans moins de 7\u00a0jours',
    );
    expect(text).toContain(
      'Le jeton Démarche numérique qui se termine par ab12 expire le dimanche 8 mars 2026.',
    );
    expect(first(token(0.9)).subject).toContain('expire demain');
    expect(first(token(-1)).subject).toContain('a expiré');
  });

  it('keeps its subject on one line, whatever the title holds', () => {
    const { subject } = first({ ...BROKEN, name: `Aides\r\nBcc: x@exemple.fr ${'a'.repeat(500)}` });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeLessThanOrEqual(200);
  });
});
