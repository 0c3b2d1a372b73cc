// Turns what a command says of an answer into what is stored, checking that it fits the field.

import type { StoredArea } from '../content/geo';
import { COMMUNES, DEPARTEMENTS, EPCIS, PAYS, REGIONS } from '../content/places';
import type { Stored } from '../content/stored';
import { storedKind } from '../content/stored';
import type { Field } from '../form/field';
import { micros } from '../time/instant';

const misfit = (field: Field, value: unknown): never => {
  throw new Error(`${JSON.stringify(value)} is no answer to a field of type ${field.type}`);
};

const text = (field: Field, value: unknown): string =>
  typeof value === 'string' ? value : misfit(field, value);

const flag = (field: Field, value: unknown): boolean =>
  typeof value === 'boolean' ? value : misfit(field, value);

/** A place of one of our lists, by name or by code. */
const among = <T extends { readonly name: string; readonly code: string }>(
  places: readonly T[],
  field: Field,
  value: unknown,
): T => places.find(({ name, code }) => value === name || value === code) ?? misfit(field, value);

const strings = (field: Field, value: unknown): string[] =>
  Array.isArray(value) ? value.map((one) => text(field, one)) : misfit(field, value);

/**
 * Blank is `""` for texts and digits, `[]` for lists, null elsewhere. Places are said by name or code, an instant by
 * ISO text, an address by its label, an établissement by its SIRET (unknown to API Entreprise then), an organisation by
 * its id, a carte by its stored areas.
 */
export const storedAnswer = (field: Field, value: unknown): Stored => {
  const kind = storedKind(field.type);
  switch (kind) {
    case 'text':
      return { kind, value: text(field, value) };
    case 'integer':
      return {
        kind,
        value: /^(-?\d+)?$/.test(text(field, value)) ? text(field, value) : misfit(field, value),
      };
    case 'decimal':
    case 'dossier_link':
      return { kind, value: value === null || typeof value === 'number' ? value : misfit(field, value) };
    case 'checkbox':
    case 'titre_identite':
      return { kind, value: flag(field, value) };
    case 'yes_no':
      return { kind, value: value === null ? null : flag(field, value) };
    case 'date':
    case 'choice':
      return { kind, value: value === null ? null : text(field, value) };
    case 'datetime':
      return { kind, value: value === null ? null : micros(text(field, value)) };
    case 'civilite':
      return {
        kind,
        value: value === null || value === 'M' || value === 'Mme' ? value : misfit(field, value),
      };
    case 'choices':
      return { kind, value: strings(field, value) };
    case 'linked': {
      if (value === null) return { kind, value };
      const [primary = '', secondary = ''] = strings(field, value);
      return { kind, value: { primary, secondary } };
    }
    case 'pays':
      return { kind, value: value === null ? null : among(PAYS, field, value) };
    case 'region':
      return { kind, value: value === null ? null : among(REGIONS, field, value) };
    case 'departement':
      return { kind, value: value === null ? null : among(DEPARTEMENTS, field, value) };
    case 'epci':
      return { kind, value: value === null ? null : among(EPCIS, field, value) };
    case 'commune':
      return { kind, value: value === null ? null : among(COMMUNES, field, value) };
    case 'address': {
      if (value === null) return { kind, value };
      const label = text(field, value);
      const nothing = {
        streetNumber: null,
        streetName: '',
        departmentName: null,
        departmentCode: null,
        regionName: null,
        regionCode: null,
      };
      const country = { countryName: 'France', countryCode: 'FR' };
      const typed = {
        label,
        type: 'locality',
        streetAddress: label,
        postalCode: '',
        cityName: '',
        cityCode: '',
      };
      return { kind, value: { address: { ...typed, ...nothing, ...country }, commune: null } };
    }
    case 'siret':
      return { kind, value: value === null ? null : { siret: text(field, value), etablissement: null } };
    case 'rna':
    case 'rnf':
      return { kind, value: value === null ? null : { id: text(field, value), title: null, address: null } };
    case 'referentiel':
      return {
        kind,
        value: value === null ? null : { text: text(field, value), exposed: field.exposed.map(() => '') },
      };
    case 'carte':
      return { kind, value: Array.isArray(value) ? (value as StoredArea[]) : misfit(field, value) };
    case 'files':
    case 'none':
    case null:
      return misfit(field, value);
  }
};
