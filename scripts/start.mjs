// `npm start`: everything up from nothing. Installs what is missing, starts the clone's Postgres unless DATABASE_URL names
// one, migrates it, hands over to the demo, and stops whatever it started.

import { install } from './install.mjs';
import { interruption } from './interruption.mjs';
import { runNode } from './tools.mjs';

const signal = interruption();
try {
  await install();
  // After the installation: these files need packages.
  const { openDatabase } = await import('./database.mjs');
  const { migrate } = await import('./migrate.mjs');
  const database = await openDatabase();
  try {
    if (database.place) console.log(`Base de données locale : ${database.place}`);
    await migrate(database.url);
    process.exitCode = signal.aborted ? 130 : await demo(database.url);
  } finally {
    await database.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/**
 * Hands over: the demo owns the terminal until it ends, or is asked to (SIGTERM).
 * @param {string} url
 * @returns {Promise<number>}
 */
async function demo(url) {
  const args = ['--import', 'tsx', 'cli/demo.ts', ...process.argv.slice(2)];
  const { status } = await runNode(args, { env: { DATABASE_URL: url }, show: true, signal });
  return signal.aborted ? 130 : status;
}
