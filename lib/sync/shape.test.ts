// The shape of a link: its tables, and the rows of a dossier in each.

import { describe, expect, it } from 'vitest';
import { keyOf } from './key';
import type { Demarche } from './model/demarche';
import type { Dossier } from './model/dossier';
import { DEFAULT_OPTIONS, type LayoutOptions } from './model/options';
import type { TableKey } from './model/table';
import { shapeOf } from './shape';
import { area, champ, demarche, descriptor, dossier, file } from './testing/samples';

const BLOCK = descriptor('Champ-50', 'Repetition', '2. Dépenses', {
  children: [
    descriptor('Champ-51', 'Text', '1. Intitulé'),
    descriptor('Champ-52', 'Carte', 'Lieu'),
    descriptor('Champ-53', 'Commune', 'Commune'),
    descriptor('Champ-54', 'PieceJustificative', 'Devis'),
  ],
});
const FORM = demarche([
  descriptor('Champ-1', 'Text', 'Projet'),
  descriptor('Champ-2', 'Carte', 'Zone'),
  BLOCK,
]);
const ALL: LayoutOptions = { ...DEFAULT_OPTIONS, traitements: true, messages: true };

const rowText = (text: string) => champ('Champ-51', { kind: 'text', text });
const rowCarte = (id: string) => champ('Champ-52', { kind: 'carte', areas: [area(id)] });
const rowCommune = champ('Champ-53', { kind: 'commune', commune: null, departement: null });

function tablesOf(form: Demarche, options: LayoutOptions = DEFAULT_OPTIONS) {
  return shapeOf(form, options, 'https://dn.exemple.fr').layout.tables;
}

function rowsIn(table: TableKey, form: Demarche, one: Dossier, options: LayoutOptions = DEFAULT_OPTIONS) {
  return shapeOf(form, options, 'https://dn.exemple.fr')
    .rowsOf(one)
    .rows.filter((row) => row.table === table);
}

describe('layout', () => {
  it('has the tables of data-model.md, by the options', () => {
    expect(tablesOf(FORM, ALL).map(({ id }) => id)).toEqual([
      'Demarche_123_dossiers',
      'Demarche_123_champs',
      'Demarche_123_bloc_2_depenses',
      'Demarche_123_zones',
      'Demarche_123_demandeurs',
      'Demarche_123_avis',
      'Demarche_123_traitements',
      'Demarche_123_messages',
      'Demarche_123_pieces',
      'Demarche_123_instructeurs',
    ]);
    const few = { ...DEFAULT_OPTIONS, avis: false, demandeurs: false, pieces: false, instructeurs: false };
    expect(tablesOf(demarche([]), few).map(({ key }) => key)).toEqual(['dossiers']);
  });

  it('puts every field in the dossiers table when one table is asked for', () => {
    const tables = tablesOf(FORM, { ...DEFAULT_OPTIONS, uneSeuleTable: true });
    expect(tables.map(({ key }) => key)).not.toContain('champs');
    expect(tables[0]?.columns.map(({ id }) => id)).toContain('projet');
  });

  it('gives every column a description that names its field, and ids unique in the table', () => {
    for (const { columns } of tablesOf(FORM, ALL)) {
      expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
    }
    const column = tablesOf(FORM)[1]?.columns.find(({ key }) => key === 'Champ-1');
    expect(column?.description).toBe('Champ DN\u00a0: Champ-1');
  });

  it('leaves excluded fields out, of the tables and of the rows', () => {
    const options = { ...DEFAULT_OPTIONS, exclus: ['Champ-2', 'Champ-52'] };
    const one = dossier([
      champ('Champ-2', { kind: 'carte', areas: [area('A')] }),
      champ('Champ-50', { kind: 'repetition', rows: [{ id: 'Row-1', champs: [rowCarte('B')] }] }),
    ]);
    const shape = shapeOf(FORM, options, 'https://dn.exemple.fr');
    expect(shape.layout.tables.map(({ key }) => key)).not.toContain('zones');
    expect(JSON.stringify(shape.rowsOf(one).rows)).not.toContain('Point');
    expect(shape.rowsOf(one).warnings).toEqual([]);
  });
});

