// A database of its own for each test file: cloned from the migrated template, dropped at the end.

import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Database, openDatabase } from '../database';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Provided by scripts/test-database.mjs: url of the server's maintenance database, name of the template. */
    testDatabase: { readonly server: string; readonly template: string };
  }
}

export type TestDatabase = {
  /** For what opens its own connection, e.g. the command line. */
  url(): string;
  database(): Database;
  /** Statements of the test itself, outside of what it tests. */
  sql(statement: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
};

/**
 * Call at the top of a `*.db.test.ts` file: its tests share one database, which other files never see. The name of the
 * file is what brings Postgres up (vitest.config.ts, project `database`).
 */
export function testDatabase(): TestDatabase {
  const { server, template } = inject('testDatabase');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  let opened: Database | undefined;

  beforeAll(async () => {
    await run(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
    opened = await openDatabase(url.href);
  });
  afterAll(async () => {
    await opened?.close();
    await run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });

  return {
    url: () => url.href,
    database: () => {
      if (opened === undefined) throw new Error('the test database is only there inside tests');
      return opened;
    },
    sql: (statement, values = []) => run(url.href, statement, values),
  };
}

async function run(url: string, statement: string, values: readonly unknown[] = []) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}
