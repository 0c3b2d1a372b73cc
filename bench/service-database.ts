// A throw-away Postgres for the benches of the service, migrated.

import { type Database, openDatabase } from '../lib/store/database';
import { migrate } from '../scripts/migrate.mjs';
import { holdPostgres } from '../scripts/postgres/holder.mjs';

export async function withServiceDatabase(
  work: (database: Database, url: string) => Promise<void>,
): Promise<void> {
  const held = await holdPostgres({ throwaway: true });
  try {
    const url = new URL(held.url);
    url.pathname = '/bench';
    await migrate(url.href);
    const database = await openDatabase(url.href);
    try {
      await work(database, url.href);
    } finally {
      await database.close();
    }
  } finally {
    await held.close();
  }
}

export async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
