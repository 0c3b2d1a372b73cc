// The tables of a document to take over, as the form shows them: plain data, in French.

import { tableTitle } from '../../../../../lib/links/structure/table-words';
import { gristTypeWords } from '../../../../../lib/run/grist-type-words';
import type { Choices, Original } from '../../../../../lib/run/original';
import type { ConversionLook } from '../../../../../lib/run/original-look';
import type { Taken } from '../../../../../lib/sync/model/takeover';
import type { OriginalColumn, OriginalTable } from '../../../../../lib/sync/original/survey';
import { choiceName } from './choice-names';

export type ShownColumn = {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly chosen: Taken;
  readonly choices: readonly { readonly value: Taken; readonly words: string }[];
};

export type ShownTable = {
  readonly key: string;
  readonly title: string;
  readonly summary: string;
  /** Those of which there is something to say. */
  readonly columns: readonly ShownColumn[];
  /** Sentences about the others. */
  readonly others: readonly string[];
};

export function tablesToShow({ survey, looks }: Original, chosen: Choices): readonly ShownTable[] {
  return survey.tables.map((table) => {
    const { key, id, label, columns, added, left } = table;
    const open = columns.filter(({ choices }) => choices.length > 1);
    const plain = columns.filter(({ choices }) => choices.length === 1 && choices[0] === 'reprise');
    const frozen = columns.filter(({ choices }) => choices.length === 1 && choices[0] === 'a_cote');
    return {
      key,
      title: `${tableTitle(key, label ?? undefined)}\u00a0: ${id}`,
      summary: [
        counted(columns.length - frozen.length, 'colonne reprise', 'colonnes reprises'),
        ...(open.length === 0 ? [] : [`dont ${open.length} au choix`]),
        counted(added.length, 'ajoutée', 'ajoutées'),
        counted(left.length + frozen.length, 'laissée telle quelle', 'laissées telles quelles'),
      ].join(', '),
      columns: open.map((column) => shownColumn(table, column, chosen, looks.get(`${key} ${column.column}`))),
      others: [
        ...sentence(
          'Reprises telles quelles, tenues à jour',
          plain.map(({ id: name }) => name),
        ),
        ...sentence('Ajoutées', added),
        ...sentence(
          'Laissées telles quelles, jamais modifiées',
          [...frozen, ...left].map((one) =>
            'isFormula' in one && one.isFormula ? `${one.id} (formule)` : one.id,
          ),
        ),
      ],
    };
  });
}

function shownColumn(
  { key }: OriginalTable,
  { column, id, label, type, wanted, form, readBy, choices }: OriginalColumn,
  chosen: Choices,
  look: ConversionLook | undefined,
): ShownColumn {
  const wish = chosen.get(`${key} ${column}`);
  const isSame = form === 'meme';
  return {
    ...{ name: choiceName(key, column), label },
    hint: [
      `${id}, ${gristTypeWords(type)} aujourd’hui.`,
      ...(choices.includes('convertie') && look !== undefined ? [misfits(look)] : []),
      ...(readBy.length === 0 ? [] : [readers(readBy)]),
    ].join(' '),
    chosen: wish !== undefined && choices.includes(wish) ? wish : choices[0],
    choices: choices.map((value) => ({ value, words: wordsOf(value, isSame, wanted) })),
  };
}

function wordsOf(choice: Taken, isSame: boolean, wanted: string): string {
  switch (choice) {
    case 'reprise':
      return 'Reprendre telle quelle';
    case 'gardee':
      return isSame
        ? 'Garder sa forme, tenue à jour'
        : 'Garder sa forme, tenue à jour, et ajouter la nôtre à côté';
    case 'convertie':
      return `Convertir\u00a0: ${gristTypeWords(wanted)}`;
    case 'a_cote':
      return 'Laisser telle quelle, et ajouter la nôtre à côté';
  }
}

function misfits({ filled, misfits: count, shapes }: ConversionLook): string {
  if (filled === 0) return 'Vide.';
  if (count === 0) {
    return filled === 1 ? 'La seule valeur se convertit.' : `Les ${filled} valeurs se convertissent.`;
  }
  const which = shapes.map((shape) => `«\u00a0${shape}\u00a0»`).join(', ');
  const what = count === 1 ? '1 valeur ne se convertit pas' : `${count} valeurs ne se convertissent pas`;
  return `${what} sur ${filled} (de la forme ${which})\u00a0: Démarche numérique les remplacera.`;
}

function readers(formulas: readonly string[]): string {
  const what = formulas.length === 1 ? 'Lue par la formule' : `Lue par ${formulas.length} formules`;
  return `${what}\u00a0: ${formulas.join(', ')}.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count > 1 ? many : one}`;
}

function sentence(start: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${start}\u00a0: ${names.join(', ')}.`];
}
