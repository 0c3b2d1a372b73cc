// Places of administrative lists: a name and codes, always text (`01`, `2A`, `FR`).

import type { Champ, Place } from '../model/dossier';
import { type Codec, type Encoded, fits, part } from './codec';
import { textCell } from './text';

const CODE = part('code', 'Text', { label: ' (code)' });

/** Name and code; when DN gives no place but a text (degraded, typed by hand), the text is the name. */
function nameAndCode(champ: Champ, place: Place | null): readonly [Encoded, Encoded] {
  return place === null
    ? [textCell(champ.text), fits(null)]
    : [textCell(place.name ?? champ.text), textCell(place.code)];
}

export const pays: Codec = {
  parts: () => [part(''), part('code', 'Text', { label: ' (code ISO)' })],
  cells: (champ) => nameAndCode(champ, champ.value.kind === 'pays' ? champ.value.pays : null),
};

export const region: Codec = {
  parts: () => [part(''), CODE],
  cells: (champ) => nameAndCode(champ, champ.value.kind === 'region' ? champ.value.region : null),
};

export const departement: Codec = {
  parts: () => [part(''), CODE],
  cells: (champ) => nameAndCode(champ, champ.value.kind === 'departement' ? champ.value.departement : null),
};

const DEPARTEMENT = part('departement_code', 'Text', { label: ' (code du département)' });

export const epci: Codec = {
  parts: () => [part(''), CODE, DEPARTEMENT],
  cells: (champ) => {
    const value = champ.value.kind === 'epci' ? champ.value : null;
    return [...nameAndCode(champ, value?.epci ?? null), textCell(value?.departement?.code ?? null)];
  },
};

/** A commune may be null, whole, in a filled champ (defect D12b): its text is still written. */
export const commune: Codec = {
  parts: () => [
    part(''),
    part('code_insee', 'Text', { label: ' (code INSEE)' }),
    part('code_postal', 'Text', { label: ' (code postal)' }),
    part('departement', 'Text', { label: ' (département)' }),
    DEPARTEMENT,
  ],
  cells: (champ) => {
    const value = champ.value.kind === 'commune' ? champ.value : null;
    return [
      ...nameAndCode(champ, value?.commune ?? null),
      textCell(value?.commune?.postalCode ?? null),
      textCell(value?.departement?.name ?? null),
      textCell(value?.departement?.code ?? null),
    ];
  },
};
