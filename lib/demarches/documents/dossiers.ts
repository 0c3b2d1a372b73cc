// GraphQL documents that read dossiers: a page, one by its number, and the light page that only tells which they are.

import { CHAMP_FRAGMENTS } from './champs';

const DOSSIER = `
fragment UnDossier on Dossier {
  id number state archived prefilled
  dateDepot datePassageEnConstruction datePassageEnInstruction dateTraitement dateExpiration
  dateDerniereModification dateDerniereModificationChamps dateDerniereModificationAnnotations
  dateDerniereCorrectionEnAttente dateSuppressionParUsager dateSuppressionParAdministration
  dateAccuseLectureAgreement datePrevisionnelleDecisionSVASVR dateTraitementSVASVR
  motivation connectionUsager deposeParUnTiers prenomMandataire nomMandataire
  usager { email }
  demarche { revision { id } }
  groupeInstructeur { number label }
  instructeurs { email }
  labels { id name color }
  demandeur @include(if: $demandeur) {
    __typename
    ... on PersonnePhysique { civilite nom prenom email dateDeNaissance }
    ... on PersonneMorale { ...Etablissement }
    ... on PersonneMoraleIncomplete { siret }
    ... on Anonymous { anonymousEmail: email }
  }
  attestation @include(if: $files) {
    filename contentType byteSizeBigInt checksum createdAt virusScanResult
    url @include(if: $expiring)
  }
  motivationAttachment @include(if: $files) { ...Fichier }
  pdf @include(if: $expiring) { url }
  champs @include(if: $champs) { ...ChampEtLignes }
  annotations @include(if: $annotations) { ...ChampEtLignes }
  avis @include(if: $avis) {
    id question questionLabel questionAnswer reponse dateQuestion dateReponse
    claimant { email }
    expert { email }
    attachments @include(if: $files) { ...Fichier }
  }
  traitements @include(if: $traitements) { id event dateTraitement emailAgentTraitant motivation }
  messages @include(if: $messages) {
    id email body createdAt discardedAt
    correction { reason dateResolution }
    attachments @include(if: $files) { ...Fichier }
  }
}
${CHAMP_FRAGMENTS}`;

/**
 * Always `nodes`: DN preloads the champs only then (facts/demarches.md §2). Variables left out are as if they were
 * not written.
 */
const DOSSIERS = `dossiers(
      first: $first, last: $last, after: $after, updatedSince: $updatedSince, createdSince: $createdSince,
      state: $state, archived: $archived
    )`;

const PAGE_VARIABLES = `$number: Int!, $first: Int, $last: Int, $after: String,
  $updatedSince: ISO8601DateTime, $createdSince: ISO8601DateTime, $state: DossierState, $archived: Boolean`;

export const PAGE_DOCUMENT = `
query Page(${PAGE_VARIABLES}) {
  demarche(number: $number) {
    ${DOSSIERS} {
      pageInfo { hasNextPage endCursor }
      nodes { ...UnDossier }
    }
  }
}
${DOSSIER}`;

/** Ten times cheaper for DN than a page of dossiers: no champ is loaded. */
export const LIGHT_PAGE_DOCUMENT = `
query PageLegere(${PAGE_VARIABLES}) {
  demarche(number: $number) {
    ${DOSSIERS} {
      pageInfo { hasNextPage endCursor }
      nodes { number }
    }
  }
}`;

/**
 * Of every dossier, what changes without moving its date (facts/demarches.md §6.2, §7.5). The fragment on the incomplete
 * établissement makes DN tell it from a complete one.
 */
export const CENSUS_DOCUMENT = `
query Recensement($number: Int!, $first: Int, $after: String) {
  demarche(number: $number) {
    dossiers(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number state archived dateDepot dateExpiration dateDerniereModification
        demarche { revision { id } }
        groupeInstructeur { number label }
        labels { id name color }
        usager { email }
        demandeur { __typename ... on PersonneMoraleIncomplete { siret } }
        attestation { filename checksum }
      }
    }
  }
}`;

export const DOSSIER_DOCUMENT = `
query Dossier($number: Int!) {
  dossier(number: $number) { ...UnDossier }
}
${DOSSIER}`;

/** Champs of some dossiers and nothing else: to infer a form, or to discover the columns of référentiels. */
export const SAMPLE_DOCUMENT = `
query Echantillon(${PAGE_VARIABLES}) {
  demarche(number: $number) {
    ${DOSSIERS} {
      pageInfo { hasNextPage endCursor }
      nodes {
        number
        dateDerniereModification
        champs { ...ChampEtLignes }
        annotations { ...ChampEtLignes }
      }
    }
  }
}
${CHAMP_FRAGMENTS}`;
