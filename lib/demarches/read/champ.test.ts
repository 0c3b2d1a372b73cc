// One line a type of champ, as DN answers our fragments; then the oddities that must stop nothing.

import { describe, expect, test } from 'vitest';
import type { ChampValue } from '../../sync/model/dossier';
import { readChamps } from './champ';

const champ = (typename: string, more: object = {}) => ({
  __typename: typename,
  champDescriptorId: 'Q2hhbXAtMQ==',
  label: 'Un champ',
  stringValue: null,
  ...more,
});

const valueRead = (raw: unknown): ChampValue | undefined => readChamps([raw], new Set())[0]?.value;

const lyon = { name: 'Lyon', code: '69123', postalCode: '69001' };
const rhone = { name: 'Rhône', code: '69' };
const noAddress = {
  label: null,
  type: null,
  streetAddress: null,
  streetNumber: null,
  streetName: null,
  postalCode: null,
  cityName: null,
  cityCode: null,
  departmentName: null,
  departmentCode: null,
  regionName: null,
  regionCode: null,
  countryName: null,
  countryCode: null,
};

describe('readChamps: one value a type', () => {
  test.each<[string, object, ChampValue]>([
    ['TextChamp', { text: 'Bonjour' }, { kind: 'text', text: 'Bonjour' }],
    ['TextChamp', { text: '' }, { kind: 'text', text: null }],
    ['TextChamp', { text: '  =SUM(A1) ' }, { kind: 'text', text: '  =SUM(A1) ' }],
    ['EngagementJuridiqueChamp', { stringValue: '210' }, { kind: 'text', text: '210' }],
    [
      'IntegerNumberChamp',
      { integer: '90071992547409931' },
      { kind: 'integer', digits: '90071992547409931' },
    ],
    ['IntegerNumberChamp', { integer: '-7' }, { kind: 'integer', digits: '-7' }],
    ['IntegerNumberChamp', { integer: 12 }, { kind: 'integer', digits: '12' }],
    ['IntegerNumberChamp', { integer: null }, { kind: 'integer', digits: null }],
    ['IntegerNumberChamp', { integer: '1.5' }, { kind: 'integer', digits: null }],
    ['DecimalNumberChamp', { decimal: 0 }, { kind: 'decimal', number: 0 }],
    ['DecimalNumberChamp', { decimal: null }, { kind: 'decimal', number: null }],
    ['CheckboxChamp', { checked: true }, { kind: 'checkbox', checked: true }],
    ['CheckboxChamp', { checked: null }, { kind: 'checkbox', checked: false }],
    ['YesNoChamp', { yes: false }, { kind: 'yes_no', yes: false }],
    ['YesNoChamp', { yes: null }, { kind: 'yes_no', yes: null }],
    ['DateChamp', { date: '2026-02-28' }, { kind: 'date', date: '2026-02-28' }],
    [
      'DatetimeChamp',
      { datetime: '2026-02-28T10:00:00+01:00' },
      { kind: 'datetime', instant: '2026-02-28T10:00:00+01:00' },
    ],
    ['CiviliteChamp', { civilite: 'Mme' }, { kind: 'civilite', civilite: 'Mme' }],
    ['CiviliteChamp', { civilite: 'Autre' }, { kind: 'civilite', civilite: 'Autre' }],
    ['DropDownListChamp', { choice: 'Oui', stringValue: 'Oui' }, { kind: 'choice', choice: 'Oui' }],
    ['DropDownListChamp', { choice: '412', stringValue: 'Zone A' }, { kind: 'choice', choice: 'Zone A' }],
    ['DropDownListChamp', { choice: '', stringValue: '' }, { kind: 'choice', choice: null }],
    ['MultipleDropDownListChamp', { values: [], stringValue: '' }, { kind: 'choices', choices: [] }],
    [
      'MultipleDropDownListChamp',
      { values: ['Lyon, 3e', 'Paris'], stringValue: 'Lyon, 3e, Paris' },
      { kind: 'choices', choices: ['Lyon, 3e', 'Paris'] },
    ],
    [
      'MultipleDropDownListChamp',
      { values: ['12', '45'], stringValue: 'Zone A, Zone B' },
      { kind: 'choices', choices: ['Zone A', 'Zone B'] },
    ],
    [
      'MultipleDropDownListChamp',
      { values: ['12'], stringValue: 'Zone A, nord' },
      { kind: 'choices', choices: ['Zone A, nord'] },
    ],
    [
      'MultipleDropDownListChamp',
      { values: ['12', '45'], stringValue: 'Zone A, nord, Zone B' },
      { kind: 'choices', choices: ['Zone A, nord, Zone B'] },
    ],
    [
      'LinkedDropDownListChamp',
      { primaryValue: 'Fruits', secondaryValue: '' },
      { kind: 'linked_choice', primary: 'Fruits', secondary: null },
    ],
    [
      'PaysChamp',
      { pays: { name: 'France', code: 'FR' } },
      { kind: 'pays', pays: { name: 'France', code: 'FR' } },
    ],
    ['PaysChamp', { pays: null }, { kind: 'pays', pays: null }],
    [
      'RegionChamp',
      { region: { name: 'Bretagne', code: '53' } },
      { kind: 'region', region: { name: 'Bretagne', code: '53' } },
    ],
    [
      'DepartementChamp',
      { departement: { name: 'Ain', code: '01' } },
      { kind: 'departement', departement: { name: 'Ain', code: '01' } },
    ],
    ['EpciChamp', { epci: null, departement: rhone }, { kind: 'epci', epci: null, departement: rhone }],
    [
      'CommuneChamp',
      { commune: lyon, departement: rhone },
      { kind: 'commune', commune: lyon, departement: rhone },
    ],
    [
      'CommuneChamp',
      { commune: null, departement: null },
      { kind: 'commune', commune: null, departement: null },
    ],
    [
      'AddressChamp',
      {
        address: { label: '1 rue A', cityCode: '' },
        commune: { name: 'Lyon', code: null },
        departement: null,
      },
      {
        kind: 'address',
        address: { ...noAddress, label: '1 rue A' },
        commune: { name: 'Lyon', code: null, postalCode: null },
        departement: null,
      },
    ],
    ['SiretChamp', { etablissement: null }, { kind: 'siret', etablissement: null }],
    ['RNAChamp', { rna: null }, { kind: 'rna', id: null, title: null, address: null }],
    [
      'RNFChamp',
      { rnf: { id: '075-FDD-00003-01', title: 'Fondation', address: { label: 'Paris' } } },
      { kind: 'rnf', id: '075-FDD-00003-01', title: 'Fondation', address: { ...noAddress, label: 'Paris' } },
    ],
    ['CarteChamp', {}, { kind: 'carte', areas: [] }],
    ['PieceJustificativeChamp', { files: null }, { kind: 'files', files: [] }],
    ['TitreIdentiteChamp', { filled: true }, { kind: 'titre_identite', filled: true }],
    ['DossierLinkChamp', { stringValue: '123' }, { kind: 'dossier_link' }],
    ['HeaderSectionChamp', { level: 1 }, { kind: 'none' }],
    ['ExplicationChamp', {}, { kind: 'none' }],
    ['VisaChamp', { stringValue: 'accordé' }, { kind: 'unknown' }],
  ])('%s %o', (typename, more, expected) => {
    expect(valueRead(champ(typename, more))).toEqual(expected);
  });

  test('a SIRET with a null entreprise, address and association (defect R4)', () => {
    const etablissement = { siret: '13002526500013', siegeSocial: true, entreprise: null, address: null };
    expect(valueRead(champ('SiretChamp', { etablissement }))).toEqual({
      kind: 'siret',
      etablissement: {
        siret: '13002526500013',
        siegeSocial: true,
        naf: null,
        libelleNaf: null,
        address: null,
        entreprise: null,
        association: null,
      },
    });
  });

  test('an unknown capital social (-1) is null, a known one keeps its digits', () => {
    const capital = (capitalSocial: unknown) => {
      const value = valueRead(
        champ('SiretChamp', { etablissement: { siret: '1', entreprise: { siren: '2', capitalSocial } } }),
      );
      return value?.kind === 'siret' ? value.etablissement?.entreprise?.capitalSocial : undefined;
    };
    expect(capital('-1')).toBeNull();
    expect(capital('38130000000000000')).toBe('38130000000000000');
  });

  test('areas of every kind, one without a type we know', () => {
    const geometry = { type: 'Point', coordinates: [4.8, 45.7] };
    const value = valueRead(
      champ('CarteChamp', {
        geoAreas: [
          {
            __typename: 'SelectionUtilisateur',
            id: 'a',
            source: 'selection_utilisateur',
            description: '',
            geometry,
          },
          {
            __typename: 'ParcelleCadastrale',
            id: 'b',
            source: 'cadastre',
            geometry,
            cadastreCommune: '69123',
            cadastrePrefixe: '000',
            cadastreSection: 'AB',
            cadastreNumero: '12',
            cadastreSurface: '120',
          },
          {
            __typename: 'Rpg',
            id: 'c',
            source: 'rpg',
            geometry,
            rpgCommune: null,
            rpgNumero: '7',
            rpgSurface: 1.5,
          },
          { __typename: 'Ilot', id: 'd', source: 'ilot', geometry: null },
          null,
        ],
      }),
    );
    expect(value).toEqual({
      kind: 'carte',
      areas: [
        { id: 'a', source: 'selection_utilisateur', description: null, geometry, parcelle: null },
        {
          id: 'b',
          source: 'cadastre',
          description: null,
          geometry,
          parcelle: { commune: '69123', prefixe: '000', section: 'AB', numero: '12', surface: '120' },
        },
        {
          id: 'c',
          source: 'rpg',
          description: null,
          geometry,
          parcelle: { commune: null, prefixe: null, section: null, numero: '7', surface: '1.5' },
        },
        { id: 'd', source: 'ilot', description: null, geometry: null, parcelle: null },
      ],
    });
  });

  test('a file: its size is a BigInt, its url may be absent', () => {
    const file = {
      filename: 'a.pdf',
      contentType: 'application/pdf',
      byteSizeBigInt: '5000000000',
      checksum: 'x==',
      createdAt: '2026-01-01T00:00:00+01:00',
      virusScanResult: 'safe',
    };
    const value = valueRead(champ('PieceJustificativeChamp', { files: [file, { filename: '' }, null] }));
    expect(value).toEqual({
      kind: 'files',
      files: [
        {
          filename: 'a.pdf',
          contentType: 'application/pdf',
          byteSize: 5_000_000_000,
          checksum: 'x==',
          createdAt: '2026-01-01T00:00:00+01:00',
          virusScan: 'safe',
          url: null,
        },
      ],
    });
  });
});

