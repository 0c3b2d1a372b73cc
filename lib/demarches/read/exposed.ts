// Columns that DN exposes beside a text: those of a référentiel.

import type { ExposedValue } from '../../sync/model/dossier';
import { type Json, records, text } from './json';

/** Null when there are none, or when they were not asked. The champ's own column is not one of them. */
export function readExposed(champ: Json): readonly ExposedValue[] | null {
  const exposed = records(champ.columns).flatMap((column) => {
    const id = text(column.id);
    const label = text(column.label);
    if (id === null || label === null || isOwnColumn(id, label, champ)) return [];
    return [{ id, label, text: text(column.stringValue) }];
  });
  return exposed.length === 0 ? null : exposed;
}

/**
 * DN's id of a column is base64 of `Column-type_de_champ/<stable id>` for the champ itself, with `-<path>` behind for
 * what its référentiel adds. On an instance with other ids, the champ's own column is the one with its label.
 */
function isOwnColumn(id: string, label: string, champ: Json): boolean {
  const found = /^Column-type_de_champ\/\d+(-.+)?$/s.exec(Buffer.from(id, 'base64').toString('utf8'));
  return found === null ? label === text(champ.label) : found[1] === undefined;
}
