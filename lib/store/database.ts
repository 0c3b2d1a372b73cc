// The connection to Postgres: Prisma over the `pg` driver, no native engine.

import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from './generated/client';
import { storeFailure } from './store-failure';

export type Database = {
  readonly client: PrismaClient;
  /** Waits for what is under way, then gives the connections back. */
  close(): Promise<void>;
};

/**
 * Enough for the pages and the journal of one process, or for a command. A run uses one connection at a time: who carries
 * several asks for as many more, or pages wait for runs.
 */
export const CONNECTIONS = 10;

/** How long a statement waits for a free connection, and a new connection for the server. */
const CONNECT_MS = 10_000;

/**
 * Opens the database and asks it something, so that a wrong address is known at start. `connections`: at most.
 * Throws `Failure`: BASE_INJOIGNABLE, BASE_REFUSEE, BASE_SURCHARGEE, BASE_MIGRATIONS when it was never migrated.
 */
export async function openDatabase(url: string, connections = CONNECTIONS): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'one-trick-pony',
    // Prisma's adapter writes and reads instants as if every session were in UTC, whatever the server's own time zone:
    // elsewhere they would be stored hours away from the truth.
    onConnect: async (session) => {
      await session.query(`SET TIME ZONE 'UTC'`);
    },
  });
  // `minimal`: an error of Prisma's never quotes the arguments of the query.
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    errorFormat: 'minimal',
  });
  try {
    await client.$queryRaw`SELECT 1 FROM link LIMIT 1`;
  } catch (error) {
    await client.$disconnect();
    throw storeFailure(error);
  }
  return { client, close: () => client.$disconnect() };
}
