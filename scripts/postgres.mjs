// `node scripts/postgres.mjs [--throwaway]`: holds a Postgres for as long as its standard input stays open.
// Prints one line of JSON when it answers: { "url", "home" }. Whoever started it may even be killed: the input closes,
// the database is released, and stopped if nobody else uses it.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSharedDatabase } from './postgres/shared.mjs';
import { openThrowawayServer } from './postgres/throwaway.mjs';

const clone = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  const database = process.argv.includes('--throwaway')
    ? await openThrowawayServer()
    : await openSharedDatabase(clone);
  const released = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
    process.stdin.once('end', resolve).once('error', resolve).resume();
    process.stdout.once('error', resolve);
  });
  console.log(JSON.stringify({ url: database.url, home: database.home }));
  await released;
  await database.close();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
