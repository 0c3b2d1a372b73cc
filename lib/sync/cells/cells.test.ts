// A table test for every family of champ: what DN says, what Grist gets.

import { describe, expect, it } from 'vitest';
import { familyOf, KNOWN_DESCRIPTOR_TYPES } from '../families';
import type { Descriptor } from '../model/demarche';
import type { Champ, ChampValue } from '../model/dossier';
import type { CellMisfit } from '../model/operation';
import { DEFAULT_OPTIONS, type LayoutOptions } from '../model/options';
import type { Cell, WantedType } from '../model/table';
import { area, champ, descriptor, ETABLISSEMENT, file } from '../testing/samples';
import { CODECS } from './codecs';
import { MAX_TEXT_LENGTH } from './text';

type Case = {
  readonly name: string;
  readonly type: string;
  readonly value: ChampValue;
  readonly text?: string | null;
  readonly cells: readonly Cell[];
  readonly misfits?: readonly (CellMisfit | null)[];
  readonly descriptor?: Partial<Descriptor>;
  readonly options?: Partial<LayoutOptions>;
};

const unknown: ChampValue = { kind: 'unknown' };
const place = { name: 'Ain', code: '01' };

const CASES: readonly Case[] = [
  // Text
  {
    name: 'text is exact, spaces and formulas included',
    type: 'Text',
    value: { kind: 'text', text: '  =1+1  ' },
    text: '=1+1',
    cells: ['  =1+1  '],
  },
  { name: 'empty text is null', type: 'Text', value: { kind: 'text', text: '' }, text: null, cells: [null] },
  {
    name: 'textarea keeps its lines',
    type: 'Textarea',
    value: { kind: 'text', text: 'a\nb' },
    cells: ['a\nb'],
  },
  { name: 'e-mail', type: 'Email', value: { kind: 'text', text: 'a@exemple.fr' }, cells: ['a@exemple.fr'] },
  {
    name: 'phone: what was typed, not its national rendering',
    type: 'Phone',
    value: { kind: 'text', text: '+33612345678' },
    text: '06 12 34 56 78',
    cells: ['+33612345678'],
  },
  { name: 'formatted', type: 'Formatted', value: { kind: 'text', text: 'AB-001' }, cells: ['AB-001'] },
  {
    name: 'iban: without the spaces typed',
    type: 'Iban',
    value: { kind: 'text', text: 'FR76 3000 6000' },
    text: 'FR7630006000',
    cells: ['FR7630006000'],
  },
  ...[
    'AnnuaireEducation',
    'Cnaf',
    'Dgfip',
    'Mesri',
    'PoleEmploi',
    'COJO',
    'AAH',
    'AEEH',
    'ARS',
    'EtudiantBoursier',
    'PreRempli',
    'QuotientFamilial',
  ].map(
    (type): Case => ({
      name: `${type}: DN’s text`,
      type,
      value: { kind: 'text', text: null },
      text: '0012',
      cells: ['0012'],
    }),
  ),
  { name: 'engagement juridique', type: 'EngagementJuridique', value: unknown, text: 'EJ1', cells: ['EJ1'] },
  {
    name: 'a text too long is left out, and told',
    type: 'Text',
    value: { kind: 'text', text: 'é'.repeat(MAX_TEXT_LENGTH + 1) },
    cells: [null],
    misfits: ['valeur_trop_longue'],
  },
  {
    name: 'référentiel: value and the columns that DN exposes',
    type: 'Referentiel',
    descriptor: {
      exposed: [
        { id: 'c1', label: 'Nom' },
        { id: 'c2', label: 'Ville' },
      ],
    },
    value: { kind: 'text', text: '42', exposed: [{ id: 'c2', label: 'Ville', text: 'Lyon' }] },
    cells: ['42', null, 'Lyon'],
  },
  {
    name: 'référentiel: an exposed column that was never seen is told',
    type: 'Referentiel',
    value: { kind: 'text', text: '42', exposed: [{ id: 'c9', label: 'Neuf', text: 'x' }] },
    cells: ['42'],
    misfits: ['colonne_inconnue'],
  },
  // Numbers
  { name: 'integer', type: 'IntegerNumber', value: { kind: 'integer', digits: '42' }, cells: [42] },
  {
    name: 'integer zero is zero',
    type: 'IntegerNumber',
    value: { kind: 'integer', digits: '0' },
    cells: [0],
  },
  { name: 'negative integer', type: 'Number', value: { kind: 'integer', digits: '-7' }, cells: [-7] },
  { name: 'no integer', type: 'IntegerNumber', value: { kind: 'integer', digits: null }, cells: [null] },
  {
    name: 'beyond 32 bits',
    type: 'IntegerNumber',
    value: { kind: 'integer', digits: '41816609600051' },
    cells: [41816609600051],
  },
  {
    name: 'beyond 2^53 the digits are kept as text, and told',
    type: 'IntegerNumber',
    value: { kind: 'integer', digits: '12345678901234567890' },
    cells: ["'12345678901234567890"],
    misfits: ['nombre_trop_grand'],
  },
  {
    name: 'text in a number column: exact, and told',
    type: 'IntegerNumber',
    value: { kind: 'text', text: '12 ans' },
    text: '12 ans',
    cells: ['12 ans'],
    misfits: ['nombre_illisible'],
  },
  {
    name: 'a code with a zero in front is not a number',
    type: 'IntegerNumber',
    value: { kind: 'text', text: '007' },
    text: '007',
    cells: ["'007"],
    misfits: ['nombre_illisible'],
  },
  { name: 'decimal', type: 'DecimalNumber', value: { kind: 'decimal', number: 12.5 }, cells: [12.5] },
  { name: 'D14: 0.0 is 0', type: 'DecimalNumber', value: { kind: 'decimal', number: 0 }, cells: [0] },
  { name: 'no decimal', type: 'DecimalNumber', value: { kind: 'decimal', number: null }, cells: [null] },
  {
    name: 'a number written as text is a number, and told',
    type: 'DecimalNumber',
    value: { kind: 'text', text: '12,50' },
    text: '12,50',
    cells: [12.5],
    misfits: ['type_inattendu'],
  },
  // Yes and no
  { name: 'checkbox', type: 'Checkbox', value: { kind: 'checkbox', checked: true }, cells: [true] },
  {
    name: 'unticked checkbox',
    type: 'Checkbox',
    value: { kind: 'checkbox', checked: false },
    cells: [false],
  },
  {
    name: 'text in a checkbox column',
    type: 'Checkbox',
    value: { kind: 'text', text: 'oui' },
    text: 'oui',
    cells: ["'oui"],
    misfits: ['type_inattendu'],
  },
  { name: 'yes', type: 'YesNo', value: { kind: 'yes_no', yes: true }, cells: ['Oui'] },
  { name: 'no', type: 'YesNo', value: { kind: 'yes_no', yes: false }, cells: ['Non'] },
  {
    name: 'D14: unanswered is not « Non »',
    type: 'YesNo',
    value: { kind: 'yes_no', yes: null },
    cells: [null],
  },
  {
    name: 'civilité',
    type: 'Civilite',
    value: { kind: 'civilite', civilite: 'M' },
    text: 'M.',
    cells: ['M.'],
  },
  { name: 'civilité Mme', type: 'Civilite', value: { kind: 'civilite', civilite: 'Mme' }, cells: ['Mme'] },
  { name: 'no civilité', type: 'Civilite', value: { kind: 'civilite', civilite: null }, cells: [null] },
  // Dates
  {
    name: 'date: UTC midnight',
    type: 'Date',
    value: { kind: 'date', date: '2026-03-29' },
    cells: [Date.UTC(2026, 2, 29) / 1000],
  },
  { name: 'no date', type: 'Date', value: { kind: 'date', date: null }, cells: [null] },
  {
    name: 'a day that does not exist stays a text',
    type: 'Date',
    value: { kind: 'date', date: '2026-02-30' },
    cells: ["'2026-02-30"],
    misfits: ['date_illisible'],
  },
  {
    name: 'datetime with its offset',
    type: 'Datetime',
    value: { kind: 'datetime', instant: '2026-07-01T14:30:00+02:00' },
    cells: [Date.UTC(2026, 6, 1, 12, 30) / 1000],
  },
  {
    name: 'a date where an instant is wanted is not given a time',
    type: 'Datetime',
    value: { kind: 'date', date: '2026-07-01' },
    cells: ["'2026-07-01"],
    misfits: ['type_inattendu'],
  },
  {
    name: 'an instant where a date is wanted gives its day in Paris',
    type: 'Date',
    value: { kind: 'datetime', instant: '2026-07-01T00:30:00+02:00' },
    cells: [Date.UTC(2026, 6, 1) / 1000],
    misfits: ['type_inattendu'],
  },
  // Choices
  {
    name: 'choice, comma included',
    type: 'DropDownList',
    value: { kind: 'choice', choice: 'Bois, haies' },
    cells: ['Bois, haies'],
  },
  {
    name: 'an « autre » answer is written as it is',
    type: 'DropDownList',
    value: { kind: 'choice', choice: 'Ma réponse' },
    cells: ['Ma réponse'],
  },
  { name: 'no choice', type: 'DropDownList', value: { kind: 'choice', choice: null }, cells: [null] },
  {
    name: 'D14: multiple choices keep their commas',
    type: 'MultipleDropDownList',
    value: { kind: 'choices', choices: ['Bois, haies', 'Eau'] },
    cells: [['L', 'Bois, haies', 'Eau']],
  },
  {
    name: 'no choices',
    type: 'MultipleDropDownList',
    value: { kind: 'choices', choices: [] },
    cells: [null],
  },
  {
    name: 'linked choices',
    type: 'LinkedDropDownList',
    value: { kind: 'linked_choice', primary: 'Fromage', secondary: 'Comté' },
    cells: ['Fromage', 'Comté'],
  },
  // Places
  {
    name: 'pays',
    type: 'Pays',
    value: { kind: 'pays', pays: { name: 'France', code: 'FR' } },
    cells: ['France', 'FR'],
  },
  {
    name: 'région',
    type: 'Region',
    value: { kind: 'region', region: { name: 'Bretagne', code: '53' } },
    cells: ['Bretagne', '53'],
  },
  {
    name: 'département',
    type: 'Departement',
    value: { kind: 'departement', departement: place },
    cells: ['Ain', '01'],
  },
  {
    name: 'Corse',
    type: 'Departement',
    value: { kind: 'departement', departement: { name: 'Corse-du-Sud', code: '2A' } },
    cells: ['Corse-du-Sud', '2A'],
  },
  {
    name: 'epci',
    type: 'Epci',
    value: { kind: 'epci', epci: { name: 'CC de la Plaine', code: '240100750' }, departement: place },
    cells: ['CC de la Plaine', '240100750', '01'],
  },
  {
    name: 'commune',
    type: 'Commune',
    value: {
      kind: 'commune',
      commune: { name: 'Bourg-en-Bresse', code: '01053', postalCode: '01000' },
      departement: place,
    },
    cells: ['Bourg-en-Bresse', '01053', '01000', 'Ain', '01'],
  },
  {
    name: 'D12b: a commune that is null keeps its text and its row',
    type: 'Commune',
    value: { kind: 'commune', commune: null, departement: null },
    text: 'Bourg (01000)',
    cells: ['Bourg (01000)', null, null, null, null],
  },
  {
    name: 'address typed by hand',
    type: 'Address',
    value: {
      kind: 'address',
      address: {
        label: '3 rue des Lilas',
        type: null,
        streetAddress: '3 rue des Lilas',
        streetNumber: null,
        streetName: null,
        postalCode: null,
        cityName: null,
        cityCode: null,
        departmentName: null,
        departmentCode: null,
        regionName: null,
        regionCode: null,
        countryName: 'France',
        countryCode: 'FR',
      },
      commune: { name: 'Nantes', code: null, postalCode: '44000' },
      departement: { name: 'Loire-Atlantique', code: '44' },
    },
    cells: [
      '3 rue des Lilas',
      '3 rue des Lilas',
      '44000',
      'Nantes',
      null,
      'Loire-Atlantique',
      '44',
      null,
      null,
      'France',
    ],
  },
  {
    name: 'no address',
    type: 'Address',
    value: { kind: 'address', address: null, commune: null, departement: null },
    cells: Array(10).fill(null),
  },
  // Organisations
  {
    name: 'siret',
    type: 'Siret',
    value: { kind: 'siret', etablissement: ETABLISSEMENT },
    cells: ['41816609600051'],
  },
  {
    name: 'siret while API Entreprise is down',
    type: 'Siret',
    value: { kind: 'siret', etablissement: null },
    text: '41816609600051',
    cells: ['41816609600051'],
  },
  {
    name: 'R4: siret in detail with an entreprise that is null',
    type: 'Siret',
    options: { etablissementDetaille: true },
    value: { kind: 'siret', etablissement: ETABLISSEMENT },
    cells: ['41816609600051', null, null, null, null, '6202A', 'Conseil', ...Array(12).fill(null)],
  },
  {
    name: 'rna',
    type: 'RNA',
    value: { kind: 'rna', id: 'W751080001', title: 'Les Lilas', address: null },
    cells: ['W751080001', 'Les Lilas', ...Array(9).fill(null)],
  },
  {
    name: 'rnf that DN could not resolve',
    type: 'RNF',
    value: { kind: 'rnf', id: null, title: null, address: null },
    text: '075-FDD-00003-01',
    cells: ['075-FDD-00003-01', ...Array(10).fill(null)],
  },
  // Files, zones, links
  {
    name: 'pièces: names, one a line',
    type: 'PieceJustificative',
    value: { kind: 'files', files: [file('a.pdf'), file('a.pdf')] },
    cells: ['a.pdf\na.pdf'],
  },
  { name: 'no pièce', type: 'PieceJustificative', value: { kind: 'files', files: [] }, cells: [null] },
  {
    name: 'titre d’identité',
    type: 'TitreIdentite',
    value: { kind: 'titre_identite', filled: true },
    cells: [true],
  },
  {
    name: 'a pièce of nature « titre d’identité » is told, never named',
    type: 'PieceJustificative',
    value: { kind: 'titre_identite', filled: true },
    cells: ['Titre d’identité fourni'],
  },
  {
    name: 'dossier lié',
    type: 'DossierLink',
    value: { kind: 'dossier_link' },
    text: '4002',
    cells: [4002, null],
  },
  {
    name: 'dossier lié that is no number',
    type: 'DossierLink',
    value: { kind: 'dossier_link' },
    text: 'n° 12',
    cells: ['n° 12', null],
    misfits: ['nombre_illisible', null],
  },
  { name: 'carte without area', type: 'Carte', value: { kind: 'carte', areas: [] }, cells: [null] },
  // Nothing to keep, and the future
  { name: 'section title', type: 'HeaderSection', value: { kind: 'none' }, cells: [] },
  { name: 'explication', type: 'Explication', value: { kind: 'none' }, cells: [] },
  { name: 'repeated block', type: 'Repetition', value: { kind: 'repetition', rows: [] }, cells: [] },
  { name: 'a type of the future', type: 'Hologramme', value: unknown, text: 'valeur', cells: ['valeur'] },
];

