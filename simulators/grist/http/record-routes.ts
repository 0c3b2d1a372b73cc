// Rows by the records and data endpoints: reading, adding, changing, upserting, removing.

import type { Attachment } from '../engine/attachments';
import { metadataRows } from '../engine/metadata-tables';
import { type ReadOptions, readTable, shownRanks, type Table } from '../engine/reading';
import { notSimulated, Refusal } from '../engine/refusal';
import type { Upserted } from '../engine/upsert';
import { isError, type Value } from '../engine/value';
import type { Hosted, User } from '../site';
import { seesAll } from './access';
import { type Answer, type Exchange, ok } from './exchange';
import { requireParsed } from './parsing';
import { requireSameFields, tableOf } from './structure-routes';
import { invalidPayload, translating } from './translate';

type Filters = ReadOptions['filters'];

function optionsOfQuery({ query }: Exchange): ReadOptions {
  const filters = parsedFilter(query.get('filter'));
  if (!Object.values(filters).every(Array.isArray)) {
    throw new Refusal(400, 'Invalid query: filter values must be arrays');
  }
  const limit = query.get('limit');
  if (limit !== null && Number.isNaN(Number.parseInt(limit, 10))) {
    throw new Refusal(500, 'limit is not a number');
  }
  const sort = query.get('sort');
  return { filters, limit: Number.parseInt(limit ?? '0', 10), sort: sort === null ? [] : sort.split(',') };
}

function parsedFilter(text: string | null): Filters {
  if (text === null) return {};
  try {
    return JSON.parse(text) as Filters;
  } catch (error) {
    throw new Refusal(500, error instanceof Error ? error.message : String(error));
  }
}

function readFrom({ document }: Hosted, wanted: string, options: ReadOptions): Table {
  const table = tableOf(document.model, wanted);
  return translating(table.tableId, [], () => readTable(document.store, document.model, table, options));
}

/** None, to whoever some rule hides something from: without a word. */
function shownAttachments(hosted: Hosted, user: User | null): readonly Attachment[] {
  return seesAll(hosted, user) ? hosted.document.attachments.all : [];
}

export function readRecords(hosted: Hosted, wanted: string, exchange: Exchange): Answer {
  const { user } = exchange;
  const meta = metadataRows(hosted.document.model, wanted, shownAttachments(hosted, user));
  const options = optionsOfQuery(exchange);
  if (exchange.query.get('cellFormat') === 'typed') throw notSimulated('cellFormat=typed');
  if (meta !== null) return ok({ records: filteredMeta(meta, options.filters) });
  return recordsAnswer(readFrom(hosted, wanted, options), exchange.query.get('hidden') === '1');
}

export function listRecords(hosted: Hosted, wanted: string, { body, user }: Exchange): Answer {
  const {
    filter = {},
    sort = [],
    limit = 0,
    hidden = false,
  } = body as {
    filter?: Filters;
    sort?: readonly string[];
    limit?: number;
    hidden?: boolean;
  };
  for (const [colId, values] of Object.entries(filter)) {
    if (!Array.isArray(values)) throw invalidPayload(`body.filter.${colId} is not an array`);
  }
  if (!Array.isArray(sort)) throw invalidPayload('body.sort is not an array');
  const meta = metadataRows(hosted.document.model, wanted, shownAttachments(hosted, user));
  if (meta !== null) return ok({ records: filteredMeta(meta, filter) });
  return recordsAnswer(readFrom(hosted, wanted, { filters: filter, sort, limit }), hidden);
}

type MetaRows = NonNullable<ReturnType<typeof metadataRows>>;

function filteredMeta(rows: MetaRows, filters: Filters): MetaRows {
  return rows.filter(({ id, fields }) =>
    Object.entries(filters).every(([key, wanted]) =>
      wanted.includes(key === 'id' ? id : (fields[key] ?? null)),
    ),
  );
}

