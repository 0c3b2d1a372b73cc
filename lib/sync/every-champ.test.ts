// Which champs of a dossier are seen, in which order, and what is told of where each stands.

import { expect, it } from 'vitest';
import { everyChamp } from './every-champ';
import type { Champ, ChampValue } from './model/dossier';
import { champ, dossier } from './testing/samples';

const yes = (id: string) => champ(id, { kind: 'yes_no', yes: true });
const none = (id: string) => champ(id, { kind: 'none' });
const block = (id: string, ...rows: readonly (readonly [string, readonly Champ[]])[]) =>
  champ(id, { kind: 'repetition', rows: rows.map(([row, champs]) => ({ id: row, champs })) });

const ONE = dossier(
  [
    yes('bio'),
    none('titre'),
    block('parcelles', ['Row-1', [yes('haie'), none('note'), yes('eau')]], ['Row-2', [yes('haie')]]),
    yes('fin'),
  ],
  { annotations: [yes('complet'), block('relances', ['Row-3', [yes('lue')]])] },
);

type Seen = readonly [id: string, side: string, rowId: string | null];

function seen(kind: ChampValue['kind'], isKept?: (id: string) => boolean): readonly Seen[] {
  const all: Seen[] = [];
  everyChamp(ONE, kind, ({ descriptorId, side, rowId }) => all.push([descriptorId, side, rowId]), isKept);
  return all;
}

it('sees those of a kind, champs then annotations, rows of blocks included, each with its place', () => {
  expect(seen('yes_no')).toEqual([
    ['bio', 'champ', null],
    ['haie', 'champ', 'Row-1'],
    ['eau', 'champ', 'Row-1'],
    ['haie', 'champ', 'Row-2'],
    ['fin', 'champ', null],
    ['complet', 'annotation', null],
    ['lue', 'annotation', 'Row-3'],
  ]);
});

it('sees blocks themselves', () => {
  expect(seen('repetition')).toEqual([
    ['parcelles', 'champ', null],
    ['relances', 'annotation', null],
  ]);
});

it('passes over what is not kept, and over the rows of a block that is not', () => {
  const ids = seen('yes_no', (id) => id !== 'parcelles' && id !== 'lue').map(([id]) => id);
  expect(ids).toEqual(['bio', 'fin', 'complet']);
});
