// Grist's column types: what they are in SQLite, and their default values (facts/grist.md §4, checked on 1.7.17).

export type Affinity = 'TEXT' | 'NUMERIC' | 'BLOB';

export type PureType =
  | 'Text'
  | 'Choice'
  | 'ChoiceList'
  | 'Int'
  | 'Numeric'
  | 'Bool'
  | 'Date'
  | 'DateTime'
  | 'Ref'
  | 'RefList'
  | 'Attachments'
  | 'Any'
  | 'ManualSortPos'
  | 'PositionNumber'
  | 'Id'
  | 'Blob';

type Storage = {
  readonly sql: string;
  readonly fallback: string;
  readonly value: string | number | boolean | null;
};

const STORAGE: Readonly<Record<PureType, Storage>> = {
  Text: { sql: 'TEXT', fallback: "''", value: '' },
  Choice: { sql: 'TEXT', fallback: "''", value: '' },
  ChoiceList: { sql: 'TEXT', fallback: 'NULL', value: null },
  Int: { sql: 'INTEGER', fallback: '0', value: 0 },
  Numeric: { sql: 'NUMERIC', fallback: '0', value: 0 },
  Bool: { sql: 'BOOLEAN', fallback: '0', value: false },
  Date: { sql: 'DATE', fallback: 'NULL', value: null },
  DateTime: { sql: 'DATETIME', fallback: 'NULL', value: null },
  Ref: { sql: 'INTEGER', fallback: '0', value: 0 },
  RefList: { sql: 'TEXT', fallback: 'NULL', value: null },
  Attachments: { sql: 'TEXT', fallback: 'NULL', value: null },
  Any: { sql: 'BLOB', fallback: 'NULL', value: null },
  ManualSortPos: { sql: 'NUMERIC', fallback: '1e999', value: Number.POSITIVE_INFINITY },
  PositionNumber: { sql: 'NUMERIC', fallback: '1e999', value: Number.POSITIVE_INFINITY },
  Id: { sql: 'INTEGER', fallback: '0', value: 0 },
  Blob: { sql: 'BLOB', fallback: 'NULL', value: null },
};

/** `DateTime:Europe/Paris` → `DateTime`; null when Grist has no such type. */
export function pureType(type: string): PureType | null {
  const head = type.split(':', 1)[0] ?? '';
  return Object.hasOwn(STORAGE, head) ? (head as PureType) : null;
}

function storageOf(type: string): Storage {
  const pure = pureType(type);
  return pure === null ? STORAGE.Any : STORAGE[pure];
}

/**
 * Declared SQL type. A `DateTime` with a time zone is a BLOB column, because Grist looks the whole name up: its values
 * keep the form they were bound with.
 */
export function sqlTypeOf(type: string): string {
  return type.startsWith('DateTime:') ? 'BLOB' : storageOf(type).sql;
}

/** SQL literal of the default that an omitted cell takes. */
export function sqlDefaultOf(type: string): string {
  return storageOf(type).fallback;
}

export function defaultOf(type: string): string | number | boolean | null {
  return storageOf(type).value;
}

/** Affinity as SQLite derives it from the declared types used here. */
export function affinityOf(type: string): Affinity {
  const sql = sqlTypeOf(type);
  return sql === 'TEXT' || sql === 'BLOB' ? sql : 'NUMERIC';
}

/** Table that a Ref or RefList points to; null for every other type. */
export function targetOf(type: string): string | null {
  if (type.startsWith('Ref:')) return type.slice('Ref:'.length);
  if (type.startsWith('RefList:')) return type.slice('RefList:'.length);
  return null;
}

export function isListType(type: string): boolean {
  const pure = pureType(type);
  return pure === 'ChoiceList' || pure === 'RefList' || pure === 'Attachments';
}
