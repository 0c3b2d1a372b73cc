// The switches of our documents: each `@include(if: $…)` in them is decided here, before anything is sent.

import type { Selection } from '../../run/ports';

export type Wants = {
  readonly champs: boolean;
  readonly annotations: boolean;
  readonly avis: boolean;
  readonly traitements: boolean;
  readonly messages: boolean;
  /** Signed addresses of the files (their names and sizes are always asked). */
  readonly fileUrls: boolean;
  readonly geo: boolean;
  /** Columns that DN exposes for référentiels: doubles the payload of texts. */
  readonly exposed: boolean;
  /** Addresses of the PDF and of the attestation. */
  readonly expiring: boolean;
  /** `commune` and `departement` of an address champ: what the address itself says too. */
  readonly addressParts: boolean;
  readonly files: boolean;
  readonly demandeur: boolean;
  /** In a description: the descriptors of the active revision, those of the others. */
  readonly descriptors: boolean;
  readonly revisions: boolean;
  /** In a page of tombstones. */
  readonly pending: boolean;
  readonly deleted: boolean;
};

const NOTHING: Wants = {
  champs: false,
  annotations: false,
  avis: false,
  traitements: false,
  messages: false,
  fileUrls: false,
  geo: false,
  exposed: false,
  expiring: false,
  addressParts: false,
  files: false,
  demandeur: false,
  descriptors: false,
  revisions: false,
  pending: false,
  deleted: false,
};

/** What a document asks when only these switches are on. */
export function wanting(...names: readonly (keyof Wants)[]): Wants {
  return { ...NOTHING, ...Object.fromEntries(names.map((name) => [name, true])) };
}

/** Whole dossiers, as the run chose them. */
export function dossierWants(selection: Selection): Wants {
  return {
    ...NOTHING,
    champs: selection.champs,
    annotations: selection.annotations,
    avis: selection.avis,
    traitements: selection.traitements,
    messages: selection.messages,
    fileUrls: selection.pieces,
    geo: selection.geo,
    exposed: selection.exposed,
    expiring: selection.liensExpirants,
    addressParts: true,
    files: true,
    demandeur: true,
  };
}
