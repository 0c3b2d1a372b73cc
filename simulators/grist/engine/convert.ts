// What each column type makes of a value: the right type, or text ("alt text") that the cell keeps. Never refused.

import { instantOf, offsetAt, readIso, wallText } from './instant';
import { fifteenDigits, parseFloatText, pythonText } from './python-text';
import { type PureType, pureType } from './types';
import { INT_HIGH, INT_LOW, isError, isShortInt, listItems, type NumberKind, type Value } from './value';

/** Raised inside a conversion: the value does not fit, its text is kept. */
const MISFIT = Symbol('misfit');
type Converted = Value | typeof MISFIT;

type Source = { readonly numbers: NumberKind; readonly tuple: boolean };
const FROM_JSON: Source = { numbers: 'json', tuple: false };

/** Letters that begin an encoded object in Grist's JSON (facts/grist.md §4). */
const CODES = new Set(['L', 'l', 'O', 'D', 'd', 'S', 'C', 'R', 'r', 'E', 'P', 'U', 'V']);

/** Converter of one column. `source` says how numbers and lists of the value were held before. */
export function converter(type: string, source: Source = FROM_JSON): (value: Value) => Value {
  const pure = pureType(type) ?? 'Any';
  const zone = type.startsWith('DateTime:') ? type.slice('DateTime:'.length) : 'America/New_York';
  const convert = RULES[pure];
  return (value) => {
    if (Array.isArray(value) && !CODES.has(String(value[0]))) return ['E', 'KeyError'];
    if (isError(value)) return value;
    const found = convert(asObject(value), source, zone);
    return found === MISFIT ? textOf(value, source) : found;
  };
}

/** How values already held by a column of this type look to Python. */
export function sourceOf(type: string): Source {
  switch (pureType(type)) {
    case 'Numeric':
    case 'Date':
    case 'DateTime':
      return { numbers: 'float', tuple: false };
    case 'ChoiceList':
      return { numbers: 'json', tuple: true };
    default:
      return FROM_JSON;
  }
}

/** A bare JSON object in a cell is what `["O", {…}]` decodes to. */
function asObject(value: Value): Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? ['O', value] : value;
}

function textOf(value: Value, source: Source): string {
  if (Array.isArray(value) && value[0] === 'D') return wallText(Number(value[1]), String(value[2]));
  return pythonText(value, source.numbers, source.tuple);
}

function isFloat(value: number, source: Source): boolean {
  return source.numbers === 'float' || !isShortInt(value);
}

type Rule = (value: Value, source: Source, zone: string) => Converted;

const text: Rule = (value, source) => {
  if (value === null) return null;
  if (typeof value === 'number' && isFloat(value, source) && Number.isFinite(value)) {
    return Math.abs(value) < 2 ** 53 && Number.isInteger(value) ? String(value) : fifteenDigits(value);
  }
  return textOf(value, source);
};

const int: Rule = (value) => {
  if (value === '' || value === null) return null;
  const number = toFloat(value);
  if (number === null || !Number.isFinite(number)) return MISFIT;
  const whole = Math.trunc(number);
  return whole >= INT_LOW && whole <= INT_HIGH ? whole + 0 : MISFIT;
};

const numeric: Rule = (value) => {
  if (value === '' || value === null) return null;
  return toFloat(value) ?? MISFIT;
};

/** `float(value)`. */
function toFloat(value: Value): number | null {
  switch (typeof value) {
    case 'number':
      return value;
    case 'boolean':
      return Number(value);
    case 'string':
      return parseFloatText(value);
    default:
      return null;
  }
}

const TRUTHY = new Set(['true', 'yes', '1']);
const FALSY = new Set(['false', 'no', '0']);

const bool: Rule = (value) => {
  if (isFalsy(value)) return false;
  if (typeof value === 'number' || value === true) return true;
  if (typeof value !== 'string') return MISFIT;
  const word = value.toLowerCase();
  if (FALSY.has(word)) return false;
  return TRUTHY.has(word) ? true : MISFIT;
};

