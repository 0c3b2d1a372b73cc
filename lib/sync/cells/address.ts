// Addresses: the label, then the parts that people sort and filter by.

import type { Address } from '../model/dossier';
import { type Codec, type Encoded, type Part, part } from './codec';
import { textCell } from './text';

/** Columns of an address beside its label, shared by address, SIRET, RNA and RNF champs. */
export const ADDRESS_PARTS: readonly Part[] = [
  part('voie', 'Text', { label: ' (voie)' }),
  part('code_postal', 'Text', { label: ' (code postal)' }),
  part('commune', 'Text', { label: ' (commune)' }),
  part('code_insee', 'Text', { label: ' (code INSEE)' }),
  part('departement', 'Text', { label: ' (département)' }),
  part('departement_code', 'Text', { label: ' (code du département)' }),
  part('region', 'Text', { label: ' (région)' }),
  part('region_code', 'Text', { label: ' (code de la région)' }),
];

/** In the order of `ADDRESS_PARTS`. Typed by hand or foreign, an address has few of them. */
export function addressCells(address: Address | null): readonly Encoded[] {
  return [
    textCell(address?.streetAddress ?? null),
    textCell(address?.postalCode ?? null),
    textCell(address?.cityName ?? null),
    textCell(address?.cityCode ?? null),
    textCell(address?.departmentName ?? null),
    textCell(address?.departmentCode ?? null),
    textCell(address?.regionName ?? null),
    textCell(address?.regionCode ?? null),
  ];
}

export const address: Codec = {
  parts: () => [part(''), ...ADDRESS_PARTS, part('pays', 'Text', { label: ' (pays)' })],
  cells: (champ) => {
    const value = champ.value.kind === 'address' ? champ.value : null;
    const found = value?.address ?? null;
    const [voie, codePostal, ville, insee, departement, departementCode, ...rest] = addressCells(found);
    return [
      textCell(found?.label ?? champ.text),
      voie ?? textCell(null),
      orElse(codePostal, value?.commune?.postalCode),
      orElse(ville, value?.commune?.name),
      orElse(insee, value?.commune?.code),
      orElse(departement, value?.departement?.name),
      orElse(departementCode, value?.departement?.code),
      ...rest,
      textCell(found?.countryName ?? null),
    ];
  },
};

/** What the address lacks, its commune and département may have. */
function orElse(encoded: Encoded | undefined, fallback: string | null | undefined): Encoded {
  return encoded === undefined || encoded.cell === null ? textCell(fallback ?? null) : encoded;
}