/** Built as text, which is several times faster than as objects. */
function recordsAnswer({ columns, rows }: Table, hidden: boolean): Answer {
  const shown = shownRanks(columns, hidden).map((rank) => ({
    rank,
    key: `${JSON.stringify(columns[rank])}:`,
    colId: columns[rank] ?? '',
  }));
  const records = rows.map((row) => {
    const errors: Record<string, string> = {};
    const cells = shown.map(({ rank, key, colId }) => {
      const value = row[rank] ?? null;
      if (!isError(value)) return key + JSON.stringify(value);
      errors[colId] = value[1];
      return `${key}null`;
    });
    const tail = Object.keys(errors).length === 0 ? '' : `,"errors":${JSON.stringify(errors)}`;
    return `{"id":${row[0]},"fields":{${cells.join(',')}}${tail}}`;
  });
  return { status: 200, json: `{"records":[${records.join(',')}]}` };
}

export function readData(hosted: Hosted, wanted: string, exchange: Exchange): Answer {
  const { columns, rows } = readFrom(hosted, wanted, optionsOfQuery(exchange));
  const parts = columns.map(
    (colId, rank) => `${JSON.stringify(colId)}:${JSON.stringify(rows.map((row) => row[rank] ?? null))}`,
  );
  return { status: 200, json: `{${parts.join(',')}}` };
}

type Posted = {
  readonly id?: number;
  readonly fields?: Readonly<Record<string, Value>>;
  readonly require?: Readonly<Record<string, Value>>;
};

function recordsOf(body: unknown, kind: string): readonly Posted[] {
  const { records } = body as { records?: readonly Posted[] };
  if (records === undefined) throw invalidPayload('body.records is missing');
  if (records.length === 0) {
    throw invalidPayload(`body.records[0] is not a ${kind}; body.records[0] is not an object`);
  }
  for (const [rank, { fields = {} }] of records.entries()) {
    for (const [colId, value] of Object.entries(fields)) requireCell(value, kind, rank, colId);
  }
  return records;
}

/** A cell is a scalar or an encoded object; `/apply` does not look, these endpoints do. */
function requireCell(value: unknown, kind: string, rank: number, colId: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value) && typeof value[0] === 'string') return;
  const at = `body.records[${rank}]`;
  const cell = `${at}.fields.${colId}`;
  const code = Array.isArray(value)
    ? `; ${cell}[0] is not a GristObjCode; ${cell}[0] is not a valid enum value`
    : '';
  throw invalidPayload(
    `${at} is not a ${kind}; ${cell} is not a CellValue; ${cell} is none of number, string, boolean, null, 1 more${code}`,
  );
}

/** Fields missing from a record are null, not the column's default. */
function columnar(list: readonly Readonly<Record<string, Value>>[]): Record<string, Value[]> {
  const names = new Set(list.flatMap((fields) => Object.keys(fields)));
  return Object.fromEntries([...names].map((name) => [name, list.map((fields) => fields[name] ?? null)]));
}

function applyRows(
  hosted: Hosted,
  exchange: Exchange,
  wanted: string,
  make: (tableId: string) => unknown[],
): unknown {
  const { tableId } = tableOf(hosted.document.model, wanted);
  const action = make(tableId);
  const values = [action[2], action[3]].filter((one) => typeof one === 'object' && !Array.isArray(one));
  const columns = values.flatMap((one) => Object.keys(one ?? {}));
  requireParsed(hosted.document, exchange, [action]);
  return translating(tableId, columns, () => hosted.document.apply([action])).retValues[0];
}

export function addRecords(hosted: Hosted, wanted: string, exchange: Exchange): Answer {
  const records = recordsOf(exchange.body, 'NewRecord');
  const values = columnar(records.map(({ fields }) => fields ?? {}));
  const ids = applyRows(hosted, exchange, wanted, (tableId) => [
    'BulkAddRecord',
    tableId,
    records.map(() => null),
    values,
  ]) as number[];
  return ok({ records: ids.map((id) => ({ id })) });
}

