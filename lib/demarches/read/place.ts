// Places of administrative lists. Codes stay text: `01`, `2A`, `FR`, `200040715`.

import type { Commune, Place } from '../../sync/model/dossier';
import { record, text } from './json';

export function readPlace(value: unknown): Place | null {
  const place = record(value);
  return place === null ? null : { name: text(place.name), code: text(place.code) };
}

export function readCommune(value: unknown): Commune | null {
  const commune = record(value);
  return commune === null
    ? null
    : { name: text(commune.name), code: text(commune.code), postalCode: text(commune.postalCode) };
}
