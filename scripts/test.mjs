// `npm test`: everything, from nothing. Installs what is missing, starts a throw-away Postgres, runs the checks, all the
// tests, then the site in a browser, and ends on `N passed, N failed`. Arguments go to Vitest: `npm test -- lib/grist`.

import { driftCheck, STATIC_CHECKS } from './checks.mjs';
import { install } from './install.mjs';
import { interruption } from './interruption.mjs';
import { conclude, runChecks, runPlaywright, runVitest } from './verdict.mjs';

const signal = interruption();
/** @type {import('./tally.mjs').Tally[]} */
const tallies = [];
try {
  await install();
  // After the installation: these files need packages.
  const { openTestDatabase, TEST_SERVER_VARIABLE } = await import('./test-database.mjs');
  const database = await openTestDatabase();
  try {
    tallies.push(await runChecks([...STATIC_CHECKS, driftCheck(database.server)], signal));
    const env = { [TEST_SERVER_VARIABLE]: database.server };
    if (!signal.aborted) tallies.push(await runVitest(process.argv.slice(2), { env, signal }));
    // Arguments name tests of Vitest: whoever asks for some of them does not wait for a browser.
    if (!signal.aborted && process.argv.length === 2) tallies.push(await runPlaywright({ env, signal }));
  } finally {
    await database.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  tallies.push({ passed: 0, failed: 1, skipped: 0 });
}
conclude(tallies, signal);
