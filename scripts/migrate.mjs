// `node scripts/migrate.mjs`: brings a database to the structure that this version expects (official Prisma migrations).
// DATABASE_URL names the database; without it, the clone's own Postgres is started for the time of the command.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, runNode, toolPath } from './tools.mjs';

/**
 * Applies the migrations that the database lacks. Knowing that none does costs one query; two at once are safe (Prisma
 * takes an advisory lock).
 * @param {string} url
 * @returns {Promise<boolean>} was there anything to apply?
 */
export async function migrate(url) {
  if (await isUpToDate(url)) return false;
  const done = await runNode([toolPath('prisma'), 'migrate', 'deploy'], { env: { DATABASE_URL: url } });
  if (done.status !== 0)
    throw new Error(`« prisma migrate deploy » a échoué :\n${withoutPassword(done.output, url)}`);
  return true;
}

/** @param {string} url */
async function isUpToDate(url) {
  const { default: pg } = await import('pg');
  const wanted = readdirSync(join(ROOT, 'prisma', 'migrations'), { withFileTypes: true }).filter((entry) =>
    existsSync(join(entry.parentPath, entry.name, 'migration.sql')),
  );
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const applied = new Set(rows.map((row) => row.migration_name));
    return wanted.every(({ name }) => applied.has(name));
  } catch (error) {
    const { code } = /** @type {{ code?: string }} */ (error);
    if (code === '42P01' || code === '3D000') return false; // never migrated, or not created yet
    throw error;
  } finally {
    await client.end();
  }
}

/** @param {string} text @param {string} url */
function withoutPassword(text, url) {
  const { password } = new URL(url);
  return password ? text.replaceAll(password, '***') : text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { install } = await import('./install.mjs');
  const { openDatabase } = await import('./database.mjs');
  try {
    await install();
    const database = await openDatabase();
    try {
      console.log(
        (await migrate(database.url)) ? 'Base de données mise à jour.' : 'Base de données déjà à jour.',
      );
    } finally {
      await database.close();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
