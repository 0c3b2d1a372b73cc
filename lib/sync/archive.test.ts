// Where the rows of a dossier that leaves go: the table, its twin, or nowhere.

import { describe, expect, it } from 'vitest';
import { archiveKey, isArchive, planLeaving, withArchive } from './archive';
import { DEFAULT_OPTIONS } from './model/options';
import type { Departure } from './model/policies';
import type { BoundTable, FoundRow, TableKey } from './model/table';
import { shapeOf } from './shape';
import { demarche, descriptor } from './testing/samples';

const NUMBER = 'meta:number';
const CHILD = 'meta:dossier_number';
const STATE = 'meta:etat_dn';

function table(key: TableKey, columns: readonly string[], keyColumns: readonly string[]): BoundTable {
  const bound = columns.map((column, rank) => ({ key: column, ref: rank + 1, id: column, type: 'Any' }));
  return { key, ref: 1, id: key, columns: bound, keyColumns, dossierColumn: keyColumns[0] ?? null };
}
const LIVE = [
  table('dossiers', [NUMBER, STATE, 'title'], [NUMBER]),
  table('avis', [CHILD, 'meta:dossier', 'meta:avis_id', 'answer'], [CHILD, 'meta:avis_id']),
];
const TABLES = [...LIVE, ...LIVE.map((one) => ({ ...one, key: archiveKey(one.key) }))];
const dossier = (rowId: number, key: TableKey = 'dossiers', state = 'présent'): FoundRow => ({
  table: key,
  rowId,
  cells: { [NUMBER]: 2, [STATE]: state, title: 'Haies' },
});
const avis = (rowId: number, key: TableKey = 'avis', parent = 10): FoundRow => ({
  table: key,
  rowId,
  cells: { [CHILD]: 2, 'meta:dossier': parent, 'meta:avis_id': 'Avis-1', answer: 'Oui' },
});
/** A row that somebody added: no key of ours. */
const MINE: FoundRow = {
  table: 'avis',
  rowId: 99,
  cells: { [CHILD]: 2, 'meta:avis_id': null, answer: 'à moi' },
};
const GONE = { [STATE]: 'supprimé' };

const plan = (policy: Departure, found: readonly FoundRow[], tables: readonly BoundTable[] = TABLES) =>
  planLeaving(tables, [{ number: 2, cells: GONE, policy }], found)
    .flatMap(({ operations }) => operations)
    .map((one) => `${one.type} ${one.table}${one.type === 'add' ? '' : ` ${one.rowId}`}`);

describe('planLeaving', () => {
  const both = [dossier(10), avis(11), MINE];
  it.each<[string, Departure, readonly FoundRow[], readonly string[]]>([
    ['marked', 'marquer', both, ['update dossiers 10']],
    ['marked already', 'marquer', [dossier(10, 'dossiers', 'supprimé'), avis(11)], []],
    ['marked where it is', 'marquer', [dossier(20, 'archive:dossiers')], ['update archive:dossiers 20']],
    ['removed by the user', 'marquer', [], []],
    ['deleted', 'supprimer', both, ['remove dossiers 10', 'remove avis 11']],
    ['deleted already', 'supprimer', [MINE], []],
    [
      'archived before, told deleted since',
      'supprimer',
      [dossier(20, 'archive:dossiers')],
      ['update archive:dossiers 20'],
    ],
    [
      'archived',
      'archiver',
      both,
      ['add archive:dossiers', 'add archive:avis', 'remove dossiers 10', 'remove avis 11'],
    ],
    [
      'archived already',
      'archiver',
      [dossier(20, 'archive:dossiers', 'supprimé'), avis(21, 'archive:avis', 20)],
      [],
    ],
    [
      'archived in part by a run that was cut',
      'archiver',
      [avis(11), dossier(20, 'archive:dossiers', 'supprimé')],
      ['add archive:avis', 'remove avis 11'],
    ],
  ])('%s', (_name, policy, found, expected) => {
    expect(plan(policy, found)).toEqual(expected);
  });

  it('copies every cell, says why, and ties the children to the dossier of the archive', () => {
    const [group] = planLeaving(
      TABLES,
      [{ number: 2, cells: GONE, policy: 'archiver' }],
      [dossier(10), avis(11)],
    );
    expect(group?.operations.slice(0, 2)).toMatchObject([
      { cells: { [NUMBER]: 2, [STATE]: 'supprimé', title: 'Haies' } },
      { cells: { [CHILD]: 2, 'meta:dossier': { parent: true }, 'meta:avis_id': 'Avis-1', answer: 'Oui' } },
    ]);
    const [late] = planLeaving(
      TABLES,
      [{ number: 2, cells: GONE, policy: 'archiver' }],
      [avis(11), dossier(20, 'archive:dossiers', 'supprimé')],
    );
    expect(late?.operations[0]).toMatchObject({ cells: { 'meta:dossier': 20 } });
  });

  it('deletes nothing that the archive cannot take', () => {
    const without = TABLES.filter(({ key }) => key !== 'archive:avis');
    expect(plan('archiver', [dossier(10), avis(11)], without)).toEqual(['update dossiers 10']);
    expect(plan('archiver', [dossier(10)], without)).toEqual(['add archive:dossiers', 'remove dossiers 10']);
  });
});

describe('the layout of an archive', () => {
  it('has a twin for each table of dossiers, under its own id, whose children refer to the twin of the dossiers', () => {
    const form = [descriptor('Champ-1', 'Text', 'Projet')];
    const { layout } = shapeOf(demarche(form), DEFAULT_OPTIONS, 'https://dn.exemple.fr');
    const twins = withArchive(layout).tables.filter(({ key }) => isArchive(key));
    expect(twins.map(({ id }) => id)).toEqual(
      layout.tables
        .filter(({ key }) => key !== 'instructeurs')
        .map(({ id }) => id.replace('Demarche_123_', 'Demarche_123_archive_')),
    );
    const refs = twins.flatMap(({ columns }) => columns.filter(({ key }) => key === 'meta:dossier'));
    expect(refs.length).toBeGreaterThan(2);
    expect(new Set(refs.map(({ type }) => JSON.stringify(type)))).toEqual(
      new Set([JSON.stringify({ ref: 'archive:dossiers' })]),
    );
  });
});
