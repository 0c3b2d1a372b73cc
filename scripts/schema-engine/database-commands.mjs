// `schema-engine cli <command>`: can the database be reached, create it, drop it.

import { writeSync } from 'node:fs';
import pg from 'pg';

/** SQLSTATE → Prisma's own code; anything else means that the server was not reached. */
const PRISMA_CODES = new Map([
  ['3D000', 'P1003'],
  ['28P01', 'P1000'],
  ['28000', 'P1010'],
  ['42501', 'P1010'],
]);

/** Somebody else has just created it: what was asked for is there. */
const ALREADY_CREATED = new Set(['42P04', '23505']);

/**
 * @param {import('./database.mjs').SchemaDatabase} database
 * @param {string} command
 * @returns {Promise<number>} the exit status; a failure is told as the native engine tells it, in a JSON line that the
 *   CLI looks for after the first line of stderr.
 */
export async function databaseCommand(database, command) {
  const id = pg.escapeIdentifier(database.name);
  try {
    switch (command) {
      case 'can-connect-to-database':
        await database.query(database.name, 'SELECT 1');
        return 0;
      case 'create-database':
        await database.query('postgres', `CREATE DATABASE ${id}`);
        return 0;
      case 'drop-database':
        await database.query('postgres', `DROP DATABASE IF EXISTS ${id} WITH (FORCE)`);
        return 0;
      default:
        throw new Error(`unknown command: ${command}`);
    }
  } catch (error) {
    const { code = '', message } = /** @type {{ code?: string, message: string }} */ (error);
    if (command === 'create-database' && ALREADY_CREATED.has(code)) return 0;
    const fields = {
      is_panic: false,
      error_code: PRISMA_CODES.get(code) ?? 'P1001',
      message: `${message || code} (${new URL(database.url).host}/${database.name})`,
    };
    const line = {
      timestamp: new Date().toISOString(),
      level: 'ERROR',
      target: 'schema_engine::logger',
      fields,
    };
    writeSync(2, `\n${JSON.stringify(line)}\n`);
    return 1;
  }
}
