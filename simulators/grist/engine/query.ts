// /sql: a user's SELECT on the document's SQLite, as text of the JSON answer.

import type { Statement } from 'sql.js';
import type { Store } from './database';
import { Refusal } from './refusal';
import type { Stored } from './stored';

export type Query = { readonly sql: string; readonly args: readonly unknown[]; readonly timeoutMs: number };

/**
 * JSON text of the answer. Only SQLite's own work counts against the time, as in Grist; the clock is looked at between
 * rows, so that a single endless step is not interrupted.
 */
export function runQuery(store: Store, query: Query, now: () => number): string {
  const { sql } = query;
  if (!sql.toLowerCase().includes('select')) throw new Refusal(400, 'only select statements are supported');
  store.run('PRAGMA query_only=ON');
  try {
    const statement = prepared(store, `select * from (${sql.replace(/;$/, '')})`);
    try {
      bind(statement, query.args);
      return `{"statement":${JSON.stringify(sql)},"records":[${recordsOf(statement, query.timeoutMs, now)}]}`;
    } finally {
      statement.free();
    }
  } finally {
    store.run('PRAGMA query_only=OFF');
  }
}

function prepared(store: Store, sql: string): Statement {
  try {
    return store.prepareOnce(sql);
  } catch (error) {
    throw new Refusal(400, `SQLITE_ERROR: ${messageOf(error)}`);
  }
}

function bind(statement: Statement, args: readonly unknown[]): void {
  try {
    statement.bind(args.map(bindable));
  } catch {
    throw new Refusal(500, 'SQLITE_RANGE: column index out of range');
  }
}

function bindable(value: unknown): Stored {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return Number(value);
  return '[object Object]';
}

function recordsOf(statement: Statement, timeoutMs: number, now: () => number): string {
  const keys = uniqueNames(statement.getColumnNames()).map((name) => `${JSON.stringify(name)}:`);
  const records: string[] = [];
  let spent = 0;
  for (;;) {
    const start = now();
    const more = step(statement);
    spent += now() - start;
    if (spent > timeoutMs) throw new Refusal(400, 'a slow statement resulted in a database interrupt');
    if (!more) return records.join(',');
    const cells = statement.get() as Stored[];
    let fields = '';
    for (let rank = 0; rank < keys.length; rank++) {
      fields += `${rank === 0 ? '' : ','}${keys[rank]}${cellJson(cells[rank] ?? null)}`;
    }
    records.push(`{"fields":{${fields}}}`);
  }
}

function step(statement: Statement): boolean {
  try {
    return statement.step();
  } catch (error) {
    throw new Refusal(400, `SQLITE_ERROR: ${messageOf(error)}`);
  }
}

/** A second column of the same name is `name:1`. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}:${count}`;
  });
}

function cellJson(cell: Stored): string {
  return cell instanceof Uint8Array ? `{"type":"Buffer","data":[${cell.join(',')}]}` : JSON.stringify(cell);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
