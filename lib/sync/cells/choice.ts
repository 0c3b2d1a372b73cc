// Choices among the form's options. « Autre » answers are written as they are.

import type { Champ } from '../model/dossier';
import { type Codec, type Encoded, fits, part } from './codec';
import { textCell } from './text';

export const choice: Codec = {
  parts: (descriptor) => [part('', 'Choice', { widget: { choices: descriptor.options } })],
  cells: (champ) => [choiceCell(champ)],
};

function choiceCell(champ: Champ): Encoded {
  const { value } = champ;
  if (value.kind === 'choice') return textCell(value.choice ?? champ.text);
  // A field that was a multiple list on an older revision keeps every answer, as DN itself writes them.
  return textCell(champ.text);
}

/** The options are values of their own, commas included: `["L", …]`, never a joined text (defect D14). */
export const choices: Codec = {
  parts: (descriptor) => [part('', 'ChoiceList', { widget: { choices: descriptor.options } })],
  cells: (champ) => {
    const { value } = champ;
    if (value.kind === 'choices') return [choiceListCell(value.choices)];
    if (value.kind === 'choice') return [choiceListCell(value.choice === null ? [] : [value.choice])];
    return [champ.text === null ? fits(null) : { cell: ['L', champ.text], misfit: 'type_inattendu' }];
  },
};

/** An empty list is null: Grist shows both alike, and null is what it answers when read. */
export function choiceListCell(values: readonly string[]): Encoded {
  return fits(values.length === 0 ? null : ['L', ...values]);
}

export const linkedChoice: Codec = {
  parts: (descriptor) => {
    const { primary, secondary } = linkedOptions(descriptor.options);
    return [
      part('', 'Choice', { widget: { choices: primary } }),
      part('secondaire', 'Choice', { label: ' (choix secondaire)', widget: { choices: secondary } }),
    ];
  },
  cells: (champ) => {
    const { value } = champ;
    if (value.kind !== 'linked_choice') return [textCell(champ.text), fits(null)];
    return [textCell(value.primary), textCell(value.secondary)];
  },
};

/** DN's flat list: `--Primary--` opens a group, the lines after it are its secondary options. */
export function linkedOptions(options: readonly string[]): {
  readonly primary: readonly string[];
  readonly secondary: readonly string[];
} {
  const primary: string[] = [];
  const secondary = new Set<string>();
  for (const option of options) {
    const heading = /^--(.+)--$/.exec(option.trim());
    if (heading?.[1] !== undefined) primary.push(heading[1].trim());
    else if (option !== '') secondary.add(option);
  }
  return { primary, secondary: [...secondary] };
}

const CIVILITES = ['M.', 'Mme'] as const;

export const civilite: Codec = {
  parts: () => [part('', 'Choice', { widget: { choices: CIVILITES } })],
  cells: (champ) => [
    civiliteCell(champ.value.kind === 'civilite' ? (champ.value.civilite ?? champ.text) : champ.text),
  ],
};

/** DN says `M` in `value` and `M.` in `stringValue`: one spelling in Grist. */
export function civiliteCell(value: string | null): Encoded {
  return textCell(value === 'M' ? 'M.' : value);
}

/** Merges what the form offers into what the column already has: added choices stay, order is kept. */
export function mergeChoices(found: readonly string[], wanted: readonly string[]): readonly string[] {
  const missing = wanted.filter((option) => !found.includes(option));
  return missing.length === 0 ? found : [...found, ...missing];
}
