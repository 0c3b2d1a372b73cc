// Small and large forms without surprises: `tiny` for unit tests, `bench` for measures.

import type { FieldType } from '../schema/champs';
import type { FieldSpec } from './field';

export const TINY: readonly FieldSpec[] = [
  { type: 'text', label: 'Intitulé' },
  { type: 'integer_number', label: 'Effectif' },
  { type: 'date', label: 'Date de début' },
];

const CYCLE: readonly FieldType[] = [
  'text',
  'integer_number',
  'decimal_number',
  'date',
  'drop_down_list',
  'yes_no',
  'textarea',
  'checkbox',
  'email',
  'communes',
  'multiple_drop_down_list',
  'datetime',
];

const LISTS: readonly FieldType[] = ['drop_down_list', 'multiple_drop_down_list'];

/** `count` plain fields of twelve types in turn, and one block. */
export const benchChamps = (count: number): FieldSpec[] => [
  ...Array.from({ length: count }, (_, index): FieldSpec => {
    const type = CYCLE[index % CYCLE.length] ?? 'text';
    const label = `Champ ${index + 1}`;
    return LISTS.includes(type)
      ? { type, label, options: ['Premier', 'Deuxième', 'Troisième, ou autre'] }
      : { type, label };
  }),
  {
    type: 'repetition',
    label: 'Lignes',
    children: [
      { type: 'text', label: 'Intitulé' },
      { type: 'decimal_number', label: 'Montant' },
      { type: 'date', label: 'Échéance' },
    ],
  },
];
