// `node scripts/migrate.mjs`: brings a database to the structure that this version expects. The migrations and the table that
// lists them are Prisma's; each is applied here, with its line, in one transaction: Prisma's own command, once cut, refuses to go
// on until somebody repairs by hand, and a production image has no need of it (docs/decisions/0024).
// DATABASE_URL names the database; without it, the clone's own Postgres is started for the time of the command.

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './tools.mjs';

/** The advisory lock that Prisma takes too: the two tools wait for each other. */
const LOCK = 72_707_369;

/** As Prisma creates it. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** @typedef {{ name: string, script: string }} Migration */

/**
 * Applies the migrations that the database lacks, and creates the database when there is none. Several at once: one works, the
 * others wait for it. Killed at any instant, it leaves nothing half-done. Throws in French, naming the migration that failed.
 * @param {string} url
 * @returns {Promise<boolean>} was there anything to apply?
 */
export async function migrate(url) {
  await createDatabase(url);
  return withClient(url, async (client) => {
    const wanted = migrations();
    if ((await missing(client, wanted)).length === 0) return false;
    // Should we be killed while we wait for a table, the server notices within a second, and frees what we hold.
    await client.query(`SET client_connection_check_interval = '1s'`);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(TABLE);
    // Looked at again: somebody else may have worked meanwhile.
    const left = await missing(client, wanted);
    for (const migration of left) await apply(client, migration);
    return left.length > 0;
  });
}

/** @returns {Migration[]} the first one first */
function migrations() {
  const folder = join(ROOT, 'prisma', 'migrations');
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => ({ name, script: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }));
}

/**
 * @param {import('pg').Client} client
 * @param {readonly Migration[]} wanted
 * @returns {Promise<Migration[]>}
 */
async function missing(client, wanted) {
  const { rows } = await client
    .query(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    .catch((/** @type {{ code?: string }} */ error) => {
      if (error.code === '42P01') return { rows: [] }; // never migrated
      throw error;
    });
  const applied = new Set(rows.map((row) => row.migration_name));
  return wanted.filter(({ name }) => !applied.has(name));
}

/**
 * One transaction: the structure, and the line that says so.
 * @param {import('pg').Client} client
 * @param {Migration} migration
 */
async function apply(client, { name, script }) {
  const checksum = createHash('sha256').update(script).digest('hex');
  try {
    await client.query('BEGIN');
    // Left by Prisma's command when it was cut: what the script had begun was undone with it.
    await client.query(
      'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1 AND finished_at IS NULL',
      [name],
    );
    await client.query(script);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const { message } = /** @type {Error} */ (error);
    throw new Error(
      `La migration ${name} n’a pas pu être appliquée\u00a0; la base est comme elle était avant elle. Postgres dit\u00a0: ${message}`,
      { cause: error },
    );
  }
}

/** @param {string} url */
async function createDatabase(url) {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  try {
    await withClient(url, async () => undefined);
  } catch (error) {
    if (codeOf(error) !== '3D000' || name === '') throw error;
    const maintenance = new URL(url);
    maintenance.pathname = '/postgres';
    await withClient(maintenance.href, async (client) => {
      try {
        await client.query(`CREATE DATABASE "${name.replaceAll('"', '""')}"`);
      } catch (refused) {
        // Somebody else has just created it: as itself, or as a line of the catalogue.
        if (!['42P04', '23505'].includes(codeOf(refused) ?? '')) throw refused;
      }
    });
  }
}

/**
 * @template Result
 * @param {string} url
 * @param {(client: import('pg').Client) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function withClient(url, work) {
  // Late: this file is read before packages are there.
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection lost while it is not in use; the statement in use is told by itself.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}

/** @param {unknown} error @returns {string | undefined} */
function codeOf(error) {
  return /** @type {{ code?: string }} */ (error).code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const url = process.env.DATABASE_URL;
    console.log(
      (await (url ? migrate(url) : migrateOurs()))
        ? 'Base de données mise à jour.'
        : 'Base de données déjà à jour.',
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** The clone's own Postgres. Not read where a database is given: a production image has neither Postgres nor npm. */
async function migrateOurs() {
  const { install } = await import('./install.mjs');
  await install();
  const { openDatabase } = await import('./database.mjs');
  const database = await openDatabase();
  try {
    return await migrate(database.url);
  } finally {
    await database.close();
  }
}