describe('readChamps: blocks, exclusions, oddities', () => {
  const block = champ('RepetitionChamp', {
    champDescriptorId: 'bloc',
    rows: [
      {
        id: 'Row-1',
        champs: [
          champ('TextChamp', { champDescriptorId: 'a', text: 'x' }),
          champ('TextChamp', { champDescriptorId: 'b', text: 'y' }),
        ],
      },
      { id: 'Row-2', champs: [] },
      { id: null, champs: [] },
      null,
    ],
  });

  test('rows of a block, the empty one included', () => {
    const value = readChamps([block], new Set())[0]?.value;
    expect(value?.kind === 'repetition' && value.rows.map((row) => [row.id, row.champs.length])).toEqual([
      ['Row-1', 2],
      ['Row-2', 0],
    ]);
  });

  test('an excluded descriptor is dropped at every level', () => {
    const value = readChamps([block], new Set(['a']))[0]?.value;
    expect(value?.kind === 'repetition' && value.rows[0]?.champs.map((one) => one.descriptorId)).toEqual([
      'b',
    ]);
    expect(readChamps([block], new Set(['bloc']))).toEqual([]);
  });

  test.each([[null], [undefined], ['x'], [{}], [[null, 3, 'x', {}, { champDescriptorId: '' }]]])(
    '%o is no champ at all',
    (raw) => {
      expect(readChamps(raw, new Set())).toEqual([]);
    },
  );
});

