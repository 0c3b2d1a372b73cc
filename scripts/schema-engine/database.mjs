// The database that the schema engine works on, as it wants to see it: one session, whole scripts, and shadow databases.

import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** @typedef {import('@prisma/driver-adapter-utils').SqlMigrationAwareDriverAdapterFactory} Factory */
/** @typedef {import('@prisma/driver-adapter-utils').SqlDriverAdapter} Adapter */
/** @typedef {ReturnType<typeof schemaDatabase>} SchemaDatabase */

/** For commands that come without one, such as `diff` between two files. */
const NO_URL = 'postgresql://none/none';

const CHAR_OID = 18;
const CHAR_ARRAY_OID = 1002;

/**
 * @param {{ url?: string, shadowDatabaseUrl?: string }} datasource as the CLI passes it
 */
export function schemaDatabase(datasource) {
  const url = datasource.url || NO_URL;
  const name = decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';
  /** @type {Set<string>} */
  const shadows = new Set();

  /** @param {string} database */
  const urlOf = (database) => {
    const other = new URL(url);
    other.pathname = `/${encodeURIComponent(database)}`;
    return other.href;
  };

  /** @param {string} database @param {string} sql */
  const query = async (database, sql) => {
    const client = new pg.Client({ connectionString: urlOf(database) });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };

  /** @param {string} shadow */
  const dropShadow = async (shadow) => {
    await query(name, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(shadow)} WITH (FORCE)`);
    shadows.delete(shadow);
  };

  // Not adapter-pg's connectToShadowDb: given a connection string, that one comes back to the live database.
  const connectToShadow = async () => {
    if (datasource.shadowDatabaseUrl) return connect(datasource.shadowDatabaseUrl);
    if (url === NO_URL) return connect(url);
    const shadow = `prisma_migrate_shadow_db_${randomUUID()}`;
    await query(name, `CREATE DATABASE ${pg.escapeIdentifier(shadow)}`);
    shadows.add(shadow);
    const adapter = await connect(urlOf(shadow));
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await dropShadow(shadow);
    };
    return adapter;
  };

  return {
    url,
    name,
    query,
    /** Shadow databases that the engine left behind: the CLI kills this process as soon as it has its answer. */
    dropShadows: async () => {
      await Promise.all([...shadows].map(dropShadow));
    },
    /**
     * @param {'live' | 'shadow'} target where the engine's main connection goes
     * @returns {Factory}
     */
    factory: (target) => {
      const factory = new PrismaPg({ connectionString: url });
      return Object.assign(factory, {
        connect: () => (target === 'live' ? connect(url) : connectToShadow()),
        connectToShadowDb: connectToShadow,
      });
    },
  };
}

/**
 * One session, kept open: the advisory lock that guards migrations belongs to the session that took it, and a pool
 * would drop an idle one after ten seconds.
 * @param {string} url
 */
async function connect(url) {
  if (url === NO_URL) {
    throw new Error('DATABASE_URL is needed: this schema engine asks the database even to compare two files');
  }
  const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  // adapter-pg cuts scripts at every « ; », which breaks functions and quoted text, and runs the pieces one by one.
  // Without arguments Postgres takes a script whole, in one implicit transaction, as the native engine sends it.
  adapter.executeScript = async (script) => {
    if (script.trim()) await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
  };
  return withCatalogCharacters(adapter);
}

/**
 * Introspection reads columns of type "char" (OID 18) in pg_catalog: the engine wants them as characters, adapter-pg
 * refuses the type. They pass as "char"[], then are named what they are.
 * @template {Adapter} T
 * @param {T} adapter
 * @returns {T}
 */
function withCatalogCharacters(adapter) {
  /** @typedef {{ fields: { dataTypeID: number }[] }} Answer */
  const inner = /** @type {{ performIO(query: unknown): Promise<Answer> }} */ (
    /** @type {unknown} */ (adapter)
  );
  const performIO = inner.performIO.bind(adapter);
  inner.performIO = async (query) => {
    const answer = await performIO(query);
    for (const field of answer.fields ?? []) {
      if (field.dataTypeID === CHAR_OID) field.dataTypeID = CHAR_ARRAY_OID;
    }
    return answer;
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const rows = await queryRaw(query);
    return {
      ...rows,
      columnTypes: rows.columnTypes.map((type) =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      ),
    };
  };
  return adapter;
}
