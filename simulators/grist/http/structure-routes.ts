// Tables and columns: reading them, and the endpoints that change them.

import { columnFields, tableFields } from '../engine/metadata-tables';
import { isHidden, type Model, type TableMeta } from '../engine/model';
import { Refusal } from '../engine/refusal';
import type { Hosted } from '../site';
import { requireActions } from './access';
import { type Answer, type Exchange, ok } from './exchange';
import { invalidPayload, translating } from './translate';

/** A table by id, or by ref when only digits are given. */
export function tableOf(model: Model, wanted: string): TableMeta {
  const byRef = /^\d+$/.test(wanted) ? model.tableByRef(Number(wanted)) : undefined;
  const table = byRef ?? model.findTable(wanted);
  if (table === undefined) throw new Refusal(404, `Table not found "${wanted}"`);
  return table;
}

type Entry = { readonly id: string; readonly fields: unknown };

function columnEntries(model: Model, table: TableMeta, hidden: boolean): Entry[] {
  return model.columns
    .filter((column) => column.parentId === table.ref && (hidden || !isHidden(column.colId)))
    .map((column) => ({ id: column.colId, fields: columnFields(column) }));
}

export function readColumns({ document }: Hosted, wanted: string, { query }: Exchange): Answer {
  const table = tableOf(document.model, wanted);
  return ok({ columns: columnEntries(document.model, table, query.get('hidden') === '1') });
}

export function readTables({ document: { model } }: Hosted, { query }: Exchange): Answer {
  const expand = query.get('expand');
  if (expand !== null && expand !== 'column') {
    throw new Refusal(500, `Value '"${expand}"' is not assignable to type '"column"'.`);
  }
  const tables = model.tables.map((table) => ({
    id: table.tableId,
    fields: tableFields(table),
    ...(expand === null ? {} : { columns: columnEntries(model, table, false) }),
  }));
  return ok({ tables });
}

type Posted = { readonly id?: string; readonly fields?: Readonly<Record<string, unknown>> };

export function addTables(hosted: Hosted, { body, user }: Exchange): Answer {
  const { tables } = body as { tables?: readonly { id?: string; columns?: readonly Posted[] }[] };
  if (tables === undefined) throw invalidPayload('body.tables is missing');
  const actions = tables.map(({ id, columns }) => [
    'AddTable',
    id ?? null,
    (columns ?? []).map((column) => ({ ...column.fields, id: column.id ?? null })),
  ]);
  requireActions(hosted, user, actions);
  const { retValues } = hosted.document.apply(actions);
  return ok({ tables: retValues.map((value) => ({ id: (value as { table_id: string }).table_id })) });
}

export function patchTables(hosted: Hosted, { body, user }: Exchange): Answer {
  const { model } = hosted.document;
  const { tables } = body as { tables?: readonly Posted[] };
  const actions = (tables ?? []).map(({ id, fields }) => {
    const table = model.findTable(id ?? '');
    if (table === undefined) throw new Refusal(404, `Table not found "${id}"`);
    return ['UpdateRecord', '_grist_Tables', table.ref, fields ?? {}];
  });
  requireActions(hosted, user, actions);
  hosted.document.apply(actions);
  return ok(null);
}

export function addColumns(hosted: Hosted, wanted: string, { body, user }: Exchange): Answer {
  const { tableId } = tableOf(hosted.document.model, wanted);
  const { columns } = body as { columns?: readonly Posted[] };
  if (columns === undefined) throw invalidPayload('body.columns is missing');
  const actions = columns.map(({ id, fields }) => ['AddVisibleColumn', tableId, id ?? null, fields ?? {}]);
  requireActions(hosted, user, actions);
  const { retValues } = translating(tableId, [], () => hosted.document.apply(actions));
  return ok({ columns: retValues.map((value) => ({ id: (value as { colId: string }).colId })) });
}

export function patchColumns(hosted: Hosted, wanted: string, { body, user }: Exchange): Answer {
  const { model } = hosted.document;
  const table = tableOf(model, wanted);
  const { columns = [] } = body as { columns?: readonly Posted[] };
  if (columns.length === 0) {
    throw invalidPayload('body.columns[0] is not a RecordWithStringId; body.columns[0] is not an object');
  }
  for (const [rank, { fields }] of columns.entries()) {
    if (fields !== undefined) continue;
    const at = `body.columns[${rank}]`;
    throw invalidPayload(`${at} is not a RecordWithStringId; ${at}.fields is missing`);
  }
  const found = columns.map(({ id, fields = {} }) => {
    const column = model.columnsOf(table.ref).get(id ?? '');
    if (column === undefined) throw new Refusal(404, `Column not found "${id}"`);
    return { ref: column.ref, fields };
  });
  requireSameFields(found.map(({ fields }) => fields));
  const names = Object.keys(found[0]?.fields ?? {});
  const values = Object.fromEntries(
    names.map((name) => [name, found.map(({ fields }) => fields[name] ?? null)]),
  );
  const actions = [['BulkUpdateRecord', '_grist_Tables_column', found.map(({ ref }) => ref), values]];
  requireActions(hosted, user, actions);
  translating('_grist_Tables_column', names, () => hosted.document.apply(actions));
  return ok(null);
}

/** PATCH refuses records that do not all have the same fields. */
export function requireSameFields(list: readonly Readonly<Record<string, unknown>>[]): void {
  const shape = (fields: Readonly<Record<string, unknown>>): string => Object.keys(fields).sort().join('\n');
  if (new Set(list.map(shape)).size > 1) {
    throw new Refusal(400, 'PATCH requires all records to have same fields');
  }
}

export function deleteColumn(hosted: Hosted, wanted: string, colId: string, { user }: Exchange): Answer {
  const { tableId } = tableOf(hosted.document.model, wanted);
  const actions = [['RemoveColumn', tableId, colId]];
  requireActions(hosted, user, actions);
  translating(tableId, [colId], () => hosted.document.apply(actions));
  return ok(null);
}
