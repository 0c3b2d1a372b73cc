// Champs that hold files, zones or another dossier: what stays in the row; the rest has tables of its own.

import type { GeoArea } from '../model/dossier';
import { type Codec, fits, part } from './codec';
import { literal } from './literal';
import { textCell } from './text';

/** Names, one a line; the `pieces` table holds what is known of each file. */
export const files: Codec = {
  parts: () => [part('')],
  cells: (champ) => {
    const { value } = champ;
    if (value.kind === 'files') return [textCell(value.files.map((file) => file.filename).join('\n'))];
    // Since mid 2026 a titre d’identité may be a pièce of that nature: told as given, never named.
    if (value.kind === 'titre_identite') return [fits(value.filled ? 'Titre d’identité fourni' : null)];
    return [textCell(champ.text)];
  },
};

/** Every area, as one GeoJSON FeatureCollection (defect D14: the original keeps the first one only). */
export const carte: Codec = {
  parts: () => [part('', 'Text', { widget: { wrap: false } })],
  cells: (champ) => {
    if (champ.value.kind !== 'carte') return [textCell(champ.text)];
    const { areas } = champ.value;
    return [areas.length === 0 ? fits(null) : textCell(JSON.stringify(featureCollection(areas)))];
  },
};

function featureCollection(areas: readonly GeoArea[]) {
  return {
    type: 'FeatureCollection',
    features: areas.map((area) => ({
      type: 'Feature',
      id: area.id,
      geometry: area.geometry,
      properties: {
        source: area.source,
        ...(area.description === null ? {} : { description: area.description }),
        ...(area.parcelle ?? {}),
      },
    })),
  };
}

/**
 * The linked dossier's number, and a reference kept by a formula: the linked dossier may be read after this one, be
 * deleted, or belong to a démarche that is not in the document (docs/decisions/0004). Numbers have 32 bits in DN.
 */
export const dossierLink: Codec = {
  parts: () => [
    part('', 'Int'),
    part('ligne', { ref: 'dossiers' }, { label: ' (dossier lié)', lookupDossierBy: '' }),
  ],
  cells: (champ) => {
    if (champ.text === null) return [fits(null), fits(null)];
    const number = Number(champ.text.trim());
    return Number.isInteger(number) && number > 0 && number < 2 ** 31
      ? [fits(number), fits(null)]
      : [literal(champ.text, 'nombre_illisible'), fits(null)];
  },
};

/** Repeated blocks, section titles and explanations leave nothing in their parent's row. */
export const nothing: Codec = { parts: () => [], cells: () => [] };
