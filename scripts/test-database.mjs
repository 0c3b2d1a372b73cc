// The database of the tests: a throw-away Postgres with a migrated template, which each test file clones.

import pg from 'pg';
import { generateClient } from './install.mjs';
import { migrate } from './migrate.mjs';
import { holdPostgres } from './postgres/holder.mjs';

export const TEMPLATE = 'template_one_trick_pony';

/** How `npm test` hands its Postgres over to Vitest. */
export const TEST_SERVER_VARIABLE = 'OTP_TEST_POSTGRES';

/** @typedef {{ server: string, template: string }} TestDatabase server: url of the maintenance database */

/** @returns {Promise<TestDatabase & { close: () => Promise<void> }>} */
export async function openTestDatabase() {
  const held = await holdPostgres({ throwaway: true });
  try {
    const url = new URL(held.url);
    url.pathname = `/${TEMPLATE}`;
    await migrate(url.href);
    const client = new pg.Client({ connectionString: held.url });
    await client.connect();
    // Nobody connects to it any more: Postgres only clones a database that nobody is using.
    await client.query(`ALTER DATABASE ${TEMPLATE} WITH ALLOW_CONNECTIONS false`);
    await client.end();
    return { server: held.url, template: TEMPLATE, close: held.close };
  } catch (error) {
    await held.close();
    throw error;
  }
}

/**
 * Vitest's global set-up of the `database` project: the Postgres of `npm test` when there is one, else our own for the
 * time of this command.
 * @param {{ provide: (key: 'testDatabase', value: TestDatabase) => void }} project
 */
export default async function setup(project) {
  await generateClient();
  const given = process.env[TEST_SERVER_VARIABLE];
  if (given) {
    project.provide('testDatabase', { server: given, template: TEMPLATE });
    return undefined;
  }
  const { server, template, close } = await openTestDatabase();
  project.provide('testDatabase', { server, template });
  return close;
}
