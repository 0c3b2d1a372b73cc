// Items of the lists fed by a référentiel: DN gives their ids as values, and their labels as text.

import { fold } from '../content/dice';
import type { Field } from './field';

/** Id that DN gives to an item of an advanced list (facts §5). */
export const optionId = (field: Field, label: string): string => {
  let hash = field.stableId;
  for (let at = 0; at < label.length; at += 1) hash = fold(hash, label.charCodeAt(at));
  return String(10_000 + (hash % 90_000));
};

/** Label of an item, or the id itself when no item has it. */
export const optionLabel = (field: Field, id: string): string =>
  field.options.find((label) => optionId(field, label) === id) ?? id;
