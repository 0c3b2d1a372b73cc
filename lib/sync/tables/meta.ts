// Columns that every démarche has, declared once with what fills them, so that layout and rows cannot disagree.

import { type Encoded, fits } from '../cells/codec';
import { DATE_WIDGET, dateCell, INSTANT_WIDGET, instantCell } from '../cells/date';
import { textCell } from '../cells/text';
import type { Demarche } from '../model/demarche';
import type { Cell, ColumnKey, ColumnSpec, WantedType, Widget } from '../model/table';
import { columnMark } from '../ours';

/** What reading a row may need beside the thing itself. */
export type RowContext = {
  readonly demarche: number;
  /** Origin of the DN instance, for links to its pages. */
  readonly sourceUrl: string;
};

export type Meta<T> = {
  /** Column id. */
  readonly name: string;
  /** `meta:<name>`, made once: rows are filled by the hundred thousand. */
  readonly key: ColumnKey;
  readonly label: string;
  readonly type: WantedType;
  readonly widget: Widget;
  readonly aliases: readonly string[];
  readonly volatile: boolean;
  readonly description: string;
  readonly read: (item: T, context: RowContext) => Encoded;
};

type More = Partial<Pick<Meta<never>, 'widget' | 'aliases' | 'volatile' | 'description'>>;

function meta<T>(
  name: string,
  label: string,
  type: WantedType,
  read: Meta<T>['read'],
  more: More = {},
): Meta<T> {
  return {
    name,
    key: metaKey(name),
    label,
    type,
    widget: {},
    aliases: [],
    volatile: false,
    description: '',
    read,
    ...more,
  };
}

export function textColumn<T>(name: string, label: string, read: (item: T) => string | null, more?: More) {
  return meta<T>(name, label, 'Text', (item) => textCell(read(item)), more);
}

export function choiceColumn<T>(
  name: string,
  label: string,
  choices: readonly string[],
  read: (item: T) => string | null,
) {
  return meta<T>(name, label, 'Choice', (item) => textCell(read(item)), { widget: { choices } });
}

export function boolColumn<T>(name: string, label: string, read: (item: T) => boolean, more?: More) {
  return meta<T>(name, label, 'Bool', (item) => fits(read(item)), more);
}

export function instantColumn<T>(name: string, label: string, read: (item: T) => string | null) {
  return meta<T>(name, label, 'DateTime:Europe/Paris', (item) => instantCell(read(item)), {
    widget: INSTANT_WIDGET,
  });
}

export function dateColumn<T>(name: string, label: string, read: (item: T) => string | null) {
  return meta<T>(name, label, 'Date', (item) => dateCell(read(item)), { widget: DATE_WIDGET });
}

export function cellColumn<T>(
  name: string,
  label: string,
  type: WantedType,
  read: (item: T, context: RowContext) => Cell,
  more?: More,
) {
  return meta<T>(name, label, type, (item, context) => fits(read(item, context)), more);
}

export function metaKey(name: string): string {
  return `meta:${name}`;
}

export function metaSpec<T>(column: Meta<T>): ColumnSpec {
  const { key } = column;
  return {
    key,
    id: column.name,
    aliases: column.aliases,
    label: column.label,
    description: described(key, column.description),
    type: column.type,
    widget: column.widget,
    volatile: column.volatile,
    lookup: null,
  };
}

function described(key: ColumnKey, description: string): string {
  return description === '' ? columnMark(key) : `${description}\n${columnMark(key)}`;
}

/** Key columns of every table whose rows belong to a dossier. */
export const PARENT_KEY = metaKey('dossier');
export const DOSSIER_NUMBER_KEY = metaKey('dossier_number');

/** `dossier` (reference) and `dossier_number` (for those who export), first in every child table. */
export const PARENT_COLUMNS: readonly ColumnSpec[] = [
  {
    key: PARENT_KEY,
    id: 'dossier',
    aliases: [],
    label: 'Dossier',
    description: described(PARENT_KEY, ''),
    type: { ref: 'dossiers' },
    widget: {},
    volatile: false,
    lookup: null,
  },
  {
    key: DOSSIER_NUMBER_KEY,
    id: 'dossier_number',
    aliases: [],
    label: 'Numéro du dossier',
    description: described(DOSSIER_NUMBER_KEY, ''),
    type: 'Int',
    widget: {},
    volatile: false,
    lookup: null,
  },
];

/** Id of a table of this démarche, as the original tool named them, so that its documents can be adopted. */
export function tableId(demarche: Pick<Demarche, 'number'>, name: string): string {
  return `Demarche_${demarche.number}_${name}`;
}
