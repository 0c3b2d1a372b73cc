// The families of fields: every type of champ of Démarche numérique, under the codec that carries it.

export type Family =
  | 'text'
  | 'iban'
  | 'referentiel'
  | 'integer'
  | 'decimal'
  | 'checkbox'
  | 'yes_no'
  | 'civilite'
  | 'date'
  | 'datetime'
  | 'choice'
  | 'choices'
  | 'linked_choice'
  | 'pays'
  | 'region'
  | 'departement'
  | 'epci'
  | 'commune'
  | 'address'
  | 'siret'
  | 'rna'
  | 'rnf'
  | 'carte'
  | 'files'
  | 'titre_identite'
  | 'dossier_link'
  | 'repetition'
  | 'none'
  | 'unknown';

/** By GraphQL type of the descriptor, without its `ChampDescriptor` ending (schemas of January and August 2026). */
const BY_TYPE: Readonly<Record<string, Family>> = {
  Text: 'text',
  Textarea: 'text',
  Email: 'text',
  Phone: 'text',
  Formatted: 'text',
  AnnuaireEducation: 'text',
  Cnaf: 'text',
  Dgfip: 'text',
  Mesri: 'text',
  PoleEmploi: 'text',
  COJO: 'text',
  EngagementJuridique: 'text',
  AAH: 'text',
  AEEH: 'text',
  ARS: 'text',
  EtudiantBoursier: 'text',
  PreRempli: 'text',
  QuotientFamilial: 'text',
  Iban: 'iban',
  Referentiel: 'referentiel',
  Number: 'integer',
  IntegerNumber: 'integer',
  DecimalNumber: 'decimal',
  Checkbox: 'checkbox',
  YesNo: 'yes_no',
  Civilite: 'civilite',
  Date: 'date',
  Datetime: 'datetime',
  DropDownList: 'choice',
  MultipleDropDownList: 'choices',
  LinkedDropDownList: 'linked_choice',
  Pays: 'pays',
  Region: 'region',
  Departement: 'departement',
  Epci: 'epci',
  Commune: 'commune',
  Address: 'address',
  Siret: 'siret',
  RNA: 'rna',
  RNF: 'rnf',
  Carte: 'carte',
  PieceJustificative: 'files',
  TitreIdentite: 'titre_identite',
  DossierLink: 'dossier_link',
  Repetition: 'repetition',
  HeaderSection: 'none',
  Explication: 'none',
};

/** Family of a descriptor by its GraphQL type, e.g. `TextChampDescriptor`. A type of the future is `unknown`. */
export function familyOf(descriptorTypename: string): Family {
  return BY_TYPE[descriptorTypename.replace(/ChampDescriptor$/, '')] ?? 'unknown';
}

/** Every descriptor type that this code knows: what the tests and the simulators go through one by one. */
export const KNOWN_DESCRIPTOR_TYPES: readonly string[] = Object.keys(BY_TYPE).map(
  (type) => `${type}ChampDescriptor`,
);