function isFalsy(value: Value): boolean {
  if (Array.isArray(value)) {
    if (value[0] === 'O') return Object.keys(value[1] ?? {}).length === 0;
    return value[0] === 'L' && value.length === 1;
  }
  return value === null || value === false || value === 0 || value === '';
}

const date: Rule = (value) => {
  if (value === '' || value === null) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return readIso(value)?.day ?? MISFIT;
  if (Array.isArray(value) && value[0] === 'd') return Number(value[1]);
  if (Array.isArray(value) && value[0] === 'D') {
    const wall = Number(value[1]) + offsetAt(Number(value[1]), String(value[2]));
    return Math.floor(wall / 86_400) * 86_400;
  }
  return MISFIT;
};

const dateTime: Rule = (value, _source, zone) => {
  if (value === '' || value === null) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') {
    const read = readIso(value);
    if (read === null) return MISFIT;
    return read.offset === null ? instantOf(read.wall, zone) : read.wall - read.offset;
  }
  if (Array.isArray(value) && value[0] === 'd') return instantOf(Number(value[1]), zone);
  if (Array.isArray(value) && value[0] === 'D') return Number(value[1]);
  return MISFIT;
};

const choiceList: Rule = (value, source) => {
  if (isFalsy(value)) return null;
  if (typeof value === 'string') {
    const items = value.startsWith('[') ? parsedJsonList(value) : null;
    return items === null ? value : ['L', ...items.map((item) => itemText(item, FROM_JSON))];
  }
  const items = listItems(value);
  if (items !== null) return ['L', ...items.map((item) => itemText(item, source))];
  if (Array.isArray(value) && value[0] === 'O') return ['L', ...Object.keys(value[1] ?? {})];
  return MISFIT;
};

function itemText(item: unknown, source: Source): string {
  const listed = Array.isArray(item) && !CODES.has(String(item[0])) ? ['L', ...item] : item;
  return pythonText(listed as Value, source.numbers);
}

function parsedJsonList(value: string): readonly unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    // Not JSON: the text stays as it is, like in Grist.
    return null;
  }
}

const reference: Rule = (value, source) => {
  // A ChoiceList's value is a tuple, of which Grist takes no first item.
  const items = source.tuple ? null : listItems(value);
  const one = items === null ? value : ((items[0] ?? 0) as Value);
  const id = rowId(one, source);
  return id === MISFIT && one !== value ? textOf(one, source) : id;
};

/** A row id: integers only, so that no number becomes a reference by accident. */
function rowId(value: Value, source: Source): number | typeof MISFIT {
  if (isFalsy(value)) return 0;
  if (value === true) return 1;
  return typeof value === 'number' && !isFloat(value, source) ? value : MISFIT;
}

const referenceList: Rule = (value, source) => {
  if (typeof value === 'string') {
    const items = value.startsWith('[') ? parsedJsonList(value) : null;
    const ids = items?.every((item) => typeof item === 'number' && Number.isInteger(item) && item > 0);
    if (items !== null && ids === true) return items.length === 0 ? null : ['L', ...items];
  }
  if (isFalsy(value)) return null;
  if (value === true || (typeof value === 'number' && !isFloat(value, source))) return ['L', Number(value)];
  const items = listItems(value);
  if (items === null) return MISFIT;
  const ids = items.map((item) => rowId(item as Value, source));
  return ids.includes(MISFIT) ? MISFIT : ['L', ...ids];
};

const position: Rule = (value) => {
  if (value === '' || value === null) return Number.POSITIVE_INFINITY;
  return toFloat(value) ?? MISFIT;
};

const asItIs: Rule = (value) => value;

const RULES: Readonly<Record<PureType, Rule>> = {
  Text: text,
  Choice: text,
  ChoiceList: choiceList,
  Int: int,
  Numeric: numeric,
  Bool: bool,
  Date: date,
  DateTime: dateTime,
  Ref: reference,
  RefList: referenceList,
  Attachments: referenceList,
  Any: asItIs,
  ManualSortPos: position,
  PositionNumber: position,
  Id: reference,
  Blob: asItIs,
};
