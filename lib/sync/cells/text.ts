// Text: written exactly as DN has it. An empty answer is null.

import { shortHash } from '../hash';
import type { Champ } from '../model/dossier';
import { slug } from '../naming';
import { type Codec, type Encoded, fits, part } from './codec';

/**
 * Greatest length of a text cell, in UTF-16 units: three bytes each at worst, it leaves room in a request of
 * 900 KB for the rest of its dossier (facts/grist.md §0.1). Longer values are left out, and told.
 */
export const MAX_TEXT_LENGTH = 250_000;

export function textCell(text: string | null): Encoded {
  if (text === null || text === '') return fits(null);
  if (text.length > MAX_TEXT_LENGTH) return { cell: null, misfit: 'valeur_trop_longue' };
  // Half a surrogate pair is no text: stored, it would come back as another one, and differ for ever.
  return fits(text.isWellFormed() ? text : text.toWellFormed());
}

/** The typed text when DN gives it, else its own rendering (a telephone number is « reformatted » in `stringValue`). */
function exactText(champ: Champ): string | null {
  return champ.value.kind === 'text' ? (champ.value.text ?? champ.text) : champ.text;
}

export const text: Codec = {
  parts: () => [part('')],
  cells: (champ) => [textCell(exactText(champ))],
};

/** `stringValue` has no spaces, `value` keeps those that were typed: the machine-readable one. */
export const iban: Codec = {
  parts: () => [part('')],
  cells: (champ) => [textCell(champ.text ?? exactText(champ))],
};

/** A type that this code does not know: DN's own text of it. The layout tells about the type once. */
export const unknown: Codec = {
  parts: () => [part('')],
  cells: (champ) => [textCell(champ.text)],
};

/** What begins the part of an exposed column, before DN's id of it. */
export const EXPOSED_PART = 'ref:';

/** The value, then one column for each that DN exposes for the référentiel. */
export const referentiel: Codec = {
  parts: (descriptor) => [
    part(''),
    ...descriptor.exposed.map(({ id, label }) =>
      part(`${EXPOSED_PART}${id}`, 'Text', {
        label: ` (${label})`,
        idPart: [slug(label, 24), shortHash(id).slice(-4)].filter((word) => word !== '').join('_'),
      }),
    ),
  ],
  cells: (champ, descriptor) => {
    const exposed = champ.value.kind === 'text' ? (champ.value.exposed ?? []) : [];
    const texts = new Map(exposed.map((value) => [value.id, value.text]));
    const known = new Set(descriptor.exposed.map((column) => column.id));
    const surprise = exposed.some((value) => value.text !== null && !known.has(value.id));
    const own = textCell(exactText(champ));
    return [
      surprise && own.misfit === null ? { cell: own.cell, misfit: 'colonne_inconnue' } : own,
      ...descriptor.exposed.map((column) => textCell(texts.get(column.id) ?? null)),
    ];
  },
};
