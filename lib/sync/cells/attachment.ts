// Champs that hold files, zones or another dossier: what stays in the row; the rest has tables of its own.

import { filesRef } from '../mirrored';
import type { FileRef, GeoArea } from '../model/dossier';
import { type Codec, type FieldCell, fits, part } from './codec';
import { literal } from './literal';
import { textCell } from './text';

/**
 * Names, one a line, and beside them the files themselves when they are mirrored; the `pieces` table holds what is known
 * of each.
 */
export const files: Codec = {
  parts: ({ id }, { fichiersCopies }) => [
    part(''),
    ...(fichiersCopies.includes(id) ? [part('fichiers', 'Attachments', { label: ' (fichiers)' })] : []),
  ],
  cells: ({ value, text }, { id }, { fichiersCopies }) => {
    const isMirrored = fichiersCopies.includes(id);
    if (value.kind === 'files') {
      const names = textCell(value.files.map((file) => file.filename).join('\n'));
      return isMirrored ? [names, copiesOf(value.files)] : [names];
    }
    // Since mid 2026 a titre d’identité may be a pièce of that nature: told as given, never named, never copied.
    const told =
      value.kind === 'titre_identite'
        ? fits(value.filled ? 'Titre d’identité fourni' : null)
        : textCell(text);
    return isMirrored ? [told, fits(null)] : [told];
  },
};

function copiesOf(list: readonly FileRef[]): FieldCell {
  const cell = filesRef(list);
  return cell === null ? fits(null) : { cell, misfit: null };
}

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
