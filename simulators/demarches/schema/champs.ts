// Every kind of field: its DN type, its descriptor, its champ, and what each adds to the common fields.

import type { Variant } from './variant';

type FieldTypeInfo = {
  /** GraphQL type of the descriptor, without `ChampDescriptor`. */
  readonly descriptor: string;
  /** GraphQL type of the champ, without `Champ`. */
  readonly champ: string;
  /** Champ given when the document has no fragment on `champ` (facts §0.9); absent: always `champ`. */
  readonly without?: string;
  /** Only in one of the variants; absent: in both. */
  readonly only?: Variant;
};

/** By DN's own name of the type (`TypeDeChamp`). */
export const FIELD_TYPES = {
  aah: { descriptor: 'AAH', champ: 'Text', only: '2026-08' },
  address: { descriptor: 'Address', champ: 'Address', without: 'Text' },
  aeeh: { descriptor: 'AEEH', champ: 'Text', only: '2026-08' },
  annuaire_education: { descriptor: 'AnnuaireEducation', champ: 'Text' },
  ars: { descriptor: 'ARS', champ: 'Text', only: '2026-08' },
  carte: { descriptor: 'Carte', champ: 'Carte' },
  checkbox: { descriptor: 'Checkbox', champ: 'Checkbox' },
  civilite: { descriptor: 'Civilite', champ: 'Civilite' },
  cnaf: { descriptor: 'Cnaf', champ: 'Text', only: '2026-01' },
  cojo: { descriptor: 'COJO', champ: 'Text' },
  communes: { descriptor: 'Commune', champ: 'Commune', without: 'Text' },
  date: { descriptor: 'Date', champ: 'Date' },
  datetime: { descriptor: 'Datetime', champ: 'Datetime', without: 'Date' },
  decimal_number: { descriptor: 'DecimalNumber', champ: 'DecimalNumber' },
  departements: { descriptor: 'Departement', champ: 'Departement', without: 'Text' },
  dgfip: { descriptor: 'Dgfip', champ: 'Text', only: '2026-01' },
  dossier_link: { descriptor: 'DossierLink', champ: 'DossierLink' },
  drop_down_list: { descriptor: 'DropDownList', champ: 'DropDownList', without: 'Text' },
  email: { descriptor: 'Email', champ: 'Text' },
  engagement_juridique: { descriptor: 'EngagementJuridique', champ: 'EngagementJuridique' },
  epci: { descriptor: 'Epci', champ: 'Epci' },
  etudiant_boursier: { descriptor: 'EtudiantBoursier', champ: 'Text', only: '2026-08' },
  explication: { descriptor: 'Explication', champ: 'Explication', without: 'Text' },
  formatted: { descriptor: 'Formatted', champ: 'Text' },
  header_section: { descriptor: 'HeaderSection', champ: 'HeaderSection', without: 'Text' },
  iban: { descriptor: 'Iban', champ: 'Text' },
  integer_number: { descriptor: 'IntegerNumber', champ: 'IntegerNumber' },
  linked_drop_down_list: { descriptor: 'LinkedDropDownList', champ: 'LinkedDropDownList' },
  mesri: { descriptor: 'Mesri', champ: 'Text', only: '2026-01' },
  multiple_drop_down_list: { descriptor: 'MultipleDropDownList', champ: 'MultipleDropDownList' },
  number: { descriptor: 'Number', champ: 'IntegerNumber' },
  pays: { descriptor: 'Pays', champ: 'Pays', without: 'Text' },
  phone: { descriptor: 'Phone', champ: 'Text' },
  piece_justificative: { descriptor: 'PieceJustificative', champ: 'PieceJustificative' },
  pole_emploi: { descriptor: 'PoleEmploi', champ: 'Text', only: '2026-01' },
  pre_rempli: { descriptor: 'PreRempli', champ: 'Text', only: '2026-08' },
  quotient_familial: { descriptor: 'QuotientFamilial', champ: 'Text', only: '2026-08' },
  referentiel: { descriptor: 'Referentiel', champ: 'Text' },
  regions: { descriptor: 'Region', champ: 'Region', without: 'Text' },
  repetition: { descriptor: 'Repetition', champ: 'Repetition' },
  rna: { descriptor: 'RNA', champ: 'RNA' },
  rnf: { descriptor: 'RNF', champ: 'RNF' },
  siret: { descriptor: 'Siret', champ: 'Siret' },
  text: { descriptor: 'Text', champ: 'Text' },
  textarea: { descriptor: 'Textarea', champ: 'Text' },
  titre_identite: { descriptor: 'TitreIdentite', champ: 'TitreIdentite', only: '2026-01' },
  yes_no: { descriptor: 'YesNo', champ: 'YesNo', without: 'Checkbox' },
} as const satisfies Record<string, FieldTypeInfo>;

export type FieldType = keyof typeof FIELD_TYPES;

/** One row of the table above, with its optional parts. */
export const fieldTypeInfo = (type: FieldType): FieldTypeInfo => FIELD_TYPES[type];

export const existsIn = (type: FieldType, variant: Variant): boolean =>
  fieldTypeInfo(type).only === undefined || fieldTypeInfo(type).only === variant;

/** What each champ has beyond the interface. `#N`: only since August 2026, `#D`: deprecated. */
export const CHAMP_FIELDS: Readonly<Record<string, string>> = {
  Address: 'address: Address\ncommune: Commune\ndepartement: Departement',
  Carte: 'geoAreas: [GeoArea!]!',
  Checkbox: 'value: Boolean!',
  Civilite: 'value: Civilite',
  Commune: 'commune: Commune\ndepartement: Departement',
  Date: 'date: ISO8601Date\nvalue: ISO8601DateTime #D',
  Datetime: 'datetime: ISO8601DateTime',
  DecimalNumber: 'value: Float',
  Departement: 'departement: Departement',
  DossierLink: 'dossier: Dossier',
  DropDownList: 'value: String',
  EngagementJuridique: 'engagementJuridique: EngagementJuridique',
  Epci: 'departement: Departement\nepci: Epci',
  Explication: '',
  HeaderSection: 'level: Int!',
  IntegerNumber: 'value: BigInt',
  LinkedDropDownList: 'primaryValue: String\nsecondaryValue: String',
  MultipleDropDownList: 'values: [String!]!',
  Pays: 'pays: Pays',
  PieceJustificative: 'file: File #D\nfiles: [File!]!\nnature: String! #N',
  RNA: 'commune: Commune\ndepartement: Departement\nrna: RNA',
  RNF: 'commune: Commune\ndepartement: Departement\nrnf: RNF',
  Region: 'region: Region',
  Repetition: 'champs: [Champ!]! #D\nrows: [Row!]!',
  Siret: 'etablissement: PersonneMorale',
  Text: 'value: String',
  TitreIdentite: 'filled: Boolean!\ngrantType: TitreIdentiteGrantType!',
  YesNo: 'value: Boolean',
};

/** What each descriptor has beyond the interface. */
export const DESCRIPTOR_FIELDS: Readonly<Record<string, string>> = {
  Date: 'birthdate: Boolean #N',
  Departement: 'options: [Departement!]',
  DropDownList: 'options: [String!]\notherOption: Boolean',
  Explication: 'collapsibleExplanationEnabled: Boolean\ncollapsibleExplanationText: String',
  HeaderSection: 'level: Int!',
  LinkedDropDownList: 'options: [String!]',
  MultipleDropDownList: 'options: [String!]',
  Pays: 'options: [Pays!]',
  PieceJustificative: 'fileTemplate: File',
  Region: 'options: [Region!]',
};
