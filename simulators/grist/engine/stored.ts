// From a cell to what SQLite holds, and back: the forms that /sql shows (checked on grist-core 1.7.17).

import { marshal, unmarshal } from './marshal';
import { affinityOf, isListType, pureType } from './types';
import { listItems, type Value } from './value';

/** What SQLite gives and takes. */
export type Stored = string | number | Uint8Array | null;

/** Texts that a numeric column could take for a number are marshalled, whatever follows the first character. */
const RISKY_START = /^[-+ \t\n\r\v0-9.]/;

/** The writer of one column's values, made once for a column of a Grist type. */
export function storer(type: string): (value: Value) => Stored {
  const affinity = affinityOf(type);
  const bool = pureType(type) === 'Bool';
  const list = isListType(type);
  const itemType = pureType(type) === 'ChoiceList' ? 'string' : 'number';
  return (value) => {
    if (value === null || value === undefined) return null;
    switch (typeof value) {
      case 'string':
        return affinity === 'NUMERIC' && RISKY_START.test(value) ? marshal(value) : value;
      case 'number': {
        const odd = Number.isNaN(value) || Object.is(value, -0);
        const likeBool = bool && (value === 0 || value === 1);
        return affinity === 'TEXT' || odd || likeBool ? marshal(value) : value;
      }
      case 'boolean':
        return bool ? Number(value) : marshal(value);
      default: {
        const items = list ? listItems(value) : null;
        if (items?.every((item) => typeof item === itemType)) return JSON.stringify(items);
        return marshal(value);
      }
    }
  };
}

/** The reader of one column's values, made once for a column of a Grist type. */
export function loader(type: string): (stored: Stored) => Value {
  const bool = pureType(type) === 'Bool';
  const list = isListType(type);
  const references = pureType(type) !== 'ChoiceList';
  return (stored) => {
    const value = stored instanceof Uint8Array ? (unmarshal(stored) as Value) : stored;
    if (bool && (value === 0 || value === 1)) return value === 1;
    if (list && typeof value === 'string' && value.startsWith('[')) return parsedList(value, references);
    return value;
  };
}

function parsedList(text: string, references: boolean): Value {
  try {
    const items: unknown = JSON.parse(text);
    if (!Array.isArray(items)) return text;
    return references && !items.every(Number.isInteger) ? text : ['L', ...items];
  } catch {
    // Alt text that merely begins like a list: Grist shows it as it is.
    return text;
  }
}

/** Are these two stored forms the same cell? */
export function sameStored(left: Stored, right: Stored): boolean {
  if (!(left instanceof Uint8Array && right instanceof Uint8Array)) return left === right;
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
