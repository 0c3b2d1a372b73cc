// The values that the original One Trick Pony wrote for each kind of champ, and the types that it gave to their columns
// (facts/original.md §2c, §5 D14), from the facts alone.

import type { Descriptor } from '../../../lib/sync/model/demarche';
import type { Champ, Commune, Place } from '../../../lib/sync/model/dossier';

export type Sent = string | number | boolean | null;

/** The type asked of Grist for a column of champs or annotations. */
export function theirType({ typename }: Descriptor): string {
  switch (typename.replace('ChampDescriptor', '')) {
    case 'IntegerNumber':
      return 'Int';
    case 'DecimalNumber':
    case 'Number':
      return 'Numeric';
    case 'Date':
      return 'Date';
    case 'Datetime':
      return 'DateTime';
    case 'YesNo':
    case 'Checkbox':
      return 'Bool';
    default:
      return 'Text';
  }
}

/** Endings of the columns that it made beside a place's own, in the champs table only. */
export function theirSuffixes({ typename }: Descriptor): readonly string[] {
  switch (typename.replace('ChampDescriptor', '')) {
    case 'Commune':
      return ['_nom', '_code_postal', '_departement', '_code_insee', '_code_departement'];
    case 'Pays':
    case 'Region':
    case 'Departement':
      return ['_nom', '_code'];
    default:
      return [];
  }
}

/** Its value of a champ; `place`: in a block, addresses and SIRET are short texts, communes have their INSEE code. */
export function theirValue({ value, text, typename }: Champ, place: 'champs' | 'annotations' | 'bloc'): Sent {
  switch (value.kind) {
    case 'text':
    case 'choice':
    case 'civilite':
    case 'unknown':
    case 'none':
      return text ?? '';
    case 'integer':
      return value.digits === null ? null : numberOf(value.digits, typename);
    case 'decimal':
      // D14: zero was lost.
      return value.number === 0 ? null : value.number;
    case 'checkbox':
      return value.checked;
    case 'yes_no':
      return value.yes;
    case 'date':
      return value.date;
    case 'datetime':
      return value.instant;
    case 'choices':
      return value.choices.join(', ');
    case 'linked_choice':
      return [value.primary, value.secondary].filter((one) => one !== null).join(' - ');
    case 'pays':
      return named(value.pays);
    case 'region':
      return named(value.region);
    case 'departement':
      return named(value.departement);
    case 'epci':
      return value.epci === null ? '' : `${named(value.epci)}, ${value.departement?.name ?? ''}`;
    case 'commune':
      return theirCommune(value.commune, value.departement, place);
    case 'address':
      if (value.address === null) return '';
      return place === 'bloc'
        ? (value.address.label ?? '')
        : JSON.stringify(
            value.commune === null
              ? value.address
              : { address: value.address, commune: value.commune, departement: value.departement },
          );
    case 'siret':
      if (value.etablissement === null) return '';
      return place === 'bloc' ? value.etablissement.siret : JSON.stringify(value.etablissement);
    case 'rna':
      return text ?? '';
    case 'rnf':
      if (value.title === null) return text ?? '';
      return value.address === null
        ? value.title
        : `${value.title} - ${value.address.cityName ?? ''} (${value.address.postalCode ?? ''})`;
    case 'carte': {
      const [area] = value.areas;
      return area === undefined ? 'Aucune zone géographique définie' : JSON.stringify(area);
    }
    case 'files':
      return value.files.map(({ filename }) => filename).join(', ');
    case 'titre_identite':
      return text ?? '';
    case 'dossier_link':
      return text === null ? '' : `Dossier #${text} (en_construction)`;
    case 'repetition':
      return null;
  }
}

/** What stood in the columns of `theirSuffixes`, by their endings. */
export function theirExtras({ value }: Champ): Readonly<Record<string, Sent>> {
  switch (value.kind) {
    case 'commune':
      return value.commune === null
        ? {}
        : {
            ...{ _nom: value.commune.name, _code_postal: value.commune.postalCode },
            ...{ _code_insee: value.commune.code, _departement: value.departement?.name ?? null },
            _code_departement: value.departement?.code ?? null,
          };
    case 'pays':
      return ofPlace(value.pays);
    case 'region':
      return ofPlace(value.region);
    case 'departement':
      return ofPlace(value.departement);
    default:
      return {};
  }
}

/** An integer of zero was lost unless it came as a text. */
function numberOf(digits: string, typename: string): Sent {
  const number = Number(digits);
  return number === 0 && typename !== 'IntegerNumberChamp' ? null : number;
}

function ofPlace(place: Place | null) {
  return place === null ? {} : { _nom: place.name, _code: place.code };
}

function named(place: Place | null): string {
  return place === null ? '' : `${place.name ?? ''} (${place.code ?? ''})`;
}

function theirCommune(commune: Commune | null, departement: Place | null, place: string): string {
  if (commune === null) return '';
  const code = place === 'bloc' ? commune.code : commune.postalCode;
  return `${commune.name ?? ''} (${code ?? ''}), ${departement?.name ?? ''}`;
}