describe('cells of every family', () => {
  it.each(CASES)('$type: $name', ({ type, value, text, cells, misfits, ...more }) => {
    const field = descriptor('Champ-1', type, 'Libellé', more.descriptor);
    const options = { ...DEFAULT_OPTIONS, ...more.options };
    const codec = CODECS[familyOf(field.typename)];
    const encoded = codec.cells(champ('Champ-1', value, text ?? null), field, options);
    expect(encoded.map(({ cell }) => cell)).toEqual(cells);
    expect(encoded.map(({ misfit }) => misfit)).toEqual(misfits ?? cells.map(() => null));
    expect(codec.parts(field, options)).toHaveLength(encoded.length);
  });

  it('has a case for every type of champ that DN knows', () => {
    const tried = new Set(CASES.map(({ type }) => `${type}ChampDescriptor`));
    expect(KNOWN_DESCRIPTOR_TYPES.filter((type) => !tried.has(type))).toEqual([]);
  });

  it('D14: a carte keeps all its areas in one GeoJSON FeatureCollection', () => {
    const field = descriptor('Champ-1', 'Carte', 'Zone');
    const value = { kind: 'carte', areas: [area('A-1'), area('A-2', { description: 'prairie' })] } as const;
    const cell = CODECS.carte.cells(champ('Champ-1', value), field, DEFAULT_OPTIONS)[0]?.cell;
    expect(JSON.parse(String(cell))).toMatchObject({
      type: 'FeatureCollection',
      features: [{ id: 'A-1' }, { id: 'A-2', properties: { description: 'prairie' } }],
    });
  });

  it('never coerces: any champ of any kind under any type of column keeps its text or its number', () => {
    const misplaced: Champ = champ('Champ-1', unknown, 'texte libre');
    for (const typename of KNOWN_DESCRIPTOR_TYPES) {
      const family = familyOf(typename);
      if (['repetition', 'none', 'titre_identite'].includes(family)) continue;
      const field = descriptor('Champ-1', typename, 'Libellé');
      const [first] = CODECS[family].cells(misplaced, field, DEFAULT_OPTIONS);
      expect(JSON.stringify(first?.cell), typename).toContain('texte libre');
    }
  });
});

