// Columns of référentiels do not depend on the dossiers that happened to be looked at.

import { describe, expect, it } from 'vitest';
import { withKnownExposed } from './exposed';
import type { ExposedColumn } from './model/demarche';
import { DEFAULT_OPTIONS } from './model/options';
import type { Bindings } from './model/table';
import { shapeOf } from './shape';
import { champ, demarche, descriptor, dossier } from './testing/samples';

const NOM = { id: 'Column-7/nom', label: 'Nom' };
const VILLE = { id: 'Column-7/ville', label: 'Ville' };

function shapeWith(exposed: readonly ExposedColumn[], bindings: Bindings) {
  const form = demarche([descriptor('Champ-7', 'Referentiel', 'École', { exposed })]).form;
  return shapeOf(
    { ...demarche([]), form: withKnownExposed(form, bindings) },
    DEFAULT_OPTIONS,
    'https://dn.exemple.fr',
  );
}

function columnsOf(exposed: readonly ExposedColumn[], bindings: Bindings = { tables: [] }) {
  const table = shapeWith(exposed, bindings).layout.tables.find(({ key }) => key === 'champs');
  return (table?.columns ?? []).filter(({ key }) => key.startsWith('Champ-7#'));
}

describe('exposed columns', () => {
  const both = columnsOf([NOM, VILLE]);
  const bindings: Bindings = {
    tables: [
      {
        key: 'champs',
        ref: 1,
        id: 'Demarche_123_champs',
        columns: both.map(({ key, id, label, description }) => ({ key, id, label, description, ref: 1 })),
      },
    ],
  };

  it('belong to DN’s id of the column, never to a rank', () => {
    expect(both.map(({ key }) => key)).toEqual(['Champ-7#ref:Column-7/nom', 'Champ-7#ref:Column-7/ville']);
    expect(columnsOf([VILLE, NOM])).toEqual(columnsOf([NOM, VILLE]));
    for (const { id } of both) expect(id).toMatch(/^ecole_(nom|ville)_[a-z0-9]{4}$/);
  });

  it('stay when the dossiers looked at no longer show them', () => {
    expect(columnsOf([], bindings)).toEqual(both);
    expect(columnsOf([VILLE], bindings)).toEqual(both);
  });

  it('are filled by id', () => {
    const value = { kind: 'text', text: '42', exposed: [{ ...VILLE, text: 'Lyon' }] } as const;
    const { rows, warnings } = shapeWith([], bindings).rowsOf(dossier([champ('Champ-7', value)]));
    expect(rows.find(({ table }) => table === 'champs')?.cells).toMatchObject({
      'Champ-7#ref:Column-7/nom': null,
      'Champ-7#ref:Column-7/ville': 'Lyon',
    });
    expect(warnings).toEqual([]);
  });
});