export function addData(hosted: Hosted, wanted: string, exchange: Exchange): Answer {
  const values = exchange.body as Record<string, Value[]>;
  const first = Object.values(values)[0];
  if (first === undefined) throw new Refusal(500, "Cannot read properties of undefined (reading 'length')");
  const ids = applyRows(hosted, exchange, wanted, (tableId) => [
    'BulkAddRecord',
    tableId,
    first.map(() => null),
    values,
  ]);
  return ok(ids);
}

export function patchRecords(hosted: Hosted, wanted: string, exchange: Exchange): Answer {
  const records = recordsOf(exchange.body, 'Record');
  for (const [rank, { fields }] of records.entries()) {
    if (fields === undefined) {
      throw invalidPayload(`body.records[${rank}] is not a Record; body.records[${rank}].fields is missing`);
    }
  }
  requireSameFields(records.map(({ fields }) => fields ?? {}));
  const values = columnar(records.map(({ fields }) => fields ?? {}));
  const ids = records.map(({ id }) => id ?? 0);
  applyRows(hosted, exchange, wanted, (tableId) => ['BulkUpdateRecord', tableId, ids, values]);
  return ok(null);
}

export function patchData(hosted: Hosted, wanted: string, exchange: Exchange): Answer {
  const { id: ids = [], ...values } = exchange.body as Record<string, Value[]>;
  applyRows(hosted, exchange, wanted, (tableId) => ['BulkUpdateRecord', tableId, ids, values]);
  return ok(null);
}

export function deleteRecords(hosted: Hosted, wanted: string, exchange: Exchange): Answer {
  applyRows(hosted, exchange, wanted, (tableId) => ['BulkRemoveRecord', tableId, exchange.body]);
  return ok(null);
}

/** Records are grouped by the fields they have; the groups are applied in the order of those names. */
export function putRecords(hosted: Hosted, wanted: string, exchange: Exchange): Answer {
  const { query } = exchange;
  const records = recordsOf(exchange.body, 'AddOrUpdateRecord');
  for (const [rank, { require }] of records.entries()) {
    if (require === undefined) {
      throw invalidPayload(
        `body.records[${rank}] is not a AddOrUpdateRecord; body.records[${rank}].require is missing`,
      );
    }
  }
  const groups = new Map<string, number[]>();
  for (const [rank, { require = {}, fields = {} }] of records.entries()) {
    const shape = `${Object.keys(require).sort()}:${Object.keys(fields).sort()}`;
    groups.set(shape, [...(groups.get(shape) ?? []), rank]);
  }
  const options = {
    add: query.get('noadd') !== '1',
    update: query.get('noupdate') !== '1',
    on_many: query.get('onmany') ?? 'first',
    allow_empty_require: query.get('allow_empty_require') === '1',
  };
  const { tableId } = tableOf(hosted.document.model, wanted);
  const ordered = [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, ranks]) => ranks);
  const actions = ordered.map((ranks) => [
    'BulkAddOrUpdateRecord',
    tableId,
    columnar(ranks.map((rank) => records[rank]?.require ?? {})),
    columnar(ranks.map((rank) => records[rank]?.fields ?? {})),
    options,
  ]);
  requireParsed(hosted.document, exchange, actions);
  const names = records.flatMap(({ require = {}, fields = {} }) => Object.keys({ ...require, ...fields }));
  const { retValues } = translating(tableId, names, () => hosted.document.apply(actions));
  return ok(merged(retValues as Upserted[], ordered, records.length));
}

function merged(results: readonly Upserted[], groups: readonly number[][], count: number): Upserted {
  const recordIds: number[][] = Array.from({ length: count }, () => []);
  for (const [group, { recordIds: ids }] of results.entries()) {
    for (const [rank, list] of ids.entries()) recordIds[groups[group]?.[rank] ?? 0] = list;
  }
  return {
    recordIds,
    addRecordIds: results.flatMap(({ addRecordIds }) => addRecordIds),
    updateRecordIds: results.flatMap(({ updateRecordIds }) => updateRecordIds),
  };
}