describe('types of columns', () => {
  const TYPES: readonly (readonly [string, WantedType])[] = [
    ['Text', 'Text'],
    ['IntegerNumber', 'Numeric'],
    ['DecimalNumber', 'Numeric'],
    ['Checkbox', 'Bool'],
    ['YesNo', 'Choice'],
    ['Date', 'Date'],
    ['Datetime', 'DateTime:Europe/Paris'],
    ['DropDownList', 'Choice'],
    ['MultipleDropDownList', 'ChoiceList'],
    ['TitreIdentite', 'Bool'],
    ['DossierLink', 'Int'],
    ['Hologramme', 'Text'],
  ];
  it.each(TYPES)('%s becomes %s', (type, wanted) => {
    const field = descriptor('Champ-1', type, 'Libellé');
    expect(CODECS[familyOf(field.typename)].parts(field, DEFAULT_OPTIONS)[0]?.type).toBe(wanted);
  });

  it('reads the primary and secondary options of a linked list', () => {
    const field = descriptor('Champ-1', 'LinkedDropDownList', 'Produit', {
      options: ['--Fromage--', 'Brie', 'Comté', '--Dessert--', 'Flan'],
    });
    const parts = CODECS.linked_choice.parts(field, DEFAULT_OPTIONS);
    expect(parts.map(({ widget }) => widget.choices)).toEqual([
      ['Fromage', 'Dessert'],
      ['Brie', 'Comté', 'Flan'],
    ]);
  });
});
