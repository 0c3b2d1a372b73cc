// Reading rows without /sql: slower, whole columns, but allowed to any reader.

import type { BoundColumn, BoundTable, Cell, FoundRow } from '../sync/model/table';
import { cellOfRecord } from './cell';
import { failureOfRefusal, unreadableAnswer } from './failure';
import { dossierColumnOf } from './select';
import { answeredOrThrow, type Heard, type Wire } from './wire';

export type RecordsReader = {
  /** Rows of these dossiers, ordered by row id. 1 request, or one for 200 dossiers on an old Grist. */
  ofDossiers(table: BoundTable, dossiers: readonly number[]): Promise<readonly FoundRow[]>;
  /** The whole table, undecoded, ordered by row id. 1 request. */
  whole(table: BoundTable): Promise<readonly RawRecord[]>;
};

export type RawRecord = { readonly id: number; readonly fields: Readonly<Record<string, unknown>> };

/** A whole table may come at once here: more is accepted than for any other answer. */
const LARGE = 400 * 1024 * 1024;
/** Numbers in one address: some proxies refuse addresses beyond 8 KB. */
const PER_ADDRESS = 200;

export function openRecordsReader(wire: Wire): RecordsReader {
  /** `records/list` came in 2026 (1.7.12); before, filters travel in the address. */
  let canList = true;

  const whole = async (table: BoundTable): Promise<readonly RawRecord[]> => {
    const heard = await wire.read({ method: 'GET', path: tablePath(table, '/records'), maxBytes: LARGE });
    return recordsOf(answeredOrThrow(heard, 'lignes'));
  };

  const listed = async (table: BoundTable, filter: Filter): Promise<readonly RawRecord[] | null> => {
    if (!canList) return null;
    const heard = await wire.read({
      method: 'POST',
      path: tablePath(table, '/records/list'),
      body: { filter },
      maxBytes: LARGE,
    });
    if (isUnknownEndpoint(heard)) {
      canList = false;
      return null;
    }
    return recordsOf(answeredOrThrow(heard, 'lignes'));
  };

  const filtered = async (
    table: BoundTable,
    column: BoundColumn,
    values: Values,
  ): Promise<readonly RawRecord[]> => {
    const records: RawRecord[] = [];
    for (let at = 0; at < values.length; at += PER_ADDRESS) {
      const filter = JSON.stringify({ [column.id]: values.slice(at, at + PER_ADDRESS) });
      const path = `${tablePath(table, '/records')}?filter=${encodeURIComponent(filter)}`;
      const heard = await wire.read({ method: 'GET', path, maxBytes: LARGE });
      records.push(...recordsOf(answeredOrThrow(heard, 'lignes')));
    }
    return records;
  };

  return {
    async whole(table) {
      return byId(await whole(table));
    },
    async ofDossiers(table, dossiers) {
      const column = dossierColumnOf(table);
      const decode = rowDecoder(table, table.columns);
      if (column === null) return byId(await whole(table)).map(decode);
      // Filters compare natively: 12 does not find « 12 ».
      const isNumber = column.type === 'Int' || column.type === 'Numeric';
      const values = isNumber ? dossiers : [...dossiers, ...dossiers.map(String)];
      const records =
        (await listed(table, { [column.id]: values })) ?? (await filtered(table, column, values));
      return byId(records).map(decode);
    },
  };
}

type Values = readonly (number | string)[];
type Filter = Readonly<Record<string, Values>>;

/** Turns a record into a row; throws GRIST_STRUCTURE_CHANGEE when a column is not there any more. */
export function rowDecoder(
  table: BoundTable,
  columns: readonly BoundColumn[],
): (record: RawRecord) => FoundRow {
  return (record) => {
    const cells: Record<string, Cell> = {};
    for (const column of columns) {
      if (!(column.id in record.fields)) {
        throw failureOfRefusal({ kind: 'structure_changed' }, { quoi: 'lignes', colonne: column.ref });
      }
      cells[column.key] = cellOfRecord(record.fields[column.id]);
    }
    return { table: table.key, rowId: record.id, cells };
  };
}

function tablePath(table: BoundTable, rest: string): string {
  return `/tables/${encodeURIComponent(table.id)}${rest}`;
}

function isUnknownEndpoint(heard: Heard): boolean {
  return heard.status === 'refused' && heard.refusal.kind === 'no_endpoint';
}

function byId(records: readonly RawRecord[]): readonly RawRecord[] {
  return [...records].sort((a, b) => a.id - b.id);
}

/** Checked by hand and in place: a whole table must not be held twice. */
function recordsOf(json: unknown): readonly RawRecord[] {
  if (typeof json === 'object' && json !== null && 'records' in json && Array.isArray(json.records)) {
    const records: readonly unknown[] = json.records;
    if (records.every(isRecord)) return records;
  }
  throw unreadableAnswer('lignes');
}

function isRecord(value: unknown): value is RawRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'number' &&
    'fields' in value &&
    typeof value.fields === 'object' &&
    value.fields !== null
  );
}
