// The part of DN's GraphQL schema that a synchronisation uses, written once for both variants.
// Longer than 300 lines because it is one text: a schema cut in pieces is harder to compare with the real one.
// Markers at the end of a line: `#N` only since August 2026, `#S` only until January 2026, `#D` deprecated in DN.

export const TYPES = `
scalar BigInt
scalar Coordinates
scalar ISO8601Date
scalar ISO8601DateTime
scalar LogicExpression #N
scalar URL

type Query {
  demarche(number: Int!): Demarche!
  demarcheDescriptor(demarche: FindDemarcheInput!): DemarcheDescriptor
  dossier(number: Int!): Dossier!
  groupeInstructeur(number: Int!): GroupeInstructeurWithDossiers!
}

input FindDemarcheInput @oneOf {
  id: ID
  number: Int
}

enum Order { ASC DESC }

type PageInfo {
  endCursor: String
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
}

type Demarche {
  activeRevision: Revision!
  administrateurs: [Profile!]!
  annotationDescriptors: [ChampDescriptor!]! #D
  champDescriptors: [ChampDescriptor!]! #D
  dateCreation: ISO8601DateTime!
  dateDepublication: ISO8601DateTime
  dateDerniereModification: ISO8601DateTime!
  dateFermeture: ISO8601DateTime
  datePublication: ISO8601DateTime
  declarative: DossierDeclarativeState
  deletedDossiers(TOMBSTONES): DeletedDossierConnection!
  description: String!
  dossiers(DOSSIERS): DossierConnection!
  draftRevision: Revision!
  groupeInstructeurs(closed: Boolean): [GroupeInstructeur!]!
  id: ID!
  labels: [Label!]!
  number: Int!
  pendingDeletedDossiers(TOMBSTONES): DeletedDossierConnection!
  publishedRevision: Revision
  revisions: [Revision!]!
  service: Service
  state: DemarcheState!
  title: String!
}

enum DemarcheState { brouillon close depubliee publiee }
enum DossierDeclarativeState { accepte en_instruction }

type DemarcheDescriptor {
  dateCreation: ISO8601DateTime!
  dateDepublication: ISO8601DateTime
  dateDerniereModification: ISO8601DateTime!
  dateFermeture: ISO8601DateTime
  dateLimite: ISO8601Date #N
  datePublication: ISO8601DateTime
  declarative: DossierDeclarativeState
  demarcheURL: URL
  description: String!
  dossiersCount: Int! #N
  dureeConservationDossiers: Int!
  forIndividual: Boolean! #N
  id: ID!
  number: Int!
  opendata: Boolean!
  revision: Revision!
  service: Service
  state: DemarcheState!
  tags: [String!]!
  title: String!
  zones: [String!]!
}

type Revision {
  annotationDescriptors: [ChampDescriptor!]!
  champDescriptors: [ChampDescriptor!]!
  dateCreation: ISO8601DateTime!
  datePublication: ISO8601DateTime
  id: ID!
}

type Service {
  departement: String #N
  id: ID!
  nom: String!
  organisme: String!
  siret: String
  typeOrganisme: TypeOrganisme!
}

enum TypeOrganisme {
  administration_centrale
  association
  autre
  collectivite_territoriale
  etablissement_enseignement
  operateur_d_etat
  service_deconcentre_de_l_etat
}

type GroupeInstructeur {
  closed: Boolean!
  id: ID!
  instructeurs: [Profile!]!
  label: String!
  number: Int!
}

type GroupeInstructeurWithDossiers {
  closed: Boolean!
  deletedDossiers(TOMBSTONES): DeletedDossierConnection!
  dossiers(DOSSIERS): DossierConnection!
  id: ID!
  instructeurs: [Profile!]!
  label: String!
  number: Int!
  pendingDeletedDossiers(TOMBSTONES): DeletedDossierConnection!
}

type Label {
  color: LabelColorEnum!
  id: ID!
  name: String!
}

enum LabelColorEnum {
  beige_gris_galet
  blue_ecume
  brown_cafe_creme
  green_bourgeon
  green_emeraude
  green_menthe
  green_tilleul_verveine
  pink_macaron
  purple_glycine
  yellow_tournesol
}

type Profile {
  email: String!
  id: ID!
}

type DeletedDossier {
  dateSupression: ISO8601DateTime!
  id: ID!
  number: Int!
  reason: DeletedDossierReason!
  state: DossierState!
}

type DeletedDossierConnection {
  edges: [DeletedDossierEdge]
  nodes: [DeletedDossier]
  pageInfo: PageInfo!
}

type DeletedDossierEdge {
  cursor: String!
  node: DeletedDossier
}

enum DeletedDossierReason {
  expired
  instructeur_request
  manager_request
  procedure_removed
  user_expired
  user_removed
  user_request
}

type DossierConnection {
  edges: [DossierEdge]
  nodes: [Dossier]
  pageInfo: PageInfo!
}

type DossierEdge {
  cursor: String!
  node: Dossier
}

enum DossierState { accepte en_construction en_instruction refuse sans_suite }
enum ConnectionUsager { deleted france_connect password }

type Dossier {
  annotations(id: ID): [Champ!]!
  archived: Boolean!
  attestation: File
  avis(id: ID): [Avis!]!
  champs(id: ID): [Champ!]!
  connectionUsager: ConnectionUsager!
  dateAccuseLectureAgreement: ISO8601DateTime #N
  dateDepot: ISO8601DateTime!
  dateDerniereCorrectionEnAttente: ISO8601DateTime
  dateDerniereModification: ISO8601DateTime!
  dateDerniereModificationAnnotations: ISO8601DateTime!
  dateDerniereModificationChamps: ISO8601DateTime!
  dateDerniereModificationChampsParInstructeur: ISO8601DateTime #N
  dateExpiration: ISO8601DateTime
  datePassageEnConstruction: ISO8601DateTime!
  datePassageEnInstruction: ISO8601DateTime
  datePrevisionnelleDecisionSVASVR: ISO8601Date
  dateSuppressionParAdministration: ISO8601DateTime
  dateSuppressionParUsager: ISO8601DateTime
  dateTraitement: ISO8601DateTime
  dateTraitementSVASVR: ISO8601DateTime
  demandeur: Demandeur!
  demarche: DemarcheDescriptor!
  deposeParUnTiers: Boolean
  geojson: File
  groupeInstructeur: GroupeInstructeur!
  id: ID!
  instructeurs: [Profile!]!
  labels: [Label!]!
  messages(id: ID): [Message!]!
  motivation: String
  motivationAttachment: File
  nomMandataire: String
  number: Int!
  pdf: File
  prefilled: Boolean!
  prenomMandataire: String
  revision: Revision! #D
  state: DossierState!
  traitements: [Traitement!]!
  usager: Profile!
}

interface Demandeur { id: ID! }

type PersonnePhysique implements Demandeur {
  civilite: Civilite
  dateDeNaissance: ISO8601Date
  email: String
  id: ID!
  nom: String!
  prenom: String!
}

enum Civilite { M Mme }

type PersonneMoraleIncomplete implements Demandeur {
  id: ID!
  siret: String!
}

type PersonneMorale implements Demandeur {
  address: Address!
  association: Association
  entreprise: Entreprise
  id: ID!
  libelleNaf: String!
  libelleNaf2025: String #N
  naf: String
  naf2025: String #N
  siegeSocial: Boolean!
  siret: String!
}

type Entreprise {
  attestationFiscaleAttachment: File
  attestationSocialeAttachment: File
  capitalSocial: BigInt
  codeEffectifEntreprise: String
  dateCreation: ISO8601Date
  effectifAnnuel: Effectif
  effectifMensuel: Effectif
  enseigne: String
  etatAdministratif: EntrepriseEtatAdministratif
  formeJuridique: String
  formeJuridiqueCode: String
  inlineAdresse: String!
  nom: String
  nomCommercial: String!
  numeroTvaIntracommunautaire: String
  prenom: String
  raisonSociale: String!
  siren: String!
  siretSiegeSocial: String!
}

enum EntrepriseEtatAdministratif { Actif Ferme }

type Effectif {
  nb: Float!
  periode: String!
}

type Association {
  dateCreation: ISO8601Date
  dateDeclaration: ISO8601Date
  datePublication: ISO8601Date
  objet: String
  rna: String!
  titre: String!
}

type Address {
  cityCode: String!
  cityName: String!
  countryCode: String
  countryName: String
  departmentCode: String
  departmentName: String
  geometry: GeoJSON
  label: String!
  postalCode: String!
  regionCode: String
  regionName: String
  streetAddress: String
  streetName: String
  streetNumber: String
  type: AddressType!
}

enum AddressType { housenumber locality municipality street }

type Commune {
  code: String!
  name: String!
  postalCode: String
}

type Departement { code: String! name: String! }
type Region { code: String! name: String! }
type Pays { code: String! name: String! }
type Epci { code: String! name: String! }

type RNA {
  address: Address
  id: String!
  title: String
}

type RNF {
  address: Address
  id: String!
  title: String
}

type EngagementJuridique {
  montantEngage: String
  montantPaye: String
}

enum TitreIdentiteGrantType { france_connect piece_justificative }

type File {
  byteSize: Int! #D
  byteSizeBigInt: BigInt!
  checksum: String!
  contentType: String!
  createdAt: ISO8601DateTime!
  filename: String!
  url: URL!
  virusScanResult: String!
}

type Row {
  champs: [Champ!]!
  id: ID!
}

type GeoJSON {
  coordinates: Coordinates!
  type: String!
}

interface GeoArea {
  description: String
  geometry: GeoJSON!
  id: ID!
  source: GeoAreaSource!
}

enum GeoAreaSource { cadastre rpg selection_utilisateur }

type SelectionUtilisateur implements GeoArea {
  description: String
  geometry: GeoJSON!
  id: ID!
  source: GeoAreaSource!
}

type ParcelleCadastrale implements GeoArea {
  commune: String!
  description: String
  geometry: GeoJSON!
  id: ID!
  numero: String!
  prefixe: String!
  section: String!
  source: GeoAreaSource!
  surface: String!
}

type Rpg implements GeoArea { #N
  commune: String #N
  description: String #N
  geometry: GeoJSON! #N
  id: ID! #N
  numero: String #N
  source: GeoAreaSource! #N
  surface: Float #N
} #N

type Avis {
  attachment: File #D
  attachments: [File!]!
  claimant: Profile
  dateQuestion: ISO8601DateTime!
  dateReponse: ISO8601DateTime
  expert: Profile
  id: ID!
  instructeur: Profile! #D
  question: String!
  questionAnswer: Boolean
  questionLabel: String
  reponse: String
}

type Message {
  attachment: File #D
  attachments: [File!]!
  body: String!
  correction: Correction
  createdAt: ISO8601DateTime!
  discardedAt: ISO8601DateTime
  email: String!
  id: ID!
}

type Correction {
  dateResolution: ISO8601DateTime
  reason: CorrectionReason!
}

enum CorrectionReason { incomplete incorrect outdated }

type Traitement {
  dateTraitement: ISO8601DateTime!
  emailAgentTraitant: String
  event: TraitementEvent!
  id: ID!
  motivation: String
  revision: Revision
  state: DossierState! #D
}

enum TraitementEvent {
  accepte
  accepte_automatiquement
  classe_sans_suite
  depose
  depose_correction_instructeur
  depose_correction_usager
  passe_en_instruction
  passe_en_instruction_automatiquement
  refuse
  refuse_automatiquement
  repasse_en_construction
  repasse_en_instruction
}

interface Column {
  id: ID!
  label: String!
  stringValue: String
}

type TextColumn implements Column {
  id: ID!
  label: String!
  stringValue: String
  value: String
}
`;

/** Arguments of the connections of dossiers. */
export const DOSSIERS_ARGUMENTS = `
    after: String
    archived: Boolean
    before: String
    createdSince: ISO8601DateTime
    first: Int
    last: Int
    maxRevision: ID
    minRevision: ID
    order: Order = ASC #D
    revision: ID
    state: DossierState
    updatedSince: ISO8601DateTime
`;

/** Arguments of the two lists of deleted dossiers. */
export const TOMBSTONES_ARGUMENTS = `
    after: String
    before: String
    deletedSince: ISO8601DateTime
    first: Int
    last: Int
    order: Order = ASC #D
`;

/** What every champ has. */
export const CHAMP_INTERFACE = `
  champDescriptorId: String!
  columns: [Column!]!
  id: ID!
  label: String!
  prefilled: Boolean!
  prefilledValueModified: Boolean! #N
  stringValue: String
  updatedAt: ISO8601DateTime!
`;

/** What every descriptor has, but for `champDescriptors`, deprecated everywhere but on a repetition. */
export const DESCRIPTOR_INTERFACE = `
  condition: LogicExpression #N
  conditionExpression: String #N
  description: String
  id: ID!
  label: String!
  required: Boolean!
  type: TypeDeChamp! #D
`;
