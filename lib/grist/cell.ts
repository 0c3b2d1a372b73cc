// A cell as the heart knows it, from the two ways a Grist gives it: records (JSON) and /sql (SQLite's storage).

import { Failure } from '../errors/failure';
import type { Cell, ListCell } from '../sync/model/table';
import { parseJson } from './json';
import { unmarshal } from './marshal';

/** A value of `/sql` packed by select.ts: blobs come as `[hex]`, everything else as SQLite stores it. */
export type StoredValue = string | number | null | readonly [hex: string];

/** Bytes that are not Grist's become a text that equals nothing we would write: the cell is seen as different. */
const UNREADABLE = '\uFFFD';

/**
 * Decodes a cell read through `/sql`, by its column's type: 0 and 1 are booleans in a Bool column, JSON text is a
 * list in a list column, a blob is a marshalled value (grist-core DocStorage.ts `_decodeValue`). A text that does
 * not fit its column stays a text, as Grist shows it.
 */
export function cellOfStored(value: StoredValue, type: string): Cell {
  const plain = isBlob(value) ? unmarshalled(value[0]) : value;
  if (type === 'Bool' && (plain === 0 || plain === 1)) return plain === 1;
  if (typeof plain === 'string' && plain.startsWith('[') && isListType(type)) {
    // What does not parse is no list but a text typed by somebody: Grist shows it as it is.
    const parsed = parseJson(plain);
    if (parsed.status === 'json' && Array.isArray(parsed.value)) return listOf(parsed.value);
  }
  return cellOfRecord(plain);
}

/**
 * Decodes a cell of `/records`. Encoded objects (GristObjCode, facts/grist.md §4): lists stay lists, dates and
 * references become numbers, an error or a value being computed is no value, an empty list is no value, any other
 * object is its JSON. Throws GRIST_REGLES_ACCES on a censored cell: to take it for empty would overwrite it.
 */
export function cellOfRecord(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      // -0 and 0 are one value for everybody but the storage; what JSON cannot say is no value.
      return Number.isFinite(value) ? value + 0 : null;
  }
  return Array.isArray(value) ? ofEncoded(value) : JSON.stringify(value);
}

function ofEncoded(value: readonly unknown[]): Cell {
  const [code, first, second] = value;
  switch (code) {
    case 'L':
      return listOf(value.slice(1));
    case 'd':
    case 'D':
      return typeof first === 'number' ? first : null;
    case 'R':
      return typeof second === 'number' ? second : null;
    case 'r':
      return Array.isArray(second) ? listOf(second) : null;
    case 'l':
      return cellOfRecord(first);
    case 'E':
    case 'P':
    case 'S':
      return null;
    case 'C':
      throw new Failure('GRIST_REGLES_ACCES', { facts: { cellule: 'masquee' } });
    case 'U':
      return typeof first === 'string' ? first : JSON.stringify(value);
    default:
      return JSON.stringify(value);
  }
}

/** Grist itself keeps no empty list: written `["L"]`, it is read back as null. */
function listOf(items: readonly unknown[]): ListCell | null {
  if (items.length === 0) return null;
  return ['L', ...items.map((item) => (typeof item === 'number' ? item : textOf(item)))];
}

function textOf(item: unknown): string {
  return typeof item === 'string' ? item : JSON.stringify(item);
}

function isListType(type: string): boolean {
  return type === 'ChoiceList' || type === 'Attachments' || type === 'RefList' || type.startsWith('RefList:');
}

function isBlob(value: StoredValue): value is readonly [string] {
  return typeof value === 'object' && value !== null;
}

function unmarshalled(hex: string): unknown {
  const value = unmarshal(Buffer.from(hex, 'hex'));
  return value === undefined ? UNREADABLE : undict(value);
}

function undict(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(undict);
  if (typeof value !== 'object' || value === null || !('dict' in value)) return value;
  return Object.fromEntries(Object.entries(value.dict ?? {}).map(([key, item]) => [key, undict(item)]));
}