describe('columns exposed by a référentiel', () => {
  const id = (inner: string): string => Buffer.from(`Column-${inner}`).toString('base64');
  const exposed = (columns: unknown) => {
    const value = valueRead(champ('TextChamp', { text: 'ABC', columns }));
    return value?.kind === 'text' ? value.exposed : 'not a text';
  };

  test('the champ’s own column is not one of them, whatever its label', () => {
    expect(
      exposed([
        { id: id('type_de_champ/12'), label: 'Autre', stringValue: 'ABC' },
        { id: id('type_de_champ/12-$.nom'), label: 'Un champ', stringValue: 'Nom' },
        { id: id('type_de_champ/12-$.ville'), label: 'Ville', stringValue: '' },
      ]),
    ).toEqual([
      { id: id('type_de_champ/12-$.nom'), label: 'Un champ', text: 'Nom' },
      { id: id('type_de_champ/12-$.ville'), label: 'Ville', text: null },
    ]);
  });

  test('with ids of another form, the label tells it', () => {
    expect(
      exposed([
        { id: 'c1', label: 'Un champ' },
        { id: 'c2', label: 'Ville', stringValue: 'Lyon' },
      ]),
    ).toEqual([{ id: 'c2', label: 'Ville', text: 'Lyon' }]);
  });

  test('absent when they were not asked', () => {
    expect(exposed(undefined)).toBeUndefined();
    expect(exposed([])).toBeUndefined();
  });
});
