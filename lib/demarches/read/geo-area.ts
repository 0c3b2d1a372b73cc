// Areas drawn on a map, and parcels of the cadastre or of the RPG.

import type { GeoArea, Geometry } from '../../sync/model/dossier';
import { type Json, record, records, text } from './json';

export function readGeoAreas(value: unknown): readonly GeoArea[] {
  return records(value).map((area) => ({
    id: text(area.id) ?? '',
    source: text(area.source) ?? text(area.__typename) ?? '',
    description: text(area.description),
    geometry: readGeometry(area.geometry),
    parcelle: readParcelle(area),
  }));
}

function readGeometry(value: unknown): Geometry | null {
  const geometry = record(value);
  const type = text(geometry?.type);
  return geometry === null || type === null ? null : { type, coordinates: geometry.coordinates };
}

function readParcelle(area: Json): GeoArea['parcelle'] {
  switch (area.__typename) {
    case 'ParcelleCadastrale':
      return {
        commune: text(area.cadastreCommune),
        prefixe: text(area.cadastrePrefixe),
        section: text(area.cadastreSection),
        numero: text(area.cadastreNumero),
        surface: text(area.cadastreSurface),
      };
    case 'Rpg':
      return {
        commune: text(area.rpgCommune),
        prefixe: null,
        section: null,
        numero: text(area.rpgNumero),
        surface: text(area.rpgSurface),
      };
    default:
      return null;
  }
}
