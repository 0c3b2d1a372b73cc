// Choices of drop-down lists. In an advanced list (a référentiel) the value is an item's id and the label is only in
// `stringValue` (facts/demarches.md §5).

import { type Json, text, texts } from './json';

export function readChoice(champ: Json): string | null {
  return text(champ.stringValue) ?? text(champ.choice);
}

/**
 * `stringValue` joins the labels with « , »: when it is not the values joined, the values are ids. The labels are then
 * cut from it if there are as many as values; otherwise (a label holds a comma) the whole text is one choice, readable
 * at least.
 */
export function readChoices(champ: Json): readonly string[] {
  const values = texts(champ.values);
  const joined = text(champ.stringValue);
  if (joined === null || values.join(', ') === joined) return values;
  if (values.length <= 1) return [joined];
  const labels = joined.split(', ');
  return labels.length === values.length ? labels : [joined];
}