describe('rows', () => {
  const one = dossier([
    champ('Champ-1', { kind: 'text', text: 'Haie' }),
    champ('Champ-2', { kind: 'carte', areas: [area('A-1'), area('A-2')] }),
    champ('Champ-50', {
      kind: 'repetition',
      rows: [
        { id: 'Row-1', champs: [rowText('Plants'), rowCarte('A-3'), rowCommune] },
        { id: 'Row-2', champs: [rowText('Tuteurs'), rowCarte('A-4')] },
      ],
    }),
  ]);

  it('D5, D11: a block titled « 2. … » with a field « 1. … » keeps its rows and their values', () => {
    const rows = rowsIn('bloc:Champ-50', FORM, one);
    expect(rows.map(({ cells }) => cells['Champ-51'])).toEqual(['Plants', 'Tuteurs']);
    expect(rows.map(({ cells }) => cells['meta:bloc_ligne'])).toEqual([1, 2]);
  });

  it('D6: an area in a block has its own row with a key that a second reading finds again', () => {
    const keys = () => rowsIn('zones', FORM, one).map(({ key }) => key);
    expect(keys()).toEqual(['4001/A-1', '4001/A-2', '4001/A-3', '4001/A-4']);
    expect(keys()).toEqual(keys());
    expect(rowsIn('bloc:Champ-50', FORM, one)).toHaveLength(2);
  });

  it('D12: a hidden field clears its own cell, and does not shift its namesake’s', () => {
    const twins = demarche([
      descriptor('Champ-7', 'Text', 'Commentaire'),
      descriptor('Champ-9', 'Text', 'Commentaire'),
    ]);
    const hidden = dossier([champ('Champ-9', { kind: 'text', text: 'le second' })]);
    expect(rowsIn('champs', twins, hidden)[0]?.cells).toMatchObject({
      'Champ-7': null,
      'Champ-9': 'le second',
    });
  });

  it('D12b: a row of a block whose commune is null is kept', () => {
    expect(rowsIn('bloc:Champ-50', FORM, one)[0]?.cells).toMatchObject({
      'Champ-51': 'Plants',
      'Champ-53': null,
    });
  });

  it('R4: an avis without expert nor claimant is a row like the others', () => {
    const avis = {
      id: 'Avis-1',
      question: 'Votre avis ?',
      questionLabel: null,
      questionAnswer: null,
      reponse: null,
      dateQuestion: '2026-03-02T10:00:00+01:00',
      dateReponse: '2026-03-02T10:00:00+01:00',
      claimantEmail: null,
      expertEmail: null,
      attachments: [],
    };
    const rows = rowsIn('avis', FORM, dossier([], { avis: [avis] }));
    expect(rows[0]?.cells).toMatchObject({
      'meta:expert_email': null,
      // Not answered: DN's dateReponse means nothing.
      'meta:date_reponse': null,
    });
  });

  it('gives every file a row with a stable key, two equal ones included, and none to a titre d’identité', () => {
    const form = demarche([
      descriptor('Champ-1', 'PieceJustificative', 'RIB'),
      descriptor('Champ-2', 'TitreIdentite', 'Carte d’identité'),
    ]);
    const with3 = (url: string) =>
      dossier(
        [
          champ('Champ-1', { kind: 'files', files: [file('rib.pdf', { url }), file('rib.pdf', { url })] }),
          champ('Champ-2', { kind: 'titre_identite', filled: true }),
        ],
        { motivationAttachment: file('decision.pdf') },
      );
    const keys = (url: string) => rowsIn('pieces', form, with3(url)).map(({ key }) => key);
    expect(keys('https://a')).toHaveLength(3);
    expect(new Set(keys('https://a')).size).toBe(3);
    expect(keys('https://a')).toEqual(keys('https://b'));
  });

  it('writes the key columns that make its key, in every table', () => {
    const shape = shapeOf(FORM, ALL, 'https://dn.exemple.fr');
    for (const row of shape.rowsOf(one).rows) {
      const spec = shape.layout.tables.find(({ key }) => key === row.table);
      const cells = Object.fromEntries(
        Object.entries(row.cells).map(([key, cell]) => [
          key,
          typeof cell === 'object' && cell !== null && ('parent' in cell || 'files' in cell) ? 1 : cell,
        ]),
      );
      expect(spec && keyOf(spec, cells)).toBe(row.key);
    }
  });

  it('tells about a champ that the form did not have, by its descriptor, never by its value', () => {
    const stranger = dossier([champ('Champ-404', { kind: 'text', text: 'secret' })]);
    const { warnings } = shapeOf(FORM, DEFAULT_OPTIONS, 'https://dn.exemple.fr').rowsOf(stranger);
    expect(warnings).toEqual([
      { dossier: 4001, table: 'champs', column: 'Champ-404', reason: 'colonne_inconnue' },
    ]);
  });

  it('marks a live dossier as present: a restored one is un-marked by the same write', () => {
    expect(rowsIn('dossiers', FORM, dossier([]))[0]?.cells).toMatchObject({
      'meta:etat_dn': 'présent',
      'meta:date_suppression': null,
      'meta:raison_suppression': null,
    });
  });

  it('D10: an établissement still incomplete, an anonymous or an unknown demandeur keep the same columns', () => {
    for (const demandeur of [
      { type: 'morale_incomplete', siret: '41816609600051' },
      { type: 'anonyme', email: 'x@exemple.fr' },
      { type: 'inconnu', typename: 'Extraterrestre' },
    ] as const) {
      const row = rowsIn('demandeurs', FORM, dossier([], { demandeur }))[0];
      expect(Object.keys(row?.cells ?? {})).toEqual(
        Object.keys(rowsIn('demandeurs', FORM, dossier([]))[0]?.cells ?? {}),
      );
    }
  });
});
