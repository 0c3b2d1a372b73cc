// One next action a link, by its status, what its last run left, and what the person may do.

import { describe, expect, it } from 'vitest';
import { type ActionFacts, nextActionOf } from './next-action';

const RUN = {
  ...{ runId: 'r1', status: 'reussi', code: null, endedAt: null },
  ...{ read: 0, added: 0, updated: 0, unchanged: 0, removed: 0, failed: 0, warnings: 0 },
};

const facts = (changes: Partial<ActionFacts>): ActionFacts => ({
  ...{ status: 'À jour', openRunId: null, last: RUN, decisionsAwaited: 0 },
  ...changes,
});

const broken = (code: string) => facts({ status: 'En erreur', last: { ...RUN, status: 'echoue', code } });
const withFailures = { ...RUN, status: 'avec_echecs' };

describe('the next action', () => {
  it.each<[string, ActionFacts, object, object]>([
    ['nothing to do', facts({}), { kind: 'synchroniser' }, { kind: 'consulter' }],
    [
      'never synchronised',
      facts({ status: 'Jamais synchronisée', last: null }),
      { kind: 'synchroniser' },
      { kind: 'consulter' },
    ],
    [
      'a run goes on',
      facts({ status: 'En cours', openRunId: 'r2', decisionsAwaited: 2 }),
      { kind: 'suivre', runId: 'r2' },
      { kind: 'suivre', runId: 'r2' },
    ],
    ['paused', facts({ status: 'En pause' }), { kind: 'reprendre' }, { kind: 'consulter' }],
    [
      'broken: somebody has to mend it',
      broken('DS_JETON_EXPIRE'),
      { kind: 'corriger', mine: true },
      { kind: 'corriger', mine: false },
    ],
    [
      'broken: it passes by itself',
      broken('DS_MAINTENANCE'),
      { kind: 'synchroniser' },
      { kind: 'consulter' },
    ],
    [
      'broken in a way that this version does not know',
      broken('CODE_DISPARU'),
      { kind: 'corriger', mine: true },
      { kind: 'corriger', mine: false },
    ],
    [
      'decisions before failures',
      facts({ status: 'À vérifier', decisionsAwaited: 3, last: withFailures }),
      { kind: 'decider', decisions: 3, mine: true },
      { kind: 'decider', decisions: 3, mine: false },
    ],
    [
      'dossiers that failed',
      facts({ status: 'À vérifier', last: withFailures }),
      { kind: 'voir-echecs', runId: 'r1' },
      { kind: 'voir-echecs', runId: 'r1' },
    ],
    [
      'late, or interrupted',
      facts({ status: 'À vérifier' }),
      { kind: 'synchroniser' },
      { kind: 'consulter' },
    ],
  ])('%s', (_name, given, manager, reader) => {
    expect(nextActionOf(given, true)).toEqual(manager);
    expect(nextActionOf(given, false)).toEqual(reader);
  });
});
