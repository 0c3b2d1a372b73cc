// Everything under /api/docs/<id>/: finding the route, checking who asks, waiting for a place and for one's turn.

import { runQuery } from '../engine/query';
import type { Hosted, Site } from '../site';
import { documentOf, inSlot, inTurn, requireActions, requireRole, requireSql } from './access';
import {
  addAttachments,
  downloadAttachment,
  listAttachments,
  readAttachment,
  requireAttachments,
} from './attachment-routes';
import { type Answer, type Exchange, ok } from './exchange';
import { requireParsed } from './parsing';
import {
  addData,
  addRecords,
  deleteRecords,
  listRecords,
  patchData,
  patchRecords,
  putRecords,
  readData,
  readRecords,
} from './record-routes';
import {
  addColumns,
  addTables,
  deleteColumn,
  patchColumns,
  patchTables,
  readColumns,
  readTables,
} from './structure-routes';
import { invalidPayload } from './translate';

type Route = {
  readonly need: 'view' | 'write';
  readonly run: (hosted: Hosted, exchange: Exchange, parts: readonly string[], site: Site) => Answer;
};

const view = (run: Route['run']): Route => ({ need: 'view', run });
const write = (run: Route['run']): Route => ({ need: 'write', run });
const table = (parts: readonly string[]): string => parts[0] ?? '';

/** By method and shape of the path; `*` is one part, given to the route in order. */
const ROUTES: Readonly<Record<string, Route>> = {
  'POST apply': write((hosted, exchange) => apply(hosted, exchange)),
  'GET sql': view((hosted, exchange, _parts, site) =>
    query(site, hosted, exchange, { sql: exchange.query.get('q') ?? '' }),
  ),
  'POST sql': view((hosted, exchange, _parts, site) => query(site, hosted, exchange, exchange.body)),
  'POST attachments': write((hosted, exchange, _parts, site) => addAttachments(hosted, exchange, site)),
  'GET attachments': view((hosted, exchange) => listAttachments(hosted, exchange)),
  'GET attachments/*': view((hosted, exchange, parts) => readAttachment(hosted, parts[0] ?? '', exchange)),
  'GET attachments/*/download': view((hosted, exchange, parts) =>
    downloadAttachment(hosted, parts[0] ?? '', exchange),
  ),
  'GET tables': view((hosted, exchange) => readTables(hosted, exchange)),
  'POST tables': write((hosted, exchange) => addTables(hosted, exchange)),
  'PATCH tables': write((hosted, exchange) => patchTables(hosted, exchange)),
  'GET tables/*/columns': view((hosted, exchange, parts) => readColumns(hosted, table(parts), exchange)),
  'POST tables/*/columns': write((hosted, exchange, parts) => addColumns(hosted, table(parts), exchange)),
  'PATCH tables/*/columns': write((hosted, exchange, parts) => patchColumns(hosted, table(parts), exchange)),
  'DELETE tables/*/columns/*': write((hosted, exchange, parts) =>
    deleteColumn(hosted, table(parts), parts[1] ?? '', exchange),
  ),
  'GET tables/*/records': view((hosted, exchange, parts) => readRecords(hosted, table(parts), exchange)),
  'GET tables/*/data': view((hosted, exchange, parts) => readData(hosted, table(parts), exchange)),
  'POST tables/*/records/list': view((hosted, exchange, parts) =>
    listRecords(hosted, table(parts), exchange),
  ),
  'POST tables/*/records': write((hosted, exchange, parts) => addRecords(hosted, table(parts), exchange)),
  'PATCH tables/*/records': write((hosted, exchange, parts) => patchRecords(hosted, table(parts), exchange)),
  'PUT tables/*/records': write((hosted, exchange, parts) => putRecords(hosted, table(parts), exchange)),
  'POST tables/*/records/delete': write((hosted, exchange, parts) =>
    deleteRecords(hosted, table(parts), exchange),
  ),
  'POST tables/*/data': write((hosted, exchange, parts) => addData(hosted, table(parts), exchange)),
  'PATCH tables/*/data': write((hosted, exchange, parts) => patchData(hosted, table(parts), exchange)),
  'POST tables/*/data/delete': write((hosted, exchange, parts) =>
    deleteRecords(hosted, table(parts), exchange),
  ),
};

/** Null when the path is not one of these. */
export async function documentRoute(site: Site, exchange: Exchange): Promise<Answer | null> {
  const [, id = '', rest = ''] = /^\/api\/docs\/([^/]+)\/(.+)$/.exec(exchange.path) ?? [];
  const found = matched(exchange.method, rest);
  if (found === null) return null;
  const { route, parts } = found;
  const hosted = documentOf(site, decodeURIComponent(id));
  requireRole(hosted, exchange.user, route.need, exchange.token);
  return inSlot(site, hosted, () => {
    const work = (): Answer => route.run(hosted, exchange, parts, site);
    return route.need === 'write' ? inTurn(hosted, exchange, work) : work();
  });
}

function matched(method: string, rest: string): { route: Route; parts: string[] } | null {
  const pieces = rest.split('/');
  const starred = pieces.map((piece, rank) => (pieces[0] === 'tables' && rank % 2 === 1 ? '*' : piece));
  const route = ROUTES[`${method} ${starred.join('/')}`] ?? ROUTES[`${method} ${listShape(pieces)}`];
  if (route === undefined) return null;
  return { route, parts: pieces.filter((_, rank) => rank % 2 === 1).map(decodeURIComponent) };
}

/** `tables/T/records/list`: the last part is a word of the route, not a name. */
function listShape(pieces: readonly string[]): string {
  return pieces.map((piece, rank) => (rank === 1 ? '*' : piece)).join('/');
}

function apply(hosted: Hosted, exchange: Exchange): Answer {
  requireActions(hosted, exchange.user, exchange.body);
  requireAttachments(hosted, exchange.user, exchange.body);
  requireParsed(hosted.document, exchange, exchange.body);
  return ok(hosted.document.apply(exchange.body));
}

function query(site: Site, hosted: Hosted, { user }: Exchange, body: unknown): Answer {
  const { sql, args = [], timeout } = body as { sql?: unknown; args?: unknown; timeout?: unknown };
  if (typeof sql !== 'string') throw invalidPayload('body.sql is missing');
  if (!Array.isArray(args)) throw invalidPayload('body.args is not an array');
  requireSql(hosted, user);
  const most = site.settings.sqlTimeoutMs;
  const timeoutMs = typeof timeout === 'number' && timeout > 0 ? Math.min(timeout, most) : most;
  const json = runQuery(hosted.document.store, { sql, args, timeoutMs }, () => performance.now());
  return { status: 200, json };
}
