// The phases that a run's page lists: table test.

import { expect, it } from 'vitest';
import { phasesOf } from './phases';

const said = (phases: ReturnType<typeof phasesOf>) => phases.map(({ name, state }) => `${name} ${state}`);

it.each([
  [
    'nothing begun',
    [],
    false,
    [
      'preparation a-venir',
      'structure a-venir',
      'lecture a-venir',
      'suppressions a-venir',
      'cloture a-venir',
    ],
  ],
  [
    'one that few runs have, going on',
    ['preparation', 'structure', 'lecture', 'recensement'],
    false,
    [
      ...['preparation faite', 'structure faite', 'lecture faite', 'recensement en-cours'],
      ...['suppressions a-venir', 'cloture a-venir'],
    ],
  ],
  ['over before its end', ['preparation', 'lecture'], true, ['preparation faite', 'lecture faite']],
] as const)('%s', (_name, begun, over, phases) => {
  expect(said(phasesOf('sync', begun, over))).toEqual(phases);
});

it('lists of a decision only what it did', () => {
  expect(phasesOf('decision', [], false)).toEqual([]);
});
