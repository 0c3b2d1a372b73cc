// GraphQL fragments of champs. Every type that exists must have its fragment: DN gives a champ as a plain text when
// the document lacks the fragment of its true type (facts/demarches.md §0.9).

/** Each `value` has its own alias: without them the document would not be valid (facts/demarches.md §0.10). */
const UN_CHAMP = `
fragment UnChamp on Champ {
  __typename
  champDescriptorId
  label
  stringValue
  ... on TextChamp { text: value columns @include(if: $exposed) { id label stringValue } }
  ... on CheckboxChamp { checked: value }
  ... on YesNoChamp { yes: value }
  ... on DateChamp { date }
  ... on DatetimeChamp { datetime }
  ... on DecimalNumberChamp { decimal: value }
  ... on IntegerNumberChamp { integer: value }
  ... on CiviliteChamp { civilite: value }
  ... on DropDownListChamp { choice: value }
  ... on MultipleDropDownListChamp { values }
  ... on LinkedDropDownListChamp { primaryValue secondaryValue }
  ... on PieceJustificativeChamp { nature files @include(if: $files) { ...Fichier } }
  ... on TitreIdentiteChamp { filled }
  ... on AddressChamp {
    address { ...Adresse }
    commune @include(if: $addressParts) { name code postalCode }
    departement @include(if: $addressParts) { name code }
  }
  ... on CommuneChamp { commune { name code postalCode } departement { name code } }
  ... on DepartementChamp { departement { name code } }
  ... on RegionChamp { region { name code } }
  ... on PaysChamp { pays { name code } }
  ... on EpciChamp { epci { name code } departement { name code } }
  ... on SiretChamp { etablissement { ...Etablissement } }
  ... on RNAChamp { rna { id title address { ...Adresse } } }
  ... on RNFChamp { rnf { id title address { ...Adresse } } }
  ... on CarteChamp { geoAreas @include(if: $geo) { ...Zone } }
  ... on HeaderSectionChamp { level }
  ... on ExplicationChamp { __typename }
}`;

/** A champ and, for a repeated block, its rows. DN forbids a block inside a block. */
const CHAMP = `
fragment ChampEtLignes on Champ {
  ...UnChamp
  ... on RepetitionChamp { rows { id champs { ...UnChamp } } }
}`;

/** Parcels have the same field names with other types: hence the aliases. */
const ZONE = `
fragment Zone on GeoArea {
  __typename
  id
  source
  description
  geometry { type coordinates }
  ... on ParcelleCadastrale {
    cadastreCommune: commune
    cadastrePrefixe: prefixe
    cadastreSection: section
    cadastreNumero: numero
    cadastreSurface: surface
  }
  ... on Rpg { rpgCommune: commune rpgNumero: numero rpgSurface: surface }
}`;

const ADRESSE = `
fragment Adresse on Address {
  label type streetAddress streetNumber streetName postalCode cityName cityCode
  departmentName departmentCode regionName regionCode countryName countryCode
}`;

const ETABLISSEMENT = `
fragment Etablissement on PersonneMorale {
  siret siegeSocial naf libelleNaf
  address { ...Adresse }
  entreprise {
    siren raisonSociale nomCommercial formeJuridique formeJuridiqueCode capitalSocial codeEffectifEntreprise
    numeroTvaIntracommunautaire dateCreation etatAdministratif siretSiegeSocial enseigne nom prenom
  }
  association { rna titre objet dateCreation dateDeclaration datePublication }
}`;

const FICHIER = `
fragment Fichier on File {
  filename contentType byteSizeBigInt checksum createdAt virusScanResult
  url @include(if: $fileUrls)
}`;

export const CHAMP_FRAGMENTS = [CHAMP, UN_CHAMP, ZONE, ADRESSE, ETABLISSEMENT, FICHIER].join('\n');
