// Yes and no: a checkbox is never empty, a « oui / non » may be unanswered.

import { type Codec, fits, part } from './codec';
import { literal } from './literal';

export const checkbox: Codec = {
  parts: () => [part('', 'Bool')],
  cells: (champ) => {
    const { value } = champ;
    if (value.kind === 'checkbox') return [fits(value.checked)];
    if (value.kind === 'yes_no') return [fits(value.yes ?? false)];
    return [champ.text === null ? fits(false) : literal(champ.text, 'type_inattendu')];
  },
};

/** Grist's Bool has no third state, so the answer is a choice: unanswered is null, not « Non » (defect D14). */
export const yesNo: Codec = {
  parts: () => [part('', 'Choice', { widget: { choices: ['Oui', 'Non'] } })],
  cells: (champ) => {
    const { value } = champ;
    const answer =
      value.kind === 'yes_no' ? value.yes : value.kind === 'checkbox' ? value.checked : undefined;
    if (answer === undefined)
      return [champ.text === null ? fits(null) : literal(champ.text, 'type_inattendu')];
    return [fits(answer === null ? null : answer ? 'Oui' : 'Non')];
  },
};

/** A champ of a « titre d’identité »: whether it was given, never a link, never the file. */
export const titreIdentite: Codec = {
  parts: () => [part('', 'Bool', { label: ' (fourni)' })],
  cells: ({ value }) => {
    if (value.kind === 'titre_identite') return [fits(value.filled)];
    return [fits(value.kind === 'files' && value.files.length > 0)];
  },
};
