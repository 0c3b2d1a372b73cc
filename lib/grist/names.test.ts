// The formula of a reference that we keep: what it looks for is in the form of the column where it looks.

import { expect, it } from 'vitest';
import type { ColumnSpec, Lookup } from '../sync/model/table';
import { formulaText, openNames } from './names';

const known = [
  {
    key: 'dossiers',
    ref: 1,
    id: 'Demarche_1_dossiers',
    columns: [{ key: 'meta:number', ref: 2, id: 'dossier_number' }],
  },
  { key: 'champs', ref: 3, id: 'Demarche_1_champs', columns: [{ key: 'c1', ref: 4, id: 'lien' }] },
] as const;

const LOOKUP: Lookup = { table: 'dossiers', column: 'meta:number', by: 'c1' };

const spec = (lookup: Lookup | null): ColumnSpec => ({
  ...{ key: 'c1#ligne', id: 'lien_ligne', aliases: [], label: 'Dossier lié', description: '' },
  ...{ type: { ref: 'dossiers' }, widget: {}, volatile: false, lookup },
});

it.each([
  [LOOKUP, 'Demarche_1_dossiers.lookupOne(dossier_number=$lien)'],
  [{ ...LOOKUP, asText: true } as const, 'Demarche_1_dossiers.lookupOne(dossier_number=str($lien))'],
  [null, ''],
])('%j: %s', (lookup, formula) => {
  expect(formulaText('champs', spec(lookup), openNames([], known, []))).toBe(formula);
});
