// GraphQL documents about the démarche itself: may we read it, what its form is, what disappeared from it.

/** The cheapest question that tells whether the token is accepted for the démarche. */
export const CHECK_DOCUMENT = `
query Verification($number: Int!) {
  demarche(number: $number) { number title state }
  descriptor: demarcheDescriptor(demarche: { number: $number }) { dossiersCount }
}`;

/** `groupeInstructeurs` never has its `closed` argument: DN's code for it is wrong (facts/demarches.md §4). */
export const DESCRIBE_DOCUMENT = `
query Description($number: Int!) {
  demarche(number: $number) {
    number title state
    activeRevision {
      id
      champDescriptors @include(if: $descriptors) { ...Descripteur }
      annotationDescriptors @include(if: $descriptors) { ...Descripteur }
    }
    revisions @include(if: $revisions) {
      id datePublication
      champDescriptors { ...Descripteur }
      annotationDescriptors { ...Descripteur }
    }
    groupeInstructeurs { id number label instructeurs { id email } }
    labels { id name color }
  }
  descriptor: demarcheDescriptor(demarche: { number: $number }) { dossiersCount }
}

fragment Descripteur on ChampDescriptor {
  ...UnDescripteur
  ... on RepetitionChampDescriptor { champDescriptors { ...UnDescripteur } }
}

fragment UnDescripteur on ChampDescriptor {
  __typename
  id label description required
  ... on DropDownListChampDescriptor { options }
  ... on MultipleDropDownListChampDescriptor { options }
  ... on LinkedDropDownListChampDescriptor { options }
}`;

/** The union of both lists loses no deletion; each alone does (facts/demarches.md §0.7). */
export const TOMBSTONES_DOCUMENT = `
query Disparus($number: Int!, $first: Int!, $since: ISO8601DateTime, $afterPending: String, $afterDeleted: String) {
  demarche(number: $number) {
    pendingDeletedDossiers(first: $first, after: $afterPending, deletedSince: $since) @include(if: $pending) {
      ...Disparition
    }
    deletedDossiers(first: $first, after: $afterDeleted, deletedSince: $since) @include(if: $deleted) {
      ...Disparition
    }
  }
}

fragment Disparition on DeletedDossierConnection {
  pageInfo { hasNextPage endCursor }
  nodes { number dateSupression reason }
}`;
