// What a campaign calls a fault, and what it does not.

import { describe, expect, it } from 'vitest';
import { faultsOf, type Report, reportText } from './report';
import { contradictions, liesOfRow } from './witness';

const WELL: Report = {
  met: new Map([['DN 429', 3]]),
  blows: new Map([['Processus tués (kill -9)', 2]]),
  testimony: {
    outcomes: new Map([['sync reussi', 4]]),
    reasons: new Map([['DS_INDISPONIBLE', 1]]),
    lies: [],
    checked: 4,
  },
  links: [{ rank: 1, status: 'reussi', dossiers: 12, files: 3, differences: 0 }],
  fallen: 0,
  expected: ['DN 429', 'Processus tués (kill -9)'],
};
const linked = (changes: Partial<Report['links'][number]>): Report => ({
  ...WELL,
  links: WELL.links.map((link) => ({ ...link, ...changes })),
});

describe('a campaign', () => {
  it('is well when every link is equal and no run lied', () => {
    expect(faultsOf(WELL)).toEqual([]);
    expect(reportText(WELL)).toMatch(/DN 429 +3/);
    expect(reportText(WELL)).toContain('Toutes les promesses sont tenues.');
  });

  it.each<[string, Report, RegExp]>([
    ['a link that differs after a success', linked({ differences: 2 }), /2 différences après un succès/],
    ['a link that differs', linked({ differences: 1, status: 'echoue' }), /1 différences\.$/m],
    ['a link that fails when all is quiet', linked({ status: 'avec_echecs' }), /« avec_echecs », au calme/],
    ['a verification without an end', linked({ differences: null }), /pas allée à son terme/],
    [
      'a run that lied',
      { ...WELL, testimony: { ...WELL.testimony, lies: [{ runId: 'r', what: 'dossier 7 absent' }] } },
      /ment : dossier 7 absent/,
    ],
    ['a process that fell by itself', { ...WELL, fallen: 1 }, /tombés seuls/],
    ['a fault never met', { ...WELL, met: new Map([['DN 429', 0]]) }, /Jamais rencontré\u00a0: DN 429/],
    ['a blow never given', { ...WELL, blows: new Map() }, /Jamais rencontré\u00a0: Processus tués/],
  ])('is not, with %s', (_what, report, words) => {
    expect(faultsOf(report).join('\n')).toMatch(words);
    expect(reportText(report)).not.toContain('Toutes les promesses');
  });
});

describe('the row of a run', () => {
  const row = { id: 'r', linkId: 'l', kind: 'sync', status: 'reussi', code: null, failed: 0 } as const;
  const written = { added: 3, updated: 0, removed: 0 };
  const nothing = { ...written, added: 0 };
  const startedAt = new Date(0);
  it.each([
    [{}, 0],
    [{ failed: 1 }, 1],
    [{ code: 'DS_INDISPONIBLE' }, 1],
    [{ status: 'echoue', code: 'DS_INDISPONIBLE' }, 0],
    [{ status: 'echoue' }, 1],
    [{ status: 'echoue', code: 'DEMARCHE_CLOSE' }, 0],
    [{ status: 'echoue', code: 'DEMARCHE_CLOSE', ...written }, 1],
    [{ status: 'echoue', code: 'GRIST_ACCES_INSUFFISANT', ...written }, 0],
    [{ status: 'echoue', code: 'RAISON_DE_DEMAIN' }, 1],
    [{ status: 'avec_echecs', failed: 2 }, 0],
    [{ status: 'en_cours' }, 1],
  ])('%j contradicts itself %i times', (changes, lies) => {
    expect(liesOfRow({ ...row, ...nothing, startedAt, ...changes })).toHaveLength(lies);
  });
});

describe('a document, after a success that began at 10 000', () => {
  const truth = [
    { number: 1, moved: 5_000 },
    { number: 2, moved: 9_500 },
  ];
  const well = { number: 1, moved: 5_000 };
  it.each<[string, Parameters<typeof contradictions>[2], readonly string[]]>([
    ['what moved before is there; what moved since may not be', [well], []],
    ['it is ahead: a later run wrote it', [{ number: 1, moved: 12_000 }], []],
    ['a dossier is missing', [], ['dossier 1 absent']],
    ['a dossier is as it was', [{ number: 1, moved: 4_000 }], ['dossier 1 en retard']],
    ['a dossier has no date', [{ number: 1, moved: null }], ['dossier 1 en retard']],
    [
      'a dossier has two rows',
      [well, { number: 2, moved: 9_500 }, { number: 2, moved: 9_500 }],
      ['dossier 2 : 2 lignes'],
    ],
  ])('%s', (_what, rows, expected) => {
    expect(contradictions(10_000, truth, rows)).toEqual(expected);
  });
});
