// What is looked at while the service endures: its process, its connections, its tables and the folder of its database.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from '../../../lib/store/database';

const PROBED = z.object({
  ...{ pid: z.number(), at: z.number(), rss: z.number(), heapUsed: z.number(), external: z.number() },
  /** Of the heap, the machine code that V8 made of what runs often, and what goes with it. */
  code: z.number(),
  ...{ arrayBuffers: z.number(), handles: z.number(), files: z.number() },
});

/** Of the site's process, once its garbage is collected: bytes, and counts of what it holds open. */
export type Probed = z.infer<typeof PROBED>;

/** What the probe wrote down so far. */
export function readProbed(file: string): readonly Probed[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => PROBED.parse(JSON.parse(line)));
}

export type Stored = {
  readonly at: number;
  readonly connections: number;
  /** Runs that have ended since the beginning. */
  readonly runs: number;
  /** Bytes of the data folder, its journal (WAL) included. */
  readonly folder: number;
  /** By name: rows, and bytes with indexes. */
  readonly tables: ReadonlyMap<string, { readonly rows: number; readonly bytes: number }>;
};

export async function lookAtStore(database: Database, dataFolder: string): Promise<Stored> {
  const { client } = database;
  const [counts] = await client.$queryRaw<{ connections: number; runs: number }[]>`
    SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
      (SELECT count(*)::int FROM run WHERE ended_at IS NOT NULL) AS runs`;
  const names = await client.$queryRaw<{ name: string; bytes: number }[]>`
    SELECT relname AS name, pg_total_relation_size(relid)::float8 AS bytes FROM pg_stat_user_tables`;
  const tables = new Map<string, { rows: number; bytes: number }>();
  for (const { name, bytes } of names) {
    // Names are those of our own tables, as Postgres gave them.
    const [counted] = await client.$queryRawUnsafe<{ rows: number }[]>(
      `SELECT count(*)::int AS rows FROM "${name}"`,
    );
    tables.set(name, { rows: counted?.rows ?? 0, bytes });
  }
  return {
    ...{ at: Date.now(), connections: counts?.connections ?? 0, runs: counts?.runs ?? 0 },
    ...{ folder: bytesUnder(dataFolder), tables },
  };
}

/** Files come and go under a Postgres at work: one that is gone weighs nothing. */
function bytesUnder(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.reduce((sum, entry) => {
    if (!entry.isFile()) return sum;
    const found = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false });
    return sum + (found?.blocks ?? 0) * 512;
  }, 0);
}
