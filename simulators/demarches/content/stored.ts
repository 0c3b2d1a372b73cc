// The answer to a field, as the simulated DN keeps it: one shape for each family of fields.

import type { Address, Etablissement } from '../../../lib/sync/model/dossier';
import type { FieldType } from '../schema/champs';
import type { Micros } from '../time/instant';
import type { StoredFile } from './files';
import type { StoredArea } from './geo';
import type { Coded, CommuneData, EpciData, PaysData } from './places';

export type Organisation = {
  readonly id: string;
  /** Null: the register does not know the id; DN then gives no object at all. */
  readonly title: string | null;
  readonly address: Address | null;
};

export type Stored =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'integer'; readonly value: string }
  | { readonly kind: 'decimal'; readonly value: number | null }
  | { readonly kind: 'checkbox'; readonly value: boolean }
  | { readonly kind: 'yes_no'; readonly value: boolean | null }
  /** `YYYY-MM-DD`. */
  | { readonly kind: 'date'; readonly value: string | null }
  | { readonly kind: 'datetime'; readonly value: Micros | null }
  | { readonly kind: 'civilite'; readonly value: 'M' | 'Mme' | null }
  | { readonly kind: 'choice'; readonly value: string | null }
  | { readonly kind: 'choices'; readonly value: readonly string[] }
  | {
      readonly kind: 'linked';
      readonly value: { readonly primary: string; readonly secondary: string } | null;
    }
  | { readonly kind: 'pays'; readonly value: PaysData | null }
  | { readonly kind: 'region'; readonly value: Coded | null }
  | { readonly kind: 'departement'; readonly value: Coded | null }
  | { readonly kind: 'epci'; readonly value: EpciData | null }
  | { readonly kind: 'commune'; readonly value: CommuneData | null }
  | {
      readonly kind: 'address';
      readonly value: { readonly address: Address; readonly commune: CommuneData | null } | null;
    }
  /** `etablissement` null: API Entreprise was down. */
  | {
      readonly kind: 'siret';
      readonly value: { readonly siret: string; readonly etablissement: Etablissement | null } | null;
    }
  | { readonly kind: 'rna'; readonly value: Organisation | null }
  | { readonly kind: 'rnf'; readonly value: Organisation | null }
  | { readonly kind: 'carte'; readonly value: readonly StoredArea[] }
  | { readonly kind: 'files'; readonly value: readonly StoredFile[] }
  | { readonly kind: 'titre_identite'; readonly value: boolean }
  | { readonly kind: 'dossier_link'; readonly value: number | null }
  /** `exposed`: one text for each of the field's exposed columns. */
  | {
      readonly kind: 'referentiel';
      readonly value: { readonly text: string; readonly exposed: readonly string[] } | null;
    }
  /** Headers, explanations, and fields whose data DN does not show. */
  | { readonly kind: 'none'; readonly value: null };

export type StoredKind = Stored['kind'];

/** The shape of the answers of a type of field; null for a repetition, which has rows. */
export const storedKind = (type: FieldType): StoredKind | null => {
  switch (type) {
    case 'annuaire_education':
    case 'cojo':
    case 'email':
    case 'engagement_juridique':
    case 'formatted':
    case 'iban':
    case 'phone':
    case 'text':
    case 'textarea':
      return 'text';
    case 'aah':
    case 'aeeh':
    case 'ars':
    case 'cnaf':
    case 'dgfip':
    case 'etudiant_boursier':
    case 'explication':
    case 'header_section':
    case 'mesri':
    case 'pole_emploi':
    case 'pre_rempli':
    case 'quotient_familial':
      return 'none';
    case 'integer_number':
    case 'number':
      return 'integer';
    case 'decimal_number':
      return 'decimal';
    case 'drop_down_list':
      return 'choice';
    case 'multiple_drop_down_list':
      return 'choices';
    case 'linked_drop_down_list':
      return 'linked';
    case 'communes':
      return 'commune';
    case 'departements':
      return 'departement';
    case 'regions':
      return 'region';
    case 'piece_justificative':
      return 'files';
    case 'repetition':
      return null;
    case 'address':
    case 'carte':
    case 'checkbox':
    case 'civilite':
    case 'date':
    case 'datetime':
    case 'dossier_link':
    case 'epci':
    case 'pays':
    case 'referentiel':
    case 'rna':
    case 'rnf':
    case 'siret':
    case 'titre_identite':
    case 'yes_no':
      return type;
  }
};
