// The SQLite database of one simulated document: real SQL in memory, with a small cache of prepared statements.

import initSqlJs, { type Database, type SqlJsStatic, type Statement } from 'sql.js';
import type { Stored } from './stored';

let library: Promise<SqlJsStatic> | null = null;

/** Loads the WebAssembly once a process. */
export async function loadSqlite(): Promise<SqlJsStatic> {
  library ??= initSqlJs();
  return library;
}

export function quote(id: string): string {
  return `"${id.replaceAll('"', '""')}"`;
}

export class Store {
  private readonly database: Database;
  private readonly prepared = new Map<string, Statement>();

  constructor(sqlite: SqlJsStatic) {
    this.database = new sqlite.Database();
  }

  /** Statements without result, schema changes included. */
  run(sql: string, values: readonly Stored[] = []): void {
    this.database.run(sql, [...values]);
  }

  /** A prepared statement, kept for the next time. The caller resets it. */
  prepare(sql: string): Statement {
    let statement = this.prepared.get(sql);
    if (statement === undefined) {
      if (this.prepared.size >= 200) this.forget();
      statement = this.database.prepare(sql);
      this.prepared.set(sql, statement);
    }
    return statement;
  }

  /** A statement of its own, to be freed by the caller: for a user's SQL. */
  prepareOnce(sql: string): Statement {
    return this.database.prepare(sql);
  }

  /** Every row, in order. */
  *rows(sql: string, values: readonly Stored[] = []): Generator<Stored[]> {
    const statement = this.database.prepare(sql);
    try {
      statement.bind([...values]);
      while (statement.step()) yield statement.get() as Stored[];
    } finally {
      statement.free();
    }
  }

  /** First column of the first row; null when there is none. */
  one(sql: string, values: readonly Stored[] = []): Stored {
    for (const row of this.rows(sql, values)) return row[0] ?? null;
    return null;
  }

  /**
   * Changes a table's declared columns without touching what is stored, as Grist does: values keep their storage class,
   * only new ones meet the new affinities.
   */
  redeclare(table: string, columns: readonly string[]): void {
    const sql = `CREATE TABLE ${quote(table)} (${columns.join(', ')})`;
    const version = Number(this.one('PRAGMA schema_version'));
    const aside = `${table}__aside`;
    this.forget();
    this.run('PRAGMA writable_schema=ON');
    this.run("UPDATE sqlite_master SET sql=? WHERE type='table' AND name=?", [sql, table]);
    this.run(`PRAGMA schema_version=${version + 1}`);
    this.run('PRAGMA writable_schema=OFF');
    // SQLite reads the new declaration when the table is renamed there and back.
    this.run(`ALTER TABLE ${quote(table)} RENAME TO ${quote(aside)}`);
    this.run(`ALTER TABLE ${quote(aside)} RENAME TO ${quote(table)}`);
  }

  /** Drops the prepared statements, before a change of schema. */
  forget(): void {
    for (const statement of this.prepared.values()) statement.free();
    this.prepared.clear();
  }

  close(): void {
    this.forget();
    this.database.close();
  }
}
